"""Reads one title of a list: is it an annual report on disclosure, of which year, of whom?

The words are data (``title_rules.csv``). A refused title always says why; the year is the *report* year that
the title prints, never guessed from a publishing date. Whether the printed agency is the wanted one is the
caller's question (`same_agency`): a title without a name may be anybody's.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from parsing.text import LOST, squeeze

NOT_A_REPORT = "the title names no annual report on disclosure"
CUT_SHORT = "the title is cut short"

_DIGITS = {
    **{str(digit): str(digit) for digit in range(10)},
    **dict(zip("〇○零Oo一二三四五六七八九", "00000123456789", strict=True)),
}
_YEAR_DIGIT = "[0-9〇○零一二三四五六七八九]"
_YEAR = re.compile(
    rf"(?<!{_YEAR_DIGIT})((?:20|[二2][〇○零0Oo])(?:{_YEAR_DIGIT}{{2}}|[Oo][一二三四五六七八九]))(?!{_YEAR_DIGIT})"
)
"""A letter O stands for the round zero of Chinese numerals."""
_YEAR_WORD = re.compile(r"^(?:年度?|度)")
_NOTICE = re.compile(r"[函发办字文][〔\[(【]$")
"""What stands before the year in the number of a notice (国办公开办函〔2021〕30号): not the year of a report."""
_DATE = re.compile(r"^年?(?!1(?:月(?:1日)?)?[至到—–~-]12月)[-./]?\d{1,2}(?:月|[-./])")
"""A month behind a year makes it a date, unless it is the first of all twelve (2023年1月至12月)."""
TOPIC = re.compile(r"(?:政府)?(?:信息|政务)(?:与政务|和政务|及政务)?公开")
_PARENTHESES = re.compile(r"[(\[【〔《<]([^()\[\]【】〔〕《》<>]*)[)\]】〕》>]")
_CUT = re.compile(r"(?:…|\.{2,}|。{2,})$")
_TRIM = " \t·•-—–_|,,。::;;、的"


@dataclass(frozen=True, slots=True)
class Title:
    """What a title says; ``reason`` is why it is refused and ``None`` if it is an annual report."""

    is_annual_report: bool
    report_year: int | None
    agency_name: str | None
    """As printed (NFKC, without spaces), ``None`` if it names nobody but the publisher itself, or a sign of it is lost."""
    reason: str | None
    is_part_year: bool = False
    """True if it is a report on less than a year: its figures are no year's figures."""
    is_cut_short: bool = False
    """True if the end is missing and what is left refuses nothing: the page itself has to be asked."""


@lru_cache(maxsize=4096)
def read_title(title: str) -> Title:
    """Read one title; a title is refused by its words alone, whoever printed it. A page mostly says what its list says."""
    text = squeeze(title)
    is_cut = bool(_CUT.search(unicodedata.normalize("NFC", title).strip()) or _CUT.search(text))
    text = _CUT.sub("", text)
    year, start, end = _report_year(text)
    agency = _agency(text, start, end)
    for rule in ("part_year", "refused"):
        for pattern, meaning in _rules(rule):
            if pattern.search(text):
                return Title(False, year, agency, meaning, is_part_year=rule == "part_year")
    if any(pattern.search(text) for pattern, _ in _rules("report")):
        return Title(True, year, agency, None)
    if is_cut:
        return Title(False, year, agency, CUT_SHORT, is_cut_short=True)
    return Title(False, year, agency, NOT_A_REPORT)


def same_agency(printed: str | None, names: Iterable[str]) -> bool:
    """Whether ``printed`` may stand for one of ``names``.

    Nobody's name may be anybody's. A name may be printed without its city or with its province before it, and
    in every short form of ``title_rules.csv``. Another district's bureau is another agency.
    """
    if printed is None:
        return True
    key = _agency_key(printed)
    return any(key.endswith(known) or (known.endswith(key) and _names_bureau(key)) for known in map(_agency_key, names))


def _report_year(text: str) -> tuple[int | None, int, int]:
    """Year, and the span it takes in ``text``; of several years the one nearest before the topic counts."""
    found = [
        match
        for match in _YEAR.finditer(text)
        if not _DATE.match(text[match.end() :]) and not _NOTICE.search(text[: match.start()])
    ]
    topic = TOPIC.search(text)
    before = [match for match in found if topic is None or match.start() < topic.end()]
    chosen = (before or found)[-1:]
    if not chosen:
        return None, 0, 0
    match = chosen[0]
    word = _YEAR_WORD.match(text[match.end() :])
    year = int("".join(_DIGITS[digit] for digit in match.group(1)))
    return year, match.start(), match.end() + (word.end() if word else 0)


def _agency(text: str, year_start: int, year_end: int) -> str | None:
    """The name before the year, between year and topic, or in parentheses at the end."""
    topic = TOPIC.search(text)
    topic_start = topic.start() if topic else len(text)
    pieces = [text[:year_start] if year_end else text[:topic_start]]
    if year_end and year_end <= topic_start:
        pieces.append(text[year_end:topic_start])
    if topic:
        behind = re.findall(r"(?:\(|—|--)([^()—]+)\)?$", text[topic.end() :])
        pieces.extend(piece for piece in behind if not _YEAR.search(piece))
    for piece in pieces:
        name = _without_noise(piece)
        if name:
            return name
    return None


def _without_noise(piece: str) -> str:
    for pattern, _ in _rules("noise"):
        piece = pattern.sub("", piece)
    piece = _PARENTHESES.sub("", piece)
    piece = piece.strip(_TRIM + "()[]【】〔〕《》<>\"'“”")
    piece = TOPIC.split(piece)[0].strip(_TRIM)
    own = any(pattern.fullmatch(piece) for pattern, _ in _rules("own"))
    return piece if len(piece) > 1 and not own and LOST not in piece else ""


def words(rule: str) -> str:
    """The pattern of a rule that has one row."""
    ((pattern, _),) = _rules(rule)
    return pattern.pattern


def name_forms() -> str:
    """A pattern of the forms of a bureau's name that mean the same."""
    return words("bureau")


def _agency_key(name: str) -> str:
    name = _PARENTHESES.sub("", squeeze(name))
    ((forms, _),) = _rules("bureau")
    return forms.sub(forms.pattern.split("|")[0], name)


def _names_bureau(key: str) -> bool:
    ((forms, _),) = _rules("bureau")
    return bool(forms.search(key))


@cache
def _rules(rule: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    with files("parsing.prose").joinpath("title_rules.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    return tuple((re.compile(row["pattern"]), row["meaning"]) for row in rows if row["rule"] == rule)
