"""The prose of a report: paragraphs in, sentences with their section, sub-heading and place out.

A line of a PDF or a text dump is one ``Paragraph``; lines broken in mid-sentence are joined again, table lines are
left out. Nothing here reads a number.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from parsing.model import Paragraph, Place
from parsing.numerals import fold, measure_words
from parsing.text import HAN, without_raised

_ORDINAL = "一二三四五六七八九十"
_NUMBERINGS = {
    "chinese": re.compile(rf"(?:第?[{_ORDINAL}]{{1,3}}(?:[、.,:]|部分[、:]?)|[{_ORDINAL}](?=\s))"),
    "arabic": re.compile(r"\d{1,2}(?:[、:]|\.(?!\d))|[⒈-⒛①-⑳]"),
    "bracket": re.compile(rf"\((?:[{_ORDINAL}]{{1,3}}|\d{{1,2}})\)|[㈠-㈩⑴-⒇]"),
}
_NUMBERING = re.compile("|".join(f"(?P<{name}>{pattern.pattern})" for name, pattern in _NUMBERINGS.items()))
_SENTENCE = re.compile(r"[^。!?]*[。!?]+[)”’\"』」]*|[^。!?]+$")
_ENDS = ("。", "!", "?", "。”", "。)")
_PUNCTUATION = re.compile(r"[。!?;:,]")
_WORD_EXPORT_MARK = re.compile(r"\[bookmark:[^\]]*\]")
_NOTE_MARK = re.compile(
    rf"(?<=\d)[\[【]注?\d{{1,2}}[\]】](?!\d)|(?<=[^\s\d])[\[【]注?\d{{1,2}}[\]】](?=\d)|(?<=[{HAN}])\(注?\d{{1,2}}\)(?=\d)"
)
"""The mark of a note in brackets that touches a number (申请[1]20件): of the two numbers it is the one that counts nothing."""
_PAGE_NUMBER = re.compile(r"[-—–]*\d+[-—–]*|第\d+页(?:,?共\d+页)?|[\d ./—-]+")
_LONGEST_HEADING = 25
_LONGEST_RUN = 5_000
"""Characters after which lines are no longer joined, full stop or not."""
_WITH_THE_FORM = frozenset({"proactive", "applications", "appeals"})


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    """Folded to plain width; spaces only if two Latin words or two numbers would run together."""
    section: str
    """``preamble``, ``overview``, ``proactive``, ``applications``, ``appeals``, ``problems`` or ``other``."""
    heading: str
    """The numbered sub-heading above it, or the first words of its numbered paragraph; empty if there is none."""
    place: Place


@dataclass(frozen=True, slots=True)
class _Heading:
    section: str
    numbering: str
    is_official: bool
    rest: str


@dataclass(slots=True)
class _Run:
    """Lines being joined; ``starts`` has the offset at which each line begins."""

    text: str = ""
    starts: list[tuple[int, Place]] = field(default_factory=list)

    def add(self, line: str, place: Place) -> None:
        if self.text:
            self.text += _joint(self.text, line)
        self.starts.append((len(self.text), place))
        self.text += line

    def sentences(self) -> Iterator[tuple[str, Place]]:
        for match in _SENTENCE.finditer(self.text):
            begin = match.start() + len(match[0]) - len(match[0].lstrip())
            yield tidy(match[0]), [place for offset, place in self.starts if offset <= begin][-1]


def read_sentences(paragraphs: Sequence[Paragraph], has_form: bool) -> tuple[Sentence, ...]:
    """Every sentence of the prose, in reading order.

    ``has_form`` says that the document carries the official tables. Then the sections of the tables (二 to 四) give
    only what cannot be a line of a table (``_prose_among_tables``). And a numbered line that is no known heading is a table label. Without the form it opens a
    chapter of its own, which counts as overview.
    """
    pieces = ((piece, item.place) for item in paragraphs for piece in _pieces(item.text))
    lines = [(line, piece, place) for piece, place in pieces if (line := tidy(piece))]
    headings = [_candidate(line) for line, _, _ in lines]
    numbering = _section_numbering(headings)
    section, heading, run = "preamble", "", _Run()
    found: list[Sentence] = []

    def close() -> None:
        sentences = [(text, place) for text, place in run.sentences() if text]
        if section in _WITH_THE_FORM and has_form:
            sentences = _prose_among_tables(sentences)
        found.extend(Sentence(text, section, heading, place) for text, place in sentences)
        run.text, run.starts = "", []

    for (line, raw, place), heading_like in zip(lines, headings, strict=True):
        opened = heading_like if _opens_section(heading_like, numbering) else None
        if opened is None and not has_form and numbering and _is_chapter(line, numbering):
            opened = _Heading("overview", numbering, False, line if _states_something(line) else "")
        if opened is not None:
            close()
            section, heading = opened.section, line[:_LONGEST_HEADING]
            if opened.rest:
                run.add(opened.rest, place)
        elif _PAGE_NUMBER.fullmatch(line):
            continue
        elif _is_table_line(raw):
            close()
        elif _number_of(line) is not None:
            close()
            heading = _PUNCTUATION.split(line)[0][:_LONGEST_HEADING]
            if heading != line or len(line) >= _LONGEST_HEADING or _states_something(line):
                run.add(line, place)
        else:
            if run.text.endswith(_ENDS) or len(run.text) > _LONGEST_RUN:
                close()
            run.add(line, place)
    close()
    return tuple(found)


_BEGINS_PROSE = re.compile(r"20\d\d年|本年度|全年|我[局厅委办单]|本[局厅委机单]")
"""How a sentence begins and no label of the form does (本年新收… is one)."""


def _prose_among_tables(sentences: Sequence[tuple[str, Place]]) -> list[tuple[str, Place]]:
    """The sentences from the first that begins as prose does; each has its full stop, which no row of a table has."""
    first = next((at for at, (text, _) in enumerate(sentences) if _BEGINS_PROSE.match(text)), len(sentences))
    return [(text, place) for text, place in sentences[first:] if text.endswith(_ENDS)]


def tidy(text: str) -> str:
    """Plain width, one line, no space that Chinese does not need.

    Single digits, and groups of three, set apart by spaces are joined if a measure word follows (2 6 件, 1 326条); other numbers stay apart.
    """
    folded = " ".join(_WORD_EXPORT_MARK.sub("", fold(without_raised(text))).replace("\u200b", "").split())
    if " " in folded:
        joined = _spaced_digits().sub(lambda match: match[0].replace(" ", ""), folded)
        folded = re.sub(r"(?<![0-9A-Za-z]) | (?![0-9A-Za-z])", _keep_after_decimal_sign, joined)
    return _NOTE_MARK.sub("", folded)


def _keep_after_decimal_sign(match: re.Match[str]) -> str:
    """A space after ``8.`` may hide a decimal (8. 57) or end a label: it stays, so that nobody reads 57."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    is_inside_number = bool(re.search(r"\d[.,]$", before)) and after[:1].isdigit()
    return " " if is_inside_number else ""


