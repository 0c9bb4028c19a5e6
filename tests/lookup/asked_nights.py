"""Made-up nights in which every question of docs/queries.md has something to find."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from parsing.model import CellKey, Claim, Document
from tests.warehouse.nights import LIAOCHENG, Run, bureau, claim, document
from warehouse.load import load

JINAN, QINGDAO, ZIBO, SILENT, WALLED = "hrss-370100", "hrss-370200", "hrss-370300", "hrss-330700", "hrss-330800"
NAMES = {
    "hrss-371500": LIAOCHENG,
    JINAN: "济南市人力资源和社会保障局",
    QINGDAO: "青岛市人力资源和社会保障局",
    ZIBO: "淄博市人力资源和社会保障局",
    SILENT: "金华市人力资源和社会保障局",
    WALLED: "衢州市人力资源和社会保障局",
}
ON_TIME = {2022: "2023-01-20", 2023: "2024-01-20"}


def applications(received: int, *, carried_out: int = 0, **outcomes: int) -> dict[CellKey, str]:
    """Table three in which all adds up: what has no outcome was not held, four applicants in five are people."""
    people = received * 4 // 5
    columns = {"total": received, "natural_person": people, "business_enterprise": received - people}
    cells = {("applications", "received_new", column): value for column, value in columns.items()}
    lines = {"processed_total": received, "carried_out": carried_out, **outcomes}
    lines["unavailable_not_held"] = received - sum(outcomes.values())
    cells |= {("applications", line, "total"): value for line, value in lines.items()}
    return {key: str(value) for key, value in cells.items()}


def report(
    bureau_code: str, year: int, cells: Mapping[CellKey, str], *claims: Claim, name: str = "", failing: bool = False
) -> Document:
    sums = [("applicant_total", "granted", "total")] if failing else []
    return document(name or f"{bureau_code} {year}", NAMES[bureau_code], year, cells, claims, sums)


def first_night() -> Run:
    registry = [bureau(code, name, first_expected_year=2022) for code, name in NAMES.items()]
    run = Run("20240301T180000Z-0001", bureaus=registry)
    appeals = {
        ("appeals", "review", "corrected"): "1",
        ("appeals", "review", "upheld"): "3",
        ("appeals", "review", "total"): "4",
    }
    stated = claim("applications_received", "change_pct", "-26.7")
    for found in (
        report("hrss-371500", 2022, applications(15, granted=9, carried_out=3)),
        report("hrss-371500", 2023, applications(11, granted=6), stated, failing=True),
        report(JINAN, 2022, applications(40, granted=20, refused_third_party=5) | appeals),
        report(JINAN, 2023, applications(20, granted=10, refused_third_party=4) | appeals, claim("applications_received", "count", "30")),
        report(QINGDAO, 2023, applications(30, granted=15, refused_state_secret=1)),
        report(ZIBO, 2023, applications(50, granted=5)),
    ):  # fmt: skip
        year = found.report.report_year or 0
        code = next(code for code, name in NAMES.items() if name == found.report.agency_name)
        published_on = "2024-02-25" if code == ZIBO else ON_TIME[year]
        run.sees(
            found, code, "2024-03-01T18:00:00Z", f"https://example.gov.cn/{code}/{year}", published_on=published_on
        )
    doubtful = document("doubtful", NAMES[WALLED], 2021, verdict="uncertain")
    run.sees(doubtful, None, "2024-03-01T18:00:00Z", "import:doubtful.pdf")
    return run


def second_night() -> Run:
    """Qingdao has edited a number."""
    run = Run("20240401T180000Z-0001")
    edited = report(QINGDAO, 2023, applications(31, granted=15, refused_state_secret=1), name="qingdao edited")
    url = f"https://example.gov.cn/{QINGDAO}/2023"
    run.sees(edited, QINGDAO, "2024-04-01T18:00:00Z", url, published_on=ON_TIME[2023])
    return run


def load_nights(home: Path) -> None:
    """Both nights, with how every portal was found."""
    for run, day in ((first_night(), "2024-03-01"), (second_night(), "2024-04-01")):
        for code in NAMES:
            walled = code == WALLED
            state, label = ("blocked", "captcha") if walled else ("quiet", None)
            run.finds(code, state, f"{day}T18:30:00Z", label, "the portal asks for a captcha" if walled else "")
        run.write(home)
        load(home, run.run_id)
