"""What was asked about: the row of the mart that holds the number, and the cells and claims that it is made of.

applications_received         a metric of `dim_metric` (`yoy_metric`, `peer_benchmark`), with the year before
applications/granted/total    a cell of the form (`fct_figure`)
claim:9                       a number stated in the prose (`fct_claim`, `claim_check`)
check:balance/balance/total   a sum of the form (`fct_check`): code, line, column
carry_over                    what the year carries over to the next (`carry_over_check`)
finding:9f2c01…               a finding (`finding`)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from lookup.errors import QuestionError
from lookup.explain.sums import sums_of
from warehouse.metrics import read_metrics

Row = dict[str, Any]

FORMS = "a metric code, section/line/column, claim:N, check:CODE/LINE/COLUMN, carry_over or finding:ID"

_REPORT = "select * from fct_report where bureau_code = ? and report_year = ?"
_FIGURES = "select * from fct_figure where bureau_code = ? and report_year = ?"
_CLAIMS = "select * from fct_claim where bureau_code = ? and report_year = ?"
_METRIC = """
    select yoy_metric.*, dim_metric.* exclude (metric_code, numerator, denominator)
    from yoy_metric join dim_metric using (metric_code)
    where bureau_code = ? and report_year = ? and metric_code = ?
"""
_OF_CHANGE = "claim_kind in (select claim_kind from dim_claim_kind where is_of_change)"
_CLAIM = """
    select fct_claim.*, result, computed_value
    from fct_claim left join claim_check using (bureau_code, report_year, claim_number)
    where bureau_code = ? and report_year = ? and claim_number = ?
"""
_OF_SUM = """
    select fct_claim.*
    from claim_sum join fct_claim using (bureau_code, report_year, sentence)
    where bureau_code = ? and report_year = ? and claim_sum_number = ?
"""
_CHECK = """
    select * from fct_check
    where bureau_code = ? and report_year = ? and check_code = ? and line_code = ? and column_code = ?
"""
_EDITED = """
    select * from fct_revision
    where bureau_code = ? and report_year = ? and version_number = ?
        and section_code = ? and line_code = ? and column_code = ?
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """``number`` is the mart's row; ``wanted`` are rows of `fct_figure` and `fct_claim` (or alike: the cell of an older
    version), and ``reports`` the bureaus and years that it is about even if no single number is."""

    number: Row
    wanted: tuple[Row, ...]
    reports: tuple[tuple[str, int], ...] = ()


