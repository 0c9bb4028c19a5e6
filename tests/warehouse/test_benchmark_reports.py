"""The reports that the benchmarks generate are such as a night lands: else the benchmark breaks and nobody sees it."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from store.home import Home
from tests.conftest import ROOT
from warehouse.connection import connect
from warehouse.load import load


def test_generated_reports_load(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("warehouse_benchmark", ROOT / "benchmarks" / "warehouse.py")
    assert spec is not None and spec.loader is not None
    benchmark = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(benchmark)
    benchmark.generate(tmp_path, 34)
    load(tmp_path, benchmark.RUN_ID)
    with connect(Home(tmp_path).warehouse, read_only=True) as connection:
        assert connection.execute("select count(*) from staging.document").fetchone() == (34,)
        assert connection.execute("select count(*) from staging.figure").fetchone() == (34 * 200,)
