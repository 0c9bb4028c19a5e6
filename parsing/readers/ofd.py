"""OFD documents (GB/T 33190-2016) to blocks: positioned text and ruled lines of each page, in millimetres.

Slanted text is a watermark and left out. Nothing is drawn, no font is opened. What a page shows is its own content and that
of the template pages it names, below it or above it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from itertools import islice, pairwise
from typing import NamedTuple

from parsing.blocks import Block, Content, ReadError
from parsing.limits import MAX_CHARACTERS, MAX_PAGES
from parsing.readers.printed_page import PageBlocks, Rule, lines_as_drawn, lines_as_seen
from parsing.readers.safe_xml import Element, attribute, child, children, integer, local, parse_xml
from parsing.readers.small_marks import Character
from parsing.text import mend_surrogates
from parsing.zip_file import Zip

_ROOT = "OFD.xml"
_LOCKED = "Encryptions.xml"
_STRAIGHT_MM = 0.3
_SHORTEST_RULE_MM = 1.0
_USUAL_SIZE_MM = 4.0
_COMMAND = re.compile(r"([MSLQBAC])([^A-Z]*)")
_POINTS = {"Q": 2, "B": 3}
"""Points after each path command if it takes more than one; the last is where it ends. An arc (A) is no rule."""
_LARGEST = 1e6
_MOST_TEMPLATES = 20
"""Templates of one page that are looked at; the standard knows three layers."""


class _Matrix(NamedTuple):
    """Object coordinates to page coordinates."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def apply(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    @property
    def is_upright(self) -> bool:
        return abs(self.b) < 0.02 * abs(self.a) and abs(self.c) < 0.02 * abs(self.d) and self.a > 0 and self.d > 0


def read_ofd(package: Zip) -> Content:
    """Blocks of an OFD document; raises ``ReadError`` if it is damaged, locked or absurdly long."""
    page_blocks = PageBlocks()
    blocks: list[Block] = []
    for page in _pages(package):
        blocks += page_blocks.read(page.characters, page.rules(), page.number, 1.0)
    return Content(tuple(blocks))


def read_ofd_text(package: Zip) -> Content:
    """One paragraph for each line in drawing order, rules and columns forgotten: for tables without rules, and as a
    second opinion. Raises ``ReadError`` as ``read_ofd`` does.

    A page that is put together from several contents has no drawing order that tells which number stands beside which
    label. Its lines go from top to bottom.
    """
    blocks: list[Block] = []
    for page in _pages(package):
        lines = lines_as_drawn if len(page.contents) == 1 else lines_as_seen
        blocks += lines(page.characters, page.number)
    return Content(tuple(blocks))


class _Page(NamedTuple):
    """A page's contents in the order in which they are drawn; most pages have their own alone."""

    number: int
    contents: tuple[Element, ...]
    characters: list[Character]

    def rules(self) -> list[Rule]:
        return [rule for content in self.contents for rule in _rules(content)]


def _pages(package: Zip) -> Iterator[_Page]:
    """Each page with its characters in drawing order."""
    if any(posixpath.basename(name) == _LOCKED for name in package.names):
        raise ReadError("the OFD document is locked by a password")
    length = number = 0
    for number, contents in enumerate(islice(_page_contents(package), MAX_PAGES + 1), start=1):
        found = (character for content in contents for character in _characters(content))
        characters = list(islice(found, MAX_CHARACTERS + 1))
        length += len(characters)
        if number > MAX_PAGES:
            raise ReadError(f"the OFD document has more than the {MAX_PAGES} pages that are read")
        if length > MAX_CHARACTERS:
            raise ReadError(f"the OFD document has more than {MAX_CHARACTERS} characters")
        yield _Page(number, contents, characters)
    if not number:
        raise ReadError("the OFD document has no pages")


def _part(package: Zip, name: str) -> Element:
    return parse_xml(package.read(_stored(package, name)), f"{name} in the OFD document")


def _stored(package: Zip, name: str) -> str:
    """The name under which a part is stored: programs that know no case write one and name the other (Tpls, tpls)."""
    if name in package.names:
        return name
    alike = [other for other in package.names if other.lower() == name.lower()]
    if len(alike) != 1:
        raise ReadError(f"the OFD document lacks its part {name}")
    return alike[0]


def _page_contents(package: Zip) -> Iterator[tuple[Element, ...]]:
    """For each page in order its contents in drawing order; addresses are relative to the part that names them, or absolute."""
    for body in children(_part(package, _ROOT), "DocBody"):
        name = _join("", _text(child(body, "DocRoot")))
        folder, document = posixpath.dirname(name), _part(package, name)
        templates = {
            attribute(template, "ID"): template for template in _children(child(document, "CommonData"), "TemplatePage")
        }
        for page in _children(child(document, "Pages"), "Page"):
            own = _part(package, _join(folder, attribute(page, "BaseLoc")))
            below, above = _named_templates(own, templates)
            parts = [
                [_part(package, _join(folder, attribute(one, "BaseLoc"))) for one in group] for group in (below, above)
            ]
            yield (*parts[0], own, *parts[1])


