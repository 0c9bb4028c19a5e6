"""The charts of the comparison: a peer group with the chosen bureaus in it, and their lines over the years on one scale."""

from __future__ import annotations

from collections.abc import Callable

from dashboard import filters
from dashboard.charts.strip import Chosen, Spread, strip
from dashboard.charts.strip import height as strip_height
from dashboard.charts.svg import Drawing
from dashboard.drawings import metric_trend
from dashboard.format import number, rounded
from dashboard.releases import Row
from dashboard.series import series
from dashboard.visit import Visit


def peer_strip(visit: Visit) -> Drawing:
    """The group, metric, year and bureaus that the address asks for."""
    asked = filters.compare(visit)
    values = visit.rows("peer_values", **asked.group_values)
    group = visit.row("peer_group", **asked.group_values)
    rows = visit.rows("compared", **asked.bureau_values) if asked.bureaus else []
    show = shown(asked.metric["is_rate"])
    chosen = [_chosen(visit, row, show) for row in rows]
    caption = spread_says(visit, group, show)
    body = strip([(float(row["value"]), row["bureaus"]) for row in values], _spread(group), chosen, show, caption)
    title = f"{visit.named(asked.metric)} ({visit.say('unit_' + asked.metric['unit'])}), {asked.year}: "
    return Drawing(
        "peer_strip",
        title + group_name(visit, asked.group),
        visit.say("chart_strip_says", count=group["bureau_count"] if group else 0, spread=caption),
        strip_height(chosen),
        body,
        asked.query,
    )


def trends(visit: Visit) -> list[Drawing]:
    """One line a chosen bureau, all on the scale of the highest."""
    asked = filters.compare(visit)
    return [_trend(visit, asked, code) for code in asked.bureaus]


def compared_trend(visit: Visit) -> Drawing:
    """One of them, by its code."""
    asked = filters.compare(visit)
    code = visit.query.get("bureau_code", "")
    return _trend(visit, asked, code)


def _trend(visit: Visit, asked: filters.Comparison, code: str) -> Drawing:
    drawn = [series(visit, one, asked.metric["metric_code"]) for one in asked.bureaus]
    most = max((float(row["value"]) for rows in drawn for _, row in rows if row), default=None)
    drawing = metric_trend(visit, code, asked.metric["metric_code"], most)
    bureau = visit.row("bureau", bureau_code=code)
    return Drawing(
        "compared_trend",
        f"{short_name(visit, bureau or {})}: {drawing.title}",
        drawing.description,
        drawing.height,
        drawing.body,
        {**asked.query, "bureau_code": code},
        drawing.whose,
        drawing.note,
    )


def group_name(visit: Visit, code: str) -> str:
    """A peer group in words: ``county-330000`` is the counties of Zhejiang."""
    level, _, province = code.partition("-")
    if not level:
        return visit.say("no_group")
    words = visit.say(f"levels_{level}")
    if not province:
        return visit.say("group_nation", level=words)
    names = {row["province_code"]: visit.named(row) for row in visit.rows("provinces")}
    return visit.say("group_province", level=words, province=names.get(province, province))


def spread_says(visit: Visit, group: Row | None, show: Callable[[object], str]) -> str:
    if group is None or group["median"] is None:
        return visit.say("too_few_short")
    quartiles = {name: show(group[name]) for name in ("lower_quartile", "median", "upper_quartile")}
    return visit.say("spread_says", **quartiles)


def short_name(visit: Visit, bureau: Row) -> str:
    """The place that a bureau is of: its own name would fill the chart."""
    return visit.named(bureau, "region_name") or visit.named(bureau)


def shown(is_rate: bool) -> Callable[[object], str]:
    """Rates are computed, so they are rounded; counts stay as printed."""
    return (lambda value: rounded(value, 1)) if is_rate else number


def _spread(group: Row | None) -> Spread | None:
    if group is None or group["median"] is None:
        return None
    return Spread(float(group["lower_quartile"]), float(group["median"]), float(group["upper_quartile"]))


def _chosen(visit: Visit, row: Row, show: Callable[[object], str]) -> Chosen:
    name = short_name(visit, row)
    if row["value"] is None:
        return Chosen(name, None, visit.say("missing_" + row["missing_reason"]))
    doubt = "?" if row["is_doubtful"] else ""
    place = f" ({row['nation_place']}/{row['nation_count']})" if row["nation_place"] else ""
    return Chosen(name, float(row["value"]), f"{show(row['value'])}{doubt}{place}", row["is_doubtful"])


DRAWINGS: dict[str, Callable[[Visit], Drawing]] = {"peer_strip": peer_strip, "compared_trend": compared_trend}
