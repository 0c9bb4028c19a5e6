"""The charts of the pages: rows of the release in, a `Drawing` out. A page shows it, and its address gives it as a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dashboard.charts.stacked import Bar, Part, stacked
from dashboard.charts.stacked import height as stacked_height
from dashboard.charts.svg import Drawing
from dashboard.charts.tiles import HEIGHT as TILES_HEIGHT
from dashboard.charts.tiles import Tile, grid, tiles
from dashboard.charts.trend import HEIGHT as TREND_HEIGHT
from dashboard.charts.trend import Mark, Point, trend
from dashboard.errors import PageError
from dashboard.format import number, rounded
from dashboard.releases import Row
from dashboard.series import series
from dashboard.visit import Visit

STATES = ("verified", "prose_only", "source_inconsistent", "quarantined", "missing", "blocked", "other")
"""What became of an expected report, as the overview's bars tell it."""
OUTCOMES = ("granted", "partly_granted", "refused", "unavailable", "declined", "other_handling")
"""Table three's six kinds of outcome, in the form's order; ``applications_OUTCOME`` are the metrics."""


def reports_by_year(visit: Visit) -> Drawing:
    """Expected reports of each year by what became of them."""
    parts = [Part(visit.say(f"report_{state}"), f"state-{state}") for state in STATES]
    bars = [Bar(row["report_year"], [row[state] for state in STATES]) for row in visit.rows("reports_by_year")]
    return Drawing(
        "reports_by_year",
        visit.say("chart_reports_by_year"),
        visit.say(
            "chart_reports_by_year_says", count=number(sum(value or 0 for bar in bars for value in bar.values or ()))
        ),
        stacked_height(parts),
        stacked(parts, bars, visit.say("none_expected")),
    )


def provinces(visit: Visit) -> Drawing:
    """Share of expected reports that are held, by province, over all years."""
    rows = {row["province_code"][:2]: row for row in visit.rows("coverage_by_province")}
    found = {
        province: _tile(
            visit, province, place.short_zh if visit.language == "zh" else place.short_en, rows.get(province)
        )
        for province, place in grid().items()
    }
    return Drawing(
        "provinces",
        visit.say("chart_provinces"),
        visit.say("chart_provinces_says", count=len(rows)),
        TILES_HEIGHT,
        tiles(found, "0\u00a0%", "100\u00a0%"),
    )


def _tile(visit: Visit, province: str, short: str, row: Row | None) -> Tile:
    if row is None:
        return Tile(short, None, "", f"{short}: {visit.say('no_bureau_registered')}")
    share = row["held"] / row["expected"] if row["expected"] else None
    shown = "–" if share is None else f"{rounded(100 * share)}\u00a0%"
    title = visit.say(
        "tile_says", name=visit.named(row), held=row["held"], expected=row["expected"], bureaus=row["bureaus"]
    )
    return Tile(short, share, shown, title, visit.href("/coverage", province=row["province_code"]))


def openness(visit: Visit) -> Drawing:
    """How open the middle bureau is, year by year."""
    rows = visit.rows("openness_by_year")
    points = [Point(row["report_year"], _float(row["median_rate"])) for row in rows]
    values = ", ".join(f"{row['report_year']}: {rounded(row['median_rate'])} (n = {row['bureaus']})" for row in rows)
    return Drawing(
        "openness",
        visit.say("chart_openness"),
        visit.say("chart_openness_says", values=values),
        TREND_HEIGHT,
        trend(points, rounded, visit.say("no_value")),
    )


def bureau_trend(visit: Visit) -> Drawing:
    """One metric of one bureau over the years."""
    return metric_trend(visit, visit.query.get("bureau_code", ""), visit.query.get("metric", ""))


def metric_trend(visit: Visit, bureau_code: str, metric_code: str, most: float | None = None) -> Drawing:
    """``most`` is the top of the scale if several are to be compared."""
    metric = visit.row("metric", metric_code=metric_code)
    if metric is None:
        raise PageError("no_such_choice", value=metric_code[:60])
    rows = series(visit, bureau_code, metric_code)
    places = 1 if metric["is_rate"] else 6
    points = [Point(year, _float(row["value"]) if row else None, _mark(row)) for year, row in rows]
    values = ", ".join(f"{year}: {rounded(row['value'] if row else None, places)}" for year, row in rows)
    return Drawing(
        "bureau_trend",
        f"{visit.named(metric)} ({visit.say('unit_' + metric['unit'])})",
        visit.say("chart_trend_says", values=values),
        TREND_HEIGHT,
        trend(points, lambda value: rounded(value, places), visit.say("no_value"), most),
        {"bureau_code": bureau_code, "metric": metric_code},
        _whose(visit, bureau_code),
        _legend(visit, [point.value is None for point in points], [point.mark for point in points]),
    )


def _whose(visit: Visit, bureau_code: str) -> str:
    bureau = visit.row("bureau", bureau_code=bureau_code)
    return f"{visit.named(bureau)} ({bureau_code})" if bureau else bureau_code


def _legend(visit: Visit, gaps: Sequence[bool], marks: Sequence[str]) -> str:
    """What the marks mean that a drawing has."""
    has = {"legend_hatched": "doubtful" in marks, "legend_hollow": "stated" in marks, "legend_gap": any(gaps)}
    return " · ".join(visit.say(key) for key, is_there in has.items() if is_there)


def _mark(row: Row | None) -> Mark:
    if row is None:
        return ""
    if row["is_doubtful"]:
        return "doubtful"
    return "stated" if row["value_basis"] == "claim" else ""


def bureau_outcomes(visit: Visit) -> Drawing:
    """What became of one bureau's applications, year by year."""
    return outcomes(visit, visit.query.get("bureau_code", ""))


def outcomes(visit: Visit, bureau_code: str) -> Drawing:
    """Only what the form prints: prose that names one outcome says nothing of the others."""
    found = [series(visit, bureau_code, f"applications_{outcome}") for outcome in OUTCOMES]
    parts = [Part(visit.say(f"outcome_{outcome}"), f"outcome-{outcome}") for outcome in OUTCOMES]
    bars = [_outcome_bar(year, [dict(rows)[year] for rows in found]) for year, _ in found[0]]
    return Drawing(
        "bureau_outcomes",
        visit.say("chart_outcomes"),
        visit.say("chart_outcomes_says"),
        stacked_height(parts),
        stacked(parts, bars, visit.say("no_value")),
        {"bureau_code": bureau_code},
        _whose(visit, bureau_code),
        _legend(visit, [bar.values is None for bar in bars], ["doubtful" if bar.is_doubtful else "" for bar in bars]),
    )


def _outcome_bar(year: int, rows: Sequence[Row | None]) -> Bar:
    printed = [row if row and row["value_basis"] == "figure" else None for row in rows]
    values = [_float(row["value"]) if row else None for row in printed]
    is_doubtful = any(row["is_doubtful"] for row in printed if row)
    return Bar(year, None if all(value is None for value in values) else values, is_doubtful)


def _float(value: object) -> float | None:
    return None if value is None else float(str(value))


DRAWINGS: dict[str, Callable[[Visit], Drawing]] = {
    "reports_by_year": reports_by_year,
    "provinces": provinces,
    "openness": openness,
    "bureau_trend": bureau_trend,
    "bureau_outcomes": bureau_outcomes,
}