def _named_templates(page: Element, templates: Mapping[str | None, Element]) -> tuple[list[Element], list[Element]]:
    """The templates below and above a page; what the page says of their order goes before what they say of themselves."""
    below: list[Element] = []
    above: list[Element] = []
    for use in islice(_children(page, "Template"), _MOST_TEMPLATES):
        template = templates.get(attribute(use, "TemplateID"))
        if template is not None:
            order = attribute(use, "ZOrder") or attribute(template, "ZOrder")
            (above if order == "Foreground" else below).append(template)
    return below, above


def _children(element: Element | None, name: str) -> Iterator[Element]:
    return children(element, name) if element is not None else iter(())


def _join(folder: str, text: str | None) -> str:
    return posixpath.normpath(posixpath.join(folder, (text or "").strip())).lstrip("/")


def _text(element: Element | None) -> str:
    return (element.text or "") if element is not None else ""


def _numbers(text: str | None) -> list[float]:
    try:
        found = [float(number) for number in (text or "").split()]
    except ValueError as error:
        raise ReadError("a position in the OFD document is no number") from error
    if not all(abs(number) < _LARGEST for number in found):
        raise ReadError("a position in the OFD document lies outside any page")
    return found


def _matrix(item: Element) -> _Matrix:
    left, top, *_ = [*_numbers(attribute(item, "Boundary")), 0.0, 0.0]
    a, b, c, d, e, f, *_ = [*_numbers(attribute(item, "CTM")), *([0.0] * 6)] if attribute(item, "CTM") else _UNCHANGED
    return _Matrix(a, b, c, d, e + left, f + top)


_UNCHANGED = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]


def _characters(page: Element) -> Iterator[Character]:
    for item in page.iter():
        if local(item) != "TextObject" or not _is_seen(item):
            continue
        matrix = _matrix(item)
        if matrix.is_upright:
            size = (_numbers(attribute(item, "Size")) or [_USUAL_SIZE_MM])[0] or _USUAL_SIZE_MM
            for code in children(item, "TextCode"):
                yield from _code_characters(code, matrix, size)


def _is_seen(item: Element) -> bool:
    """Whether an object is drawn, and in any colour."""
    is_clear = "0" in (attribute(item, "Alpha"), attribute(child(item, "FillColor"), "Alpha"))
    return attribute(item, "Visible") != "false" and not is_clear


def _code_characters(code: Element, matrix: _Matrix, size: float) -> Iterator[Character]:
    text = mend_surrogates(code.text or "")
    x, y = ((_numbers(attribute(code, name)) or [0.0])[0] for name in ("X", "Y"))
    steps_right = _steps(attribute(code, "DeltaX"), len(text))
    steps_down = _steps(attribute(code, "DeltaY"), len(text))
    for index, sign in enumerate(text):
        at = matrix.apply(x, y)
        character = Character(sign, *at, abs(size * matrix.d))
        yield character
        # Text without steps is set one character after the other.
        ahead = 0.0 if steps_down else (character.end - character.x) / (matrix.a or 1.0)
        x += steps_right[index] if index < len(steps_right) else ahead
        y += steps_down[index] if index < len(steps_down) else 0.0


def _steps(text: str | None, wanted: int) -> list[float]:
    """Distances between characters; ``g 5 3.2`` is 3.2 five times."""
    words = (text or "").split()
    steps: list[float] = []
    at = 0
    while at < len(words) and len(steps) < wanted:
        if words[at] == "g" and at + 2 < len(words):
            steps += _numbers(words[at + 2]) * min(max(integer(words[at + 1], 0), 0), wanted)
            at += 3
        else:
            steps += _numbers(words[at])
            at += 1
    return steps


def _rules(page: Element) -> Iterator[Rule]:
    for item in page.iter():
        if local(item) != "PathObject":
            continue
        matrix = _matrix(item)
        for start, end in _segments(_text(child(item, "AbbreviatedData"))):
            x0, y0 = matrix.apply(*start)
            x1, y1 = matrix.apply(*end)
            across, down = abs(x1 - x0), abs(y1 - y0)
            if min(across, down) <= _STRAIGHT_MM and max(across, down) >= _SHORTEST_RULE_MM:
                yield Rule(x0, y0, x1, y1)


Point = tuple[float, float]


def _segments(path: str) -> Iterator[tuple[Point, Point]]:
    """Straight strokes of a path; curves only move the pen."""
    stroke: list[Point] = []
    for command, operands in _COMMAND.findall(path):
        if command == "C":
            stroke += stroke[:1]
            continue
        found = _numbers(operands)
        step = 2 * _POINTS.get(command, 1)
        ends = [(found[at - 2], found[at - 1]) for at in range(step, len(found) + 1, step)]
        if command == "L":
            stroke += ends
        else:
            yield from pairwise(stroke)
            stroke = ends[-1:]
    yield from pairwise(stroke)
