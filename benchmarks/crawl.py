"""What a crawl costs: against a bare Scrapy spider, and on a night that finds nothing new.

    python benchmarks/crawl.py [--bureaus 100 1000 3000] [--runs 3] [--port 8690]

Speed    pages a second with politeness off, our crawler against a spider that fetches and hashes the very same
         addresses (one request at a time per host, as ours): the median of paired runs, as a ratio.
Quiet    processor time, wall time, requests and bytes of a night that finds nothing new, for each number of bureaus, and
         the slope: what one more bureau costs. Once 20 hours after the first night, while robots.txt is believed for a day,
         and once a week after that.

The portals are those of `practice.load_test`, on loopback. Timings are for comparison within one run only.
"""

from __future__ import annotations

import argparse
import json
import os
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

SOON, WEEK = 20 * 3600, 7 * 86400
PROVINCE = 100
"""Bureaus in one file, as the bundled registry has them."""
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
    print("\nquiet night\n bureaus  after h  requests  bytes/bureau  wall s  cpu s  cpu ms/bureau  peak MiB")
    points: list[tuple[float, ...]] = []
    for count in options.bureaus:
        with practice.running(options.port, load_test=count):
            points.append((count, *_quiet(count, options.port)))
    if len(points) > 1:
        counts, *nights = zip(*points, strict=True)
        for later, costs in zip((SOON, WEEK), nights, strict=True):
            slope, rest = statistics.linear_regression(counts, costs)
            print(
                f"after {later // 3600} h one more bureau costs {1000 * slope:.2f} ms; a night without any {rest:.2f} s"
            )


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


def _quiet(count: int, port: int) -> list[float]:
    costs = []
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        _crawl(home, count, port, "20250101T000000Z-0000")
        for run_id, later in (("20250101T200000Z-0000", SOON), ("20250108T200000Z-0000", SOON + WEEK)):
            held = sum(1 for _ in Archive(home).all_captures())
            cost = _crawl(home, count, port, run_id, "--later", str(later))
            sizes = [record.size or 0 for record in Archive(home).all_captures()][held:]
            print(
                f"{count:8} {later // 3600:8} {len(sizes):9} {sum(sizes) / count:13.0f} {cost.wall:7.1f}"
                f" {cost.processor:6.1f} {1000 * cost.processor / count:14.2f} {cost.peak_mib:9.0f}"
            )
            costs.append(cost.processor)
    return costs


def _crawl(home: Path, count: int, port: int, run_id: str, *more: str) -> Cost:
    registry = home / "registry"
    registry.mkdir(exist_ok=True)
    rows = practice.load_test_rows(count, port)
    for start in range(0, count, PROVINCE):
        dump(rows[start : start + PROVINCE], registry / f"{start:06}.yaml")
    command = [sys.executable, "-m", "crawler", "--home", str(home), "--run", run_id, "--registry", str(registry)]
    return _measured([*command, "--discover", "always", *more])


def _measured(command: list[str]) -> Cost:
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603
    lines = process.stdout.read().splitlines() if process.stdout else []
    _, status, used = os.wait4(process.pid, 0)  # what this process took, and no other
    wall = time.perf_counter() - start
    if status:
        raise SystemExit(f"{command[1:3]} ended with status {os.waitstatus_to_exitcode(status)}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, json.loads(lines[-1]))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bureaus", type=int, nargs="+", default=[100, 1000, 3000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--port", type=int, default=8690)
    return parser.parse_args()


if __name__ == "__main__":
    main()
