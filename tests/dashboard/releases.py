"""A small release made by hand in a second: tables after the marts' own contracts, rows that a page can be held against."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import yaml

from store.home import RELEASE_FILE, Home

DBT = Path(__file__).parents[2] / "dbt"
HOSTILE = '<script>alert("x")</script>'
NAMES = {
    "hrss-330100": "杭州市人力资源和社会保障局",
    "hrss-330200": "宁波市人力资源和社会保障局",
    "hrss-330300": "温州市人力资源和社会保障局",
    "hrss-330400": HOSTILE,
    "hrss-370100": "济南市人力资源和社会保障局",
    "hrss-371500": "聊城市人力资源和社会保障局",
}
WALLED = "hrss-330300"
"""Its portal stands behind a wall: nobody can say which reports it has."""
BLOCKED = {2022: "no list offers a report", 2023: "the portal has not been visited"}
RECEIVED = {"hrss-330100": 40, "hrss-330200": 20, "hrss-330400": 20, "hrss-370100": 7, "hrss-371500": 11}
"""Applications of 2023; those of Liaocheng are in doubt."""
DOUBTFUL = "hrss-371500"
FINDINGS = 60
DOCUMENTS = 35

Rows = Iterable[Mapping[str, Any]]


def small_release(home: Path) -> None:
    folder = Home(home).release(1)
    folder.mkdir(parents=True)
    Home(home).current.symlink_to("1")
    facts = {
        "release": 1,
        "built_at": "2024-03-01T00:00:00Z",
        "is_practice": False,
        "warnings": {"a_report_adds_up_in_itself": 3, "a_check_of_tomorrow": 1},
        "row_counts": {"finding": FINDINGS},
    }
    (folder / "release.json").write_text(json.dumps(facts), encoding="utf-8")
    with duckdb.connect(str(folder / RELEASE_FILE)) as connection:
        for table, columns in contracts().items():
            connection.execute(
                f"create table {table} ({', '.join(f'{name} {kind}' for name, kind in columns.items())})"
            )
        for table, rows in {**places(), **reports(), **judgements(), **dictionary()}.items():
            insert(connection, table, rows)


@cache
def contracts() -> dict[str, dict[str, str]]:
    """Each mart with the types of its columns."""
    models = [
        model
        for file in sorted((DBT / "models" / "marts").glob("*.yml"))
        for model in yaml.safe_load(file.read_text(encoding="utf-8"))["models"]
    ]
    return {model["name"]: {column["name"]: column["data_type"] for column in model["columns"]} for model in models}


def insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Rows) -> None:
    for row in rows:
        marks = ", ".join("?" * len(row))
        connection.execute(f"insert into {table} ({', '.join(row)}) values ({marks})", list(row.values()))  # noqa: S608


def places() -> dict[str, Rows]:
    regions = {"330000": ("浙江省", "Zhejiang"), "370000": ("山东省", "Shandong")}
    codes = {code.removeprefix("hrss-"): name for code, name in NAMES.items()}
    return {
        "dim_region": [
            *(
                {"region_code": code, "name_zh": zh, "name_en": en, "province_code": code}
                for code, (zh, en) in regions.items()
            ),
            *(
                {"region_code": code, "name_zh": name[:3], "province_code": f"{code[:2]}0000"}
                for code, name in codes.items()
            ),
        ],
        "dim_bureau": [
            {
                "bureau_code": code,
                "name_zh": name,
                "is_attributed": True,
                "level": "prefecture",
                "region_code": code.removeprefix("hrss-"),
                "region_name_zh": name[:3],
                "status": "active",
            }
            for code, name in NAMES.items()
        ],
    }


def reports() -> dict[str, Rows]:
    """Each bureau has one of 2023, but for the walled one; of 2022 one is late, one missing, one in doubt."""
    before = dict(zip(NAMES, ["late", "missing", "blocked", "quarantined", "published_on_time", "parsed"], strict=True))
    states = {(code, 2023): "blocked" if code == WALLED else "published_on_time" for code in NAMES}
    states |= {(code, 2022): state for code, state in before.items()}
    held = [key for key, state in states.items() if state in ("late", "published_on_time", "parsed")]
    return {
        "coverage": [
            {
                "bureau_code": code,
                "report_year": year,
                "state": state,
                "is_expected": True,
                "is_parsed": (code, year) in held,
                "due_on": date(year + 1, 1, 31),
                "published_on": date(year + 1, 2, 20) if state == "late" else None,
                "days_late": 20 if state == "late" else None,
                "looked_on": date(2024, 2, 1) if state == "missing" else None,
                "blocked_reason": BLOCKED[year] if state == "blocked" else None,
                "portal_state": "blocked" if code == WALLED else "read",
                "portal_label": "captcha" if code == WALLED else None,
            }
            for (code, year), state in states.items()
        ],
        "fct_report": [
            {"bureau_code": code, "report_year": year, "verdict": "verified", "is_invented": code == "hrss-330200"}
            for code, year in held
        ],
        "unpublished_document": [
            {
                "sha256": f"{number:064}",
                "reason_code": "uncertain" if number % 5 else "unreadable",
                "reason_zh": "读取结果未得证实。" if number % 5 else "文件无法读取。",
                "reason_en": "Nothing proves the reading." if number % 5 else "It could not be read.",
                "detail": "the file is empty" if number % 2 else HOSTILE,
                "bureau_code": "hrss-330100" if number % 2 else None,
                "title": f"文件{number}{HOSTILE}",
                "source_url": "javascript:alert(1)" if number % 2 else f"https://example.gov.cn/{number}",
                "first_observed_at": datetime(2024, 2, 1) + timedelta(days=number),
                "is_invented": False,
            }
            for number in range(DOCUMENTS)
        ],
    }


def judgements() -> dict[str, Rows]:
    """Findings of three kinds, values of one metric, and the places by it: 40 is first, 20 twice, 7 last, 11 has none."""
    kinds = [("claim_value", "high"), ("sum_applicant_total", "medium"), ("digits_last_digit", "hint")]
    spread = {"minimum": 7, "lower_quartile": 16.75, "median": 20, "upper_quartile": 25, "maximum": 40}
    below = {40: (1, 1, 100), 20: (2, 2, 33.3), 7: (4, 1, 0)}
    return {
        "finding": [_finding(rank, *kinds[rank % 3]) for rank in range(1, FINDINGS + 1)],
        "yoy_metric": [
            {
                "bureau_code": code,
                "report_year": 2023,
                "metric_code": "applications_received",
                "value": value,
                "value_basis": "figure",
                "is_doubtful": code == DOUBTFUL,
                "comparability": "base_missing",
            }
            for code, value in RECEIVED.items()
        ],
        "peer_benchmark": [
            {
                "bureau_code": code,
                "report_year": 2023,
                "metric_code": "applications_received",
                "peer_scope": scope,
                "peer_group_code": "prefecture" if scope == "nation" else f"prefecture-{code[5:7]}0000",
                "bureau_count": 4 if scope == "nation" else 3 if code[5:7] == "33" else 1,
                "member_count": 6 if scope == "nation" else 4 if code[5:7] == "33" else 2,
                "missing_count": 1 if scope == "nation" or code[5:7] == "33" else 0,
                "doubtful_count": 1 if scope == "nation" or code[5:7] == "37" else 0,
                "value": value,
                "is_doubtful": code == DOUBTFUL,
                **(spread if scope == "nation" else {}),
                **(
                    dict(zip(("place", "tie_count", "percentile"), below.get(value, (None,) * 3), strict=True))
                    if scope == "nation"
                    else {}
                ),
            }
            for code, value in RECEIVED.items()
            for scope in ("nation", "province")
        ],
    }


def _finding(rank: int, kind: str, severity: str) -> dict[str, Any]:
    code = list(NAMES)[rank % len(NAMES)]
    cell = {
        "section_code": "applications",
        "line_code": "granted",
        "column_code": "total",
        "check_code": "applicant_total",
    }
    return {
        "finding_id": f"{rank:016x}",
        "finding_rank": rank,
        "finding_kind": kind,
        "severity": severity,
        "bureau_code": code,
        "report_year": None if severity == "hint" else 2022 + rank % 2,
        "is_invented": rank % 4 == 0,
        "wording_zh": f"第{rank}句{HOSTILE}",
        "wording_en": f"Sentence {rank}. {HOSTILE}",
        "first_value": 1000 + rank,
        "second_value": 2000 + rank,
        "sha256": None if severity == "hint" else f"{rank:064}",
        **({"metric_code": "applications_received", "claim_number": 7} if kind == "claim_value" else {}),
        **(cell if kind == "sum_applicant_total" else {}),
    }


def dictionary() -> dict[str, Rows]:
    known = contracts()["dim_metric"]
    with (DBT / "seeds" / "metrics.csv").open(encoding="utf-8", newline="") as lines:
        metrics = [{**row, "form_editions": row["editions"]} for row in csv.DictReader(lines)]
    cell = {"section_code": "applications", "line_code": "granted"}
    return {
        "dim_metric": [{name: value or None for name, value in row.items() if name in known} for row in metrics],
        "dim_form_line": [
            {
                **cell,
                "name_zh": "予以公开",
                "name_en": "Granted",
                "is_in_2019": True,
                "is_in_2021": True,
                "line_position": 1,
            }
        ],
        "dim_form_column": [
            {
                "section_code": "applications",
                "form_edition": "2021",
                "column_code": "total",
                "name_zh": "总计",
                "name_en": "Total",
                "column_position": 7,
            }
        ],
        "dim_form_crosswalk": [
            {**cell, "form_edition": "2019", "column_code": "total", "relation": "same", "is_comparable": True}
        ],
        "dim_release": [
            {
                "release_number": 1,
                "built_at": datetime(2024, 3, 1),
                "is_practice": False,
                "is_this_release": True,
                "report_count": 9,
                "figure_count": 1800,
                "inputs_digest": "d" * 64,
            }
        ],
    }