@cache
def _spaced_digits() -> re.Pattern[str]:
    units = "|".join(re.escape(word) for word in measure_words())
    return re.compile(rf"(?<![\d.,])(?<!\d )(?:\d(?: \d)+|[1-9]\d{{0,2}}(?: \d{{3}})+)(?=[余多]? ?(?:{units}|%))")


@cache
def _labels() -> tuple[tuple[str, bool, re.Pattern[str]], ...]:
    rows = resources.files("parsing.form").joinpath("headings.csv").read_text(encoding="utf-8").splitlines()
    return tuple(
        (row["section"], row["is_official"] == "1", re.compile(row["pattern"])) for row in csv.DictReader(rows)
    )


@cache
def _any_label() -> re.Pattern[str]:
    """Most lines begin without any of the labels: this is seen at once."""
    return re.compile("|".join(pattern.pattern for _, _, pattern in _labels()))


def _pieces(text: str) -> list[str]:
    return [piece for piece in text.splitlines() if piece.strip()]


def _number_of(line: str) -> tuple[str, int] | None:
    """The numbering that opens a line and its length, or ``None``."""
    match = _NUMBERING.match(line)
    return (match.lastgroup, match.end()) if match is not None and match.lastgroup is not None else None


def _candidate(line: str) -> _Heading | None:
    numbered = _number_of(line)
    numbering, length = numbered if numbered is not None else ("", 0)
    label = line[length:]
    if _any_label().match(label) is None:
        return None
    for section, is_official, pattern in _labels():
        match = pattern.match(label)
        if match is None:
            continue
        rest = label[match.end() :]
        opens_text = bool(numbering) and re.match(r"[。:]|20\d\d年|本年", rest) is not None
        rest = rest.lstrip("。:")
        if not rest or opens_text:
            return _Heading(section, numbering, is_official, rest)
    return None


def _section_numbering(headings: Iterable[_Heading | None]) -> str | None:
    """The style in which this document numbers its parts: the outermost one that opens two different parts."""
    found = [heading for heading in headings if heading is not None]
    sections = {style: {item.section for item in found if item.numbering == style} for style in _NUMBERINGS}
    official = Counter(item.numbering for item in found if item.is_official)
    for style in _NUMBERINGS:
        if len(sections[style]) > 1 and (official[style] or not official):
            return style
    return None


def _opens_section(heading: _Heading | None, numbering: str | None) -> bool:
    if heading is None or (heading.numbering == "" and not heading.is_official):
        return False
    return numbering is None or heading.numbering in ("", numbering)


def _is_chapter(line: str, numbering: str) -> bool:
    numbered = _number_of(line)
    return (
        numbered is not None
        and numbered[0] == numbering
        and len(line) < _LONGEST_HEADING
        and _PUNCTUATION.search(line[numbered[1] :]) is None
    )


@cache
def _statement() -> re.Pattern[str]:
    units = "|".join(re.escape(word) for word in measure_words())
    return re.compile(rf"\d[余多]?(?:{units}|%)\)?$|(?:未|没有)(?:收到|接到|受理|发生|出现|收取)")


def _states_something(line: str) -> bool:
    """(二)收到申请3件, without a stop at its end: a heading by its form, and all the same the only place that says so."""
    return _statement().search(line) is not None


def _is_table_line(raw: str) -> bool:
    stripped = raw.strip()
    return "\t" in stripped or "|" in stripped


def _joint(before: str, after: str) -> str:
    needs_space = before[-1].isascii() and before[-1].isalnum() and after[0].isascii() and after[0].isalnum()
    return " " if needs_space else ""
