"""What a Dask cluster costs beside the pool of one machine: ``python benchmarks/cluster.py [--reports 400] [--runs 3]``.

Documents a second by the pool with one child and with two, by one Dask worker and by two, of one thread each, in turn: the ratios,
and milliseconds of processor time a document, of this process (on a cluster: client and scheduler) and of all others. The reports are
those of the tests' writer in all formats but scans, and pages of the load test. On a machine that has other work to do, processor
time says more than rates: its load is printed.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import dask  # noqa: E402  the path comes first
import psutil  # noqa: E402
from distributed import LocalCluster  # noqa: E402
from writer.compose import random_recipe, write  # noqa: E402

from crawler.archive import Archive  # noqa: E402
from crawler.archive.objects import archive_place, objects_of  # noqa: E402
from flows.cluster import documents_on  # noqa: E402
from parsing.pool.workers import Pool  # noqa: E402
from parsing.version import parser_version  # noqa: E402
from practice.load_test import YEARS, Plot  # noqa: E402

WARM_UP = 48


@dataclass(frozen=True, slots=True)
class Cost:
    rate: float
    """Documents a second."""
    here_ms: float
    there_ms: float

    def __str__(self) -> str:
        return f"{self.rate:.0f}/s, {self.here_ms:.1f} ms here, {self.there_ms:.1f} ms there"


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
    costs: dict[str, list[Cost]] = {}
    with _cluster(1) as one, _cluster(2) as two, closing(Pool(1)) as single, closing(Pool(2)) as double:
        ways = {
            "pool of 1": partial(_by_pool, home, single),
            "pool of 2": partial(_by_pool, home, double),
            "1 worker": partial(_by_dask, home, one),
            "2 workers": partial(_by_dask, home, two),
        }
        for read in ways.values():
            read(hashes[:WARM_UP])
        for _ in range(runs):
            for name, read in ways.items():
                costs.setdefault(name, []).append(_cost(read, hashes))
                print(f"  {name}: {costs[name][-1]}  (load {os.getloadavg()[0]:.1f})")
    _ratio("2 workers / 1 worker", costs["2 workers"], costs["1 worker"])
    _ratio("1 worker / pool of 1", costs["1 worker"], costs["pool of 1"])
    _ratio("2 workers / pool of 2", costs["2 workers"], costs["pool of 2"])
    for name, found in costs.items():
        here, there = (statistics.median(getattr(each, place) for each in found) for place in ("here_ms", "there_ms"))
        print(f"  {name}: {here:.1f} ms here, {there:.1f} ms there")


def _ratio(name: str, some: Sequence[Cost], others: Sequence[Cost]) -> None:
    pairs = [one.rate / other.rate for one, other in zip(some, others, strict=True)]
    print(f"  {name}: {statistics.median(pairs):.2f} (of {min(pairs):.2f} to {max(pairs):.2f})")


def _cost(read: Callable[[Sequence[str]], None], hashes: Sequence[str]) -> Cost:
    began, here, there = time.perf_counter(), time.process_time(), _of_children()
    read(hashes)
    count = len(hashes)
    return Cost(
        count / (time.perf_counter() - began),
        1000 * (time.process_time() - here) / count,
        1000 * (_of_children() - there) / count,
    )


def _of_children() -> float:
    """Seconds of processor time of all that this process has started and that runs."""
    times = [each.cpu_times() for each in psutil.Process().children(recursive=True)]
    return sum(each.user + each.system + each.children_user + each.children_system for each in times)


def _by_pool(home: Path, pool: Pool, hashes: Sequence[str]) -> None:
    objects = objects_of(home)
    for _ in pool.run(enumerate((sha256, partial(objects.get, sha256)) for sha256 in hashes)):
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