class Release:
    """Rows of an open release by name."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def rows(self, query: str, *parameters: object) -> list[Row]:
        result = self._connection.execute(query, parameters)
        names = [column[0] for column in result.description or []]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def one(self, query: str, *parameters: object) -> Row | None:
        return next(iter(self.rows(query, *parameters)), None)

    def report(self, bureau_code: str, report_year: int) -> Row | None:
        return self.one(_REPORT, bureau_code, report_year)


def resolve(release: Release, bureau_code: str, report_year: int, what: str) -> Asked:
    """Find ``what`` of one report; raises ``QuestionError`` if the release does not have it, or nobody can ask so."""
    for pattern, answer in _QUESTIONS:
        if found := pattern.fullmatch(what):
            return answer(release, bureau_code, report_year, *found.groups())
    raise QuestionError(f"{what} is none of what can be explained: {FORMS}")


def _metric(release: Release, bureau_code: str, report_year: int, metric_code: str) -> Asked:
    row = release.one(_METRIC, bureau_code, report_year, metric_code)
    if row is None:
        known = release.one("select 1 from dim_metric where metric_code = ?", metric_code)
        of_year = f"no {metric_code} of {bureau_code} for {report_year}"
        raise QuestionError(of_year if known else f"no metric is called {metric_code} (see dim_metric)")
    wanted = _made_of(release, bureau_code, report_year, metric_code)
    if row["prior_basis"] == "report":
        wanted += _made_of(release, bureau_code, report_year - 1, metric_code)
    stated = f"{_CLAIMS} and metric_code = ? and {_OF_CHANGE}"
    wanted += release.rows(stated, bureau_code, report_year, metric_code)
    return Asked(row, _once(wanted))


def _cell(release: Release, bureau_code: str, report_year: int, *key: str) -> Asked:
    found = _cells(release, bureau_code, report_year, ["/".join(key)])
    if not found:
        raise QuestionError(f"the report of {report_year} has no cell {'/'.join(key)}")
    return Asked(found[0], tuple(found))


def _claim(release: Release, bureau_code: str, report_year: int, number: str) -> Asked:
    row = release.one(_CLAIM, bureau_code, report_year, int(number))
    if row is None:
        raise QuestionError(f"the report of {report_year} has no claim {number}")
    return Asked(row, (row,))


def _check(release: Release, bureau_code: str, report_year: int, *key: str) -> Asked:
    row = release.one(_CHECK, bureau_code, report_year, *key)
    report = release.report(bureau_code, report_year)
    if row is None or report is None:
        raise QuestionError(f"the report of {report_year} has no check {'/'.join(key)}")
    identity = sums_of(*_editions(report))[key[0], key[1], key[2]]
    cells = ["/".join(cell) for cell in (*identity.left, *identity.right)]
    return Asked(row, tuple(_cells(release, bureau_code, report_year, cells)))


def _carry_over(release: Release, bureau_code: str, report_year: int) -> Asked:
    row = release.one(
        "select * from carry_over_check where bureau_code = ? and report_year = ?", bureau_code, report_year
    )
    if row is None:
        raise QuestionError(f"{bureau_code} has no year after {report_year} to carry over to")
    out = release.rows(f"{_FIGURES} and line_code = 'carried_out' order by column_code", bureau_code, report_year)
    into = release.rows(f"{_FIGURES} and line_code = 'carried_in' order by column_code", bureau_code, report_year + 1)
    compared = {item["column_code"] for item in out} & {item["column_code"] for item in into}
    return Asked(row, tuple(item for item in (*out, *into) if item["column_code"] in compared))


def _finding(release: Release, bureau_code: str, report_year: int, finding_id: str) -> Asked:
    row = release.one("select * from finding where bureau_code = ? and finding_id = ?", bureau_code, finding_id)
    if row is None or row["report_year"] not in (report_year, None):
        raise QuestionError(f"{bureau_code} has no finding {finding_id} for {report_year}")
    other = (row["other_bureau_code"] or bureau_code, row["other_report_year"])
    reports = [(bureau_code, report_year), *([other] if other[1] else [])]
    return Asked(row, _once(_evidence_of(release, row)), tuple(reports))


def _evidence_of(release: Release, finding: Row) -> list[Row]:
    """The printed numbers that a finding is about; none if it is about a whole table or text."""
    bureau_code, report_year = finding["bureau_code"], finding["report_year"]
    cell = (finding["section_code"], finding["line_code"], finding["column_code"])
    if finding["claim_number"]:
        claim = _claim(release, bureau_code, report_year, str(finding["claim_number"])).wanted
        years = [year for year in (report_year, finding["other_report_year"]) if year]
        return [*claim, *(r for y in years for r in _made_of(release, bureau_code, y, finding["metric_code"]))]
    if finding["claim_sum_number"]:
        return release.rows(_OF_SUM, bureau_code, report_year, finding["claim_sum_number"])
    if finding["check_code"]:
        line = finding["line_code"] or finding["check_code"]
        return list(_check(release, bureau_code, report_year, finding["check_code"], line, cell[2]).wanted)
    if finding["version_number"]:
        return _edited(release, bureau_code, report_year, finding["version_number"], *cell)
    if finding["finding_kind"].startswith("broken_carry_over"):
        return list(_carry_over(release, bureau_code, report_year).wanted)
    if finding["metric_code"]:
        return list(_metric(release, bureau_code, report_year, finding["metric_code"]).wanted)
    if all(cell):
        now = release.rows(f"{_FIGURES} and section_code = ? and line_code = ?", bureau_code, report_year, *cell[:2])
        return now + _cells(release, bureau_code, finding["other_report_year"], ["/".join(cell)])
    return []


def _edited(release: Release, bureau_code: str, report_year: int, version: int, *cell: str) -> list[Row]:
    """A cell before and after a bureau edited it, each in the document that printed it."""
    row = release.one(_EDITED, bureau_code, report_year, version, *cell) or {}
    if not row:
        return []
    before = {name: row.get(f"{name}_before") for name in ("value", "raw_text", "state", "sha256")}
    return [row, row | before]


def _cells(release: Release, bureau_code: str, report_year: int, cells: Sequence[str]) -> list[Row]:
    return release.rows(
        f"{_FIGURES} and section_code || '/' || line_code || '/' || column_code in (select unnest(?::varchar[]))",
        bureau_code,
        report_year,
        list(cells),
    )


def _made_of(release: Release, bureau_code: str, report_year: int, metric_code: str) -> list[Row]:
    """The cells that a metric's value of one year was added up from, else the claims that state it."""
    report = release.report(bureau_code, report_year)
    if report is None:
        return []
    cells = _cells(release, bureau_code, report_year, form_cells(metric_code, *_editions(report)))
    stated = f"{_CLAIMS} and metric_code = ? and not {_OF_CHANGE}"
    return cells or release.rows(stated, bureau_code, report_year, metric_code)


def _editions(report: Row) -> tuple[str, str]:
    return report["proactive_edition"], report["applications_edition"]


def form_cells(metric_code: str, proactive: str, others: str) -> tuple[str, ...]:
    """Cells ``section/line/column`` that a metric is made of; of a rate, those of both its sides.

    ``proactive`` is the edition of the report's table two, ``others`` that of its other tables.
    """
    metrics = {metric.metric_code: metric for metric in read_metrics()}
    metric = metrics[metric_code]
    parts = (*metric.numerator, *metric.denominator) or (metric_code,)
    of_table = {True: proactive, False: others}
    return tuple(
        dict.fromkeys(
            cell
            for code in parts
            for is_in_table_two, edition in of_table.items()
            for cell in metrics[code].cells.get(edition, ())
            if cell.startswith("proactive/") is is_in_table_two
        )
    )


def _once(rows: Iterable[Mapping[str, Any]]) -> tuple[Row, ...]:
    key = ("sha256", "claim_number", "section_code", "line_code", "column_code")
    return tuple({tuple(row.get(name) for name in key): dict(row) for row in rows}.values())


_QUESTIONS: tuple[tuple[re.Pattern[str], Callable[..., Asked]], ...] = (
    (re.compile(r"carry_over"), _carry_over),
    (re.compile(r"claim:(\d{1,6})"), _claim),
    (re.compile(r"check:(\w+)/(\w+)/(\w+)"), _check),
    (re.compile(r"finding:(\w+)"), _finding),
    (re.compile(r"(\w+)/(\w+)/(\w+)"), _cell),
    (re.compile(r"(\w+)"), _metric),
)
