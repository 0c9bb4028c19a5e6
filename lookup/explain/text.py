"""A trace in words, and the file that shows the place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from crawler.archive import Archive
from lookup.errors import QuestionError
from lookup.explain.asked import Row
from lookup.explain.page_image import has_pages, page_image
from lookup.explain.trace import Evidence, Explanation, Trail
from lookup.show import plain
from parsing.model import Place
from store.beijing import SAID, beijing


def lines(explanation: Explanation) -> Iterator[str]:
    """From the number down to the bytes, one step a line."""
    yield f"{explanation.what}  {_headline(explanation.number)}"
    yield from _details(explanation.number)
    for trail in explanation.trails:
        yield from _trail(trail)


def _headline(number: Row) -> str:
    if "wording_en" in number:
        return f"{number['wording_en']}  {number['wording_zh']}"
    if "check_code" in number:
        return f"{_shown(number['left_value'])} against {_shown(number['right_value'])}  {number['status']}"
    if "carried_out" in number:
        out, into = _shown(number["carried_out"]), _shown(number["carried_in"])
        return f"{out} carried out, {into} carried in the year after  {number['reason'] or number['state']}"
    return _shown(number["value"])


def _details(number: Row) -> Iterator[str]:
    if "caveat_en" in number:
        yield f"  mind: {number['caveat_en']}  {number['caveat_zh']}"
    if number.get("why"):
        yield f"  bound because of “{number['why']}”"
    if number.get("contains_metric_code"):
        yield f"  contains the number of {number['contains_metric_code']}"
    if "comparability" not in number:
        return
    yield f"  {number['name_zh']}  {number['name_en']}  [{number['unit']}]"
    if number["formula"]:
        yield f"  = {number['formula']}"
    if number["denominator"]:
        yield f"  = {_shown(number['numerator'])} of {_shown(number['denominator'])}"
    change = (
        f"change {_shown(number['change_points'])} points"
        if number["is_rate"]
        else f"change {_shown(number['change_pct'])} %, stated {_shown(number['stated_change_pct'])} %"
    )
    prior = f"{_shown(number['prior_value'])} ({number['prior_basis'] or 'unknown'})"
    yield f"  year before {prior}, {change}, {number['comparability']}"


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
        yield f"  captured  {beijing(capture['captured_at'])} {SAID}  status {_shown(capture['status'])}  {capture['url']}"
    yield f"  bytes     {trail.object_file}  ({trail.size} bytes, {trail.media_type}, hash checked)"


def _evidence(item: Evidence) -> Iterator[str]:
    place = ", ".join(f"{name} {number}" for name, number in item.place.items()) or "no place"
    facts = "  ".join(part for part in (item.state, item.proof) if part)
    again = "read again: the same" if item.is_read_again else "READ AGAIN: NOT FOUND THERE"
    yield f"  {item.what}  printed “{item.raw_text or ''}” = {_shown(item.value)}  {facts}".rstrip()
    yield f"    at {place}  ({again})"
    if item.sentence:
        yield f"    “{item.sentence}”"


def save_page(explanation: Explanation, home: Path, target: Path) -> str:
    """Write what shows the first number: with ``.png`` a picture of its page, the number framed, else the document itself.

    Returns what was written, in words; raises ``QuestionError`` if it cannot be.
    """
    trail = explanation.trails[0]
    is_picture = target.suffix.lower() == ".png"
    if is_picture and not has_pages(trail.media_type, trail.report.get("reader")):
        raise QuestionError(f"{trail.media_type} has no pages to draw: give a name that does not end in .png")
    with closing(Archive(home)) as archive:
        data, what = archive.get(trail.report["sha256"]), "the document"
    if is_picture:
        item = next(iter(trail.evidence), None)
        place = Place(page=item.place.get("page") if item else None, box=item.box if item else None)
        data, what = page_image(data, place), f"page {place.page or 1}"
    try:
        target.write_bytes(data)
    except OSError as error:
        raise QuestionError(f"{target} cannot be written: {error.strerror}") from error
    return f"{what} is in {target}"


def _shown(value: object) -> str:
    return "–" if value is None else plain(value)
