"""What a Dask cluster costs beside the pool of one machine: ``python benchmarks/cluster.py [--reports 400] [--runs 3]``.

Documents a second by the pool with one child and with two, by one Dask worker and by two, of one thread each, in turn: the median
of the runs, and the ratios. The reports are those of the tests' writer in all formats but scans, and pages of the load test. On a
machine that has other work to do only the ratios count, and they less than on a quiet one: its load is printed.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import dask  # noqa: E402  the path comes first
from distributed import LocalCluster  # noqa: E402
from writer.compose import random_recipe, write  # noqa: E402

from crawler.archive import Archive  # noqa: E402
from crawler.archive.objects import archive_place, objects_of  # noqa: E402
from flows.cluster import documents_on  # noqa: E402
from parsing.pool.workers import parse_many  # noqa: E402
from parsing.version import parser_version  # noqa: E402
from practice.load_test import YEARS, Plot  # noqa: E402

WARM_UP = 32


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        kinds = {"pages": _pages(options.reports), "all formats": _written(options.reports)}
        for kind, documents in kinds.items():
            archive = Archive(home)
            _compare(kind, home, [archive.put(document) for document in documents], options.runs)


def _pages(count: int) -> Iterator[bytes]:
    return (Plot(number).article_page(year).encode() for number in range(count // len(YEARS)) for year in YEARS)


def _written(count: int) -> Iterator[bytes]:
    """Pictures have no weight in the writer's choice."""
    return (write(random_recipe(seed)).data for seed in range(count))


def _compare(kind: str, home: Path, hashes: Sequence[str], runs: int) -> None:
    print(f"{kind}: {len(hashes)} documents")
    rates: dict[str, list[float]] = {}
    with _cluster(1) as one, _cluster(2) as two:
        ways = {
            "pool of 1": partial(_by_pool, home, 1),
            "pool of 2": partial(_by_pool, home, 2),
            "1 worker": partial(_by_dask, home, one),
            "2 workers": partial(_by_dask, home, two),
        }
        for read in ways.values():
            read(hashes[:WARM_UP])
        for _ in range(runs):
            for name, read in ways.items():
                rates.setdefault(name, []).append(len(hashes) / _seconds(read, hashes))
            print("  " + ", ".join(f"{name} {found[-1]:.0f}/s" for name, found in rates.items()), end="")
            print(f"  (load {os.getloadavg()[0]:.1f})")
    _ratio("2 workers / 1 worker", rates["2 workers"], rates["1 worker"])
    _ratio("1 worker / pool of 1", rates["1 worker"], rates["pool of 1"])
    _ratio("2 workers / pool of 2", rates["2 workers"], rates["pool of 2"])


def _ratio(name: str, some: Sequence[float], others: Sequence[float]) -> None:
    pairs = [one / other for one, other in zip(some, others, strict=True)]
    print(f"  {name}: {statistics.median(pairs):.2f} (of {min(pairs):.2f} to {max(pairs):.2f})")


def _seconds(read: Callable[[Sequence[str]], None], hashes: Sequence[str]) -> float:
    began = time.perf_counter()
    read(hashes)
    return time.perf_counter() - began


def _by_pool(home: Path, processes: int, hashes: Sequence[str]) -> None:
    objects = objects_of(home)
    blobs = ((sha256, partial(objects.get, sha256)) for sha256 in hashes)
    for _ in parse_many(blobs, processes):
        pass


def _by_dask(home: Path, address: str, hashes: Sequence[str]) -> None:
    for _ in documents_on(address, archive_place(home), hashes, parser_version()):
        pass


@contextmanager
def _cluster(workers: int) -> Iterator[str]:
    with (
        dask.config.set({"distributed.worker.daemon": False}),
        LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as cluster,
    ):
        yield str(cluster.scheduler_address)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--reports", type=int, default=400)
    parser.add_argument("--runs", type=int, default=3)
    return parser.parse_args()


if __name__ == "__main__":
    main()
