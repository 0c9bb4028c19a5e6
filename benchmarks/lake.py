"""What 2 million reports cost on a lake: ``python benchmarks/lake.py [--reports 20000 200000 2000000] [--folder /tmp]``.

Landing folders as in `benchmarks/warehouse.py` are loaded into a lake (400 million figures as Parquet), and the marts that compare
years and check sums are made of it, by the SQL that dbt compiled, with all that they need. Each size has processes of its own, so
that their peak is theirs. The slope is that of log(CPU) over log(reports), from the first size to the last. The catalog is a file,
for no server has to be there; with PostgreSQL it is as large, and a load takes some tenths of a second more.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.warehouse import RUN_ID, creating, generate, hooks  # noqa: E402  the path comes first
from store.home import Home  # noqa: E402
from warehouse.load import load  # noqa: E402
from warehouse.release import build_release  # noqa: E402
from warehouse.staging import to_read  # noqa: E402

MARTS = ("yoy_metric", "fct_check", "carry_over_check")
SPILL = "40GiB"
"""Most that DuckDB may put on disk of what it is at work on; 2 million reports need some 30 GiB beside 8 of memory."""
COMPILED_OF = 500
"""Reports of the home that dbt builds, for its SQL."""


@dataclass(frozen=True)
class Cost:
    wall_s: float
    cpu_s: float
    peak_mib: float


def main() -> None:
    options = _options()
    if options.step:
        STEPS[options.step](options.folder, options.reports[0], options.memory)
        return
    with tempfile.TemporaryDirectory(dir=options.folder) as made:
        folder = Path(made)
        _measured("compile", folder, COMPILED_OF, options.memory)
        print("reports    step       wall s    CPU s  peak MiB  disk MiB", flush=True)
        builds = {count: _steps(folder, count, options.memory) for count in options.reports}
    few, many = min(builds), max(builds)
    if many > few:
        print(f"slope of the marts {math.log(builds[many].cpu_s / builds[few].cpu_s) / math.log(many / few):.2f}")


def _steps(folder: Path, count: int, memory: str) -> Cost:
    for step in ("generate", "load", "marts"):
        cost = _measured(step, folder, count, memory)
        size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1024**2
        print(f"{count:9} {step:9} {cost.wall_s:8.1f} {cost.cpu_s:8.1f} {cost.peak_mib:9.0f} {size:9.0f}", flush=True)
    shutil.rmtree(folder / "home")
    return cost


def _measured(step: str, folder: Path, count: int, memory: str) -> Cost:
    """A step in a process of its own."""
    began = time.perf_counter()
    command = [
        sys.executable,
        __file__,
        "--step",
        step,
        "--folder",
        folder,
        "--memory",
        memory,
        "--reports",
        str(count),
    ]
    pid = os.posix_spawn(sys.executable, command, os.environ)
    _, status, used = os.wait4(pid, 0)
    if status:
        raise SystemExit(f"{step} of {count} reports ended with {os.waitstatus_to_exitcode(status)}")
    return Cost(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def _generate(folder: Path, count: int, memory: str) -> None:
    generate(folder / "home", count)


def _load(folder: Path, count: int, memory: str) -> None:
    _on_a_lake(folder)
    load(folder / "home", RUN_ID)
    shutil.rmtree(Home(folder / "home").landing(RUN_ID).folder)


def _compile(folder: Path, count: int, memory: str) -> None:
    home = folder / "compiled"
    generate(home, count)
    load(home, RUN_ID)
    summary = build_release(home, is_practice=True)
    if summary.status != "released":
        raise SystemExit(f"no release: {summary.reason}")


def _marts(folder: Path, count: int, memory: str) -> None:
    """The marts, and the models and seeds that they need, in dbt's order."""
    _on_a_lake(folder)
    with to_read(folder / "home") as connection:
        if connection is None:
            raise SystemExit("nothing was loaded")
        connection.execute(f"set memory_limit = '{memory}'; set temp_directory = '{folder}/home/spilled'")
        connection.execute(f"set max_temp_directory_size = '{SPILL}'")
        connection.execute(f"attach '{folder}/home/gongkai.duckdb' as gongkai (storage_version 'v1.3.0')")
        connection.execute(f"attach '{folder}/home/work.duckdb' as work (storage_version 'latest')")
        connection.execute("use gongkai")
        for node, compiled in _wanted(folder / "compiled"):
            began = time.perf_counter()
            for statement in (
                *hooks(node, "pre-hook"),
                creating(connection, node, compiled),
                *hooks(node, "post-hook"),
            ):
                connection.execute(statement)
            taken = time.perf_counter() - began
            if taken > 1:
                peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                print(f"  {node['name']:24} {taken:8.1f} s, peak so far {peak:6.0f} MiB", file=sys.stderr, flush=True)
        for mart in MARTS:
            row = connection.execute(f"select count(*) from gongkai.main.{mart}").fetchone()
            print(f"  {mart}: {row[0] if row else 0} rows", file=sys.stderr)


def _wanted(home: Path) -> list[tuple[dict[str, Any], str | None]]:
    nodes = json.loads(Home(home).dbt_manifest.read_text(encoding="utf-8"))["nodes"]
    needed: set[str] = set()
    left = [f"model.gongkai.{mart}" for mart in MARTS]
    while left:
        name = left.pop()
        if name in nodes and name not in needed:
            needed.add(name)
            left += nodes[name]["depends_on"].get("nodes", ())
    ran = json.loads(Home(home).dbt_results.read_text(encoding="utf-8"))["results"]
    return [(nodes[each["unique_id"]], each.get("compiled_code")) for each in ran if each["unique_id"] in needed]


def _on_a_lake(folder: Path) -> None:
    os.environ["GONGKAI_LAKE_CATALOG"] = str(folder / "home" / "catalog.ducklake")


STEPS: dict[str, Callable[[Path, int, str], None]] = {
    "compile": _compile, "generate": _generate, "load": _load, "marts": _marts,
}  # fmt: skip


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, nargs="+", default=[20_000, 200_000, 2_000_000])
    parser.add_argument("--memory", default="8GiB", help="DuckDB's limit while it makes marts")
    parser.add_argument(
        "--folder", type=Path, default=Path(tempfile.gettempdir()), help="where there is room for the data"
    )
    parser.add_argument("--step", choices=["compile", "generate", "load", "marts"], help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
