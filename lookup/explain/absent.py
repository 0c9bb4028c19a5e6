"""Why there is no report: an unknown bureau, a year outside of its calendar, or what is known of the year (`coverage`)."""

from __future__ import annotations

import duckdb

from lookup.explain.asked import Release, Row

_WORDS = {
    "missing": "its lists were read after the deadline and offer none",
    "blocked": "nobody can say whether there is one",
    "fetched": "a page was fetched, and read as no report",
    "quarantined": "a document was fetched, and its reading is not settled",
    "not_expected": "none is expected",
}
_YEARS = "select min(report_year) as first, max(report_year) as last from coverage where bureau_code = ?"


def absent(release: Release, bureau_code: str, report_year: int) -> str:
    """One sentence, with the state of the year and when it was looked for."""
    bureau = release.one("select name_zh from dim_bureau where bureau_code = ?", bureau_code)
    if bureau is None:
        return f'the release knows no bureau {bureau_code}; gongkai sql "from dim_bureau" lists them'
    who = f"{bureau_code} {bureau['name_zh'] or ''}".strip()
    try:
        row = release.one("select * from coverage where bureau_code = ? and report_year = ?", bureau_code, report_year)
        years = release.one(_YEARS, bureau_code)
    except duckdb.CatalogException:  # a release of an older program
        return f"the release has no report of {who} for {report_year}"
    if row is None:
        known = f": its calendar has {years['first']} to {years['last']}" if years and years["first"] else ""
        return f"the release has no report of {who} for {report_year}{known}"
    facts = "; ".join(filter(None, (_WORDS.get(row["state"]), *_when(row), row["blocked_reason"])))
    return f"the release has no report of {who} for {report_year}: {row['state']} ({facts})"


def _when(row: Row) -> list[str]:
    """Days of Beijing: due, looked for, seen, and how the portal is."""
    days = (("due on", "due_on"), ("looked for on", "looked_on"), ("first seen on", "first_observed_on"))
    found = [f"{words} {row[name]}" for words, name in days if row[name]]
    if row["portal_state"] and row["portal_since_on"]:
        found.append(f"portal {row['portal_state']} since {row['portal_since_on']}")
    return found
