"""A trace in words, and the file that shows the place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from flows.errors import NightError
from flows.explain.page_image import can_draw, page_image
from flows.explain.trace import Evidence, Explanation, Trail
from parsing.model import Place


def lines(explanation: Explanation) -> Iterator[str]:
    """From the number down to the bytes, one step a line."""
    number = explanation.number
    yield f"{explanation.what}  {_shown(number.get('value'))}"
    if "metric_code" in number and "comparability" in number:
        yield f"  {number['name_zh']}  {number['name_en']}  [{number['unit']}]"
        if number.get("formula"):
            yield f"  = {number['formula']}"
        yield (
            f"  year before {_shown(number['prior_value'])} ({number['prior_basis'] or 'unknown'}),"
            f" change {_shown(number['change_pct'])} %, stated {_shown(number['stated_change_pct'])} %,"
            f" {number['comparability']}"
        )
    for trail in explanation.trails:
        yield from _trail(trail)


def _trail(trail: Trail) -> Iterator[str]:
    report = trail.report
    yield ""
    yield f"report {report['report_year']}  {report['name_zh']}  {report['verdict']}"
    yield f"  {report['title']}"
    for item in trail.evidence:
        yield from _evidence(item)
    yield f"  address   {report['source_url']}"
    if report["found_on_url"]:
        yield f"  found on  {report['found_on_url']}"
    for capture in trail.captures:
        yield f"  captured  {capture['captured_at']}  status {_shown(capture['status'])}  {capture['url']}"
    yield f"  bytes     {trail.object_file}  ({trail.size} bytes, {report['media_type']}, hash checked)"


def _evidence(item: Evidence) -> Iterator[str]:
    place = ", ".join(f"{name} {number}" for name, number in item.place.items()) or "no place"
    facts = "  ".join(part for part in (item.state, item.proof) if part)
    again = "read again: the same" if item.is_read_again else "READ AGAIN: NOT FOUND"
    yield f"  {item.what}  printed “{item.raw_text or ''}” = {_shown(item.value)}  {facts}"
    yield f"    at {place}  ({again})"
    if item.sentence:
        yield f"    “{item.sentence}”"


def save_page(explanation: Explanation, target: Path) -> str:
    """Write what shows the first number: a picture of its page where that can be drawn, else the document itself.

    Returns what was written, in words; raises ``NightError`` where it cannot be.
    """
    trail = explanation.trails[0]
    file, media_type = Path(trail.object_file), trail.report["media_type"]
    item = trail.evidence[0] if trail.evidence else None
    if target.suffix.lower() == ".png" and can_draw(media_type):
        place = Place(page=item.place.get("page") if item else None, box=item.box if item else None)
        data, what = page_image(file, media_type, place), f"page {place.page or 1}"
    else:
        data, what = file.read_bytes(), "the document"
    try:
        target.write_bytes(data)
    except OSError as error:
        raise NightError(f"{target} cannot be written: {error.strerror}") from error
    return f"{what} is in {target}"


def _shown(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:.15g}" if isinstance(value, float) else str(value)
