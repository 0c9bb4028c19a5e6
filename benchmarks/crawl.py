"""What a crawl costs: against a bare Scrapy spider, and on a night that finds nothing new.

    python benchmarks/crawl.py [--bureaus 100 1000 3000] [--runs 3] [--port 8690]

Speed    pages a second with politeness off, our crawler against a spider that fetches and hashes the very same
         addresses (one request at a time per host, as ours): the median of paired runs, as a ratio.
Quiet    processor time, wall time, requests and bytes of a second night a week later, for each number of bureaus,
         and its slope: what one more bureau costs.

The portals are those of `practice.load_test`, on loopback. Timings are for comparison within one run only.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import practice
from crawler.archive import Archive
from crawler.registry import dump

WEEK = 7 * 86400
BARE = Path(__file__).with_name("bare_spider.py")


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one process: seconds by the wall and of the processor, its own report."""

    wall: float
    processor: float
    peak_mib: float
    said: dict[str, int]


def main() -> None:
    options = _options()
    print(f"speed, {options.bureaus[0]} bureaus, politeness off")
    with practice.running(options.port, load_test=options.bureaus[0]):
        _speed(options.bureaus[0], options.runs, options.port)
    print("\nquiet night\n bureaus  requests  bytes/bureau  wall s  cpu s  cpu ms/bureau  peak MiB")
    points = []
    for count in options.bureaus:
        with practice.running(options.port, load_test=count):
            points.append((count, _quiet(count, options.port)))
    if len(points) > 1:
        slope, intercept = statistics.linear_regression([n for n, _ in points], [cost for _, cost in points])
        print(f"one more bureau costs {1000 * slope:.2f} ms of processor time; a night without any {intercept:.2f} s")


def _speed(count: int, runs: int, port: int) -> None:
    ratios = []
    for number in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder)
            ours = _crawl(home, count, port, f"20250101T00000{number}Z-0000")
            urls = home / "urls.txt"
            urls.write_text("\n".join(record.url for record in Archive(home).all_captures()), encoding="utf-8")
            pages = len(urls.read_text(encoding="utf-8").splitlines())
            bare = _measured([sys.executable, str(BARE), str(urls)])
            if bare.said["pages"] != pages:
                raise SystemExit(f"the bare spider fetched {bare.said['pages']} of {pages} pages")
            ratios.append(bare.wall / ours.wall)
            print(f"  {pages} pages: ours {pages / ours.wall:.0f}/s, bare {pages / bare.wall:.0f}/s, {ratios[-1]:.2f}")
    print(f"  ours / bare: {statistics.median(ratios):.2f} (target 0.7)")


def _quiet(count: int, port: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        _crawl(home, count, port, "20250101T000000Z-0000")
        held = sum(1 for _ in Archive(home).all_captures())
        cost = _crawl(home, count, port, "20250108T000000Z-0000", "--later", str(WEEK))
        sizes = [record.size or 0 for record in Archive(home).all_captures()][held:]
        print(
            f"{count:8} {len(sizes):9} {sum(sizes) / count:13.0f} {cost.wall:7.1f} {cost.processor:6.1f}"
            f" {1000 * cost.processor / count:14.2f} {cost.peak_mib:9.0f}"
        )
    return cost.processor


def _crawl(home: Path, count: int, port: int, run_id: str, *more: str) -> Cost:
    registry = home / "registry.yaml"
    dump(practice.load_test_rows(count, port), registry)
    command = [sys.executable, "-m", "crawler", "--home", str(home), "--run", run_id, "--registry", str(registry)]
    return _measured([*command, "--discover", "always", *more])


def _measured(command: list[str]) -> Cost:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    said = json.loads(done.stdout.strip().splitlines()[-1])
    return Cost(wall, processor, after.ru_maxrss / 1024, said)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bureaus", type=int, nargs="+", default=[100, 1000, 3000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--port", type=int, default=8690)
    return parser.parse_args()


if __name__ == "__main__":
    main()
