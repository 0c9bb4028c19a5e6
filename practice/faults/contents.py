"""Faults of the content: pages that are not what their address says, lists without end, words in another charset."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from practice.faults import reports, site
from practice.faults.site import Row
from practice.faults.transport import Situation
from practice.faults.wire import Answer

META = re.compile(r'<meta charset="utf-8">')


def page(situation: Situation, answer: Answer, name: str, code: int = 200) -> Answer:
    """Another page instead, ``pages/<name>.html``."""
    return site.page(name, code)


def empty(situation: Situation, answer: Answer) -> Answer:
    return replace(answer, body=b"")


def shows(situation: Situation, answer: Answer, place: str) -> Answer:
    """What another place shows."""
    return situation.site.answer(place)


def edit(situation: Situation, answer: Answer, kind: str) -> Answer:
    """The report, edited after publication: ``layout``, ``counter``, ``prose`` or ``numbers``."""
    return situation.site.answer(situation.place, edit=kind)


def ignores_conditions(situation: Situation, answer: Answer) -> Answer:
    return replace(answer, honours_conditions=False)


def needs_referer(situation: Situation, answer: Answer) -> Answer:
    """The file only for those who come from the host's own page, the page of an error for others."""
    if situation.request.headers.get("referer", "").startswith(situation.site.base_url):
        return answer
    return site.page("error")


def encode(
    situation: Situation, answer: Answer, charset: str, header: str = "", meta: str = "", has_bom: bool = False
) -> Answer:
    """The page in ``charset``, whatever ``header`` and ``meta`` say of it; left out, they say nothing."""
    text = META.sub(f'<meta charset="{meta}">' if meta else "", answer.body.decode())
    kind = f"text/html; charset={header}" if header else "text/html"
    body = (BOM_UTF8 if has_bom else b"") + text.encode(charset)
    return replace(answer, body=body, headers={**answer.headers, "Content-Type": kind})


def text(situation: Situation, answer: Answer, body: str, media_type: str = "text/plain", padding: int = 0) -> Answer:
    """A plain text, as of robots.txt or a sitemap; ``padding`` bytes of comment lines follow."""
    filled = body.format(base=situation.site.base_url, **_addresses(situation))
    line = "# " + "-" * 77 + "\n"
    return Answer(200, (filled + line * (padding // len(line))).encode(), {"Content-Type": media_type})


def rewrite(situation: Situation, answer: Answer, pattern: str, to: str) -> Answer:
    """The page with every match of ``pattern`` replaced."""
    return replace(answer, body=re.sub(pattern, to, answer.body.decode()).encode())


def no_rows(situation: Situation, answer: Answer) -> Answer:
    return situation.site.listing(())


def without(situation: Situation, answer: Answer, place: str) -> Answer:
    """The list, one row of it gone."""
    return situation.site.listing([row for row in situation.site.rows() if row.place != place])


def neighbour(situation: Situation, answer: Answer, year: int) -> Answer:
    """The report of another agency."""
    return situation.site.article(reports.texts()["neighbour"], year)


def frame(situation: Situation, answer: Answer, place: str) -> Answer:
    """The list is only framed, from another address of the host."""
    names = {"agency": situation.site.agency, "column": reports.texts()["column_name"]}
    return site.page("frame", url=situation.site.places[place], **names)


def endless_same(situation: Situation, answer: Answer) -> Answer:
    """Every page links a next one, and all have the same rows."""
    return situation.site.listing(situation.site.rows(), _following(situation))


def endless_new(situation: Situation, answer: Answer) -> Answer:
    """Every page links a next one, with a row that nobody has seen before: another agency's report."""
    number = _number(situation.place)
    if number == 1:
        return situation.site.listing(situation.site.rows(), _following(situation))
    title = reports.title(reports.texts()["neighbour"], 2023)
    row = Row("", title, f"{situation.site.column}n{number}.html", date(2020, 1, 1) + timedelta(days=number))
    return situation.site.listing([row], _following(situation))


def _number(place: str) -> int:
    return int(place.removeprefix("list").strip() or 1)


def _following(situation: Situation) -> str:
    return f"{situation.site.column}index_{_number(situation.place) + 1}.html"


def _addresses(situation: Situation) -> dict[str, str]:
    """Places as the texts of cases name them: ``article 2022`` is ``{article_2022}``."""
    return {place.replace(" ", "_"): path for place, path in situation.site.places.items()}


FAULTS: dict[str, Any] = {
    fault.__name__: fault
    for fault in (
        *(page, empty, shows, neighbour, edit, ignores_conditions, needs_referer, encode, text, rewrite),
        *(no_rows, without, frame, endless_same, endless_new),
    )
}
