"""What a page does not show is taken out of its tree: by attribute, style, style sheet, or moved off the screen.

Portals also hide what a script shows again (the tabs of a report, a version for print). So

- a piece of a cell or of a line is hidden beside other text alone. In a cell of its own it is a doubt;
- a row or a cell is hidden beside at least as many that are seen;
- a larger part that holds headings of the form is hidden only if the page shows those headings elsewhere.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Literal, cast

from lxml import etree

from parsing.readers.html_raised import has_neighbour
from parsing.readers.html_styles import INLINE, declarations
from parsing.readers.safe_xml import Element, text_of
from parsing.text import han

Way = Literal["gone", "unseen"]
"""``gone`` takes no room (or shows an empty one); ``unseen`` is there, and cannot be seen."""

_MAY_HIDE = re.compile(
    rb"none|hidden|collapse|opacity|transparent|rect\(|inset\(|sr-only|font-size\s*:\s*[0.]|-9\d\d|-\d{4}|mso-hide"
)
"""What a page has in its source, in small letters, if it hides anything."""
_STYLED = etree.XPath("descendant::*[@style or @hidden]")
_FOR_SCREEN_READERS = etree.XPath("descendant::*[contains(@class, 'sr-only') or contains(@class, 'visually-hidden')]")
"""What Bootstrap's classes hide; the style sheet for them is seldom in the page."""
_NOTHING = re.compile(r"[0.]+(?:px|pt|r?em|%)?")
_FAR_AWAY = re.compile(r"-(?:9\d\d|\d{4,})(?:\.\d+)?(?:px|pt|r?em|%)?")
_CLIPPED = re.compile(r"rect\(\s*[01](?:px)?\b|inset\(\s*(?:50|100)%")
_HEADINGS = ("处理决定数量", "新收政府信息公开申请数量", "结果维持", "总体情况", "存在的主要问题")
"""What the three tables and the first and last parts of a report have in their headings, in both editions of the form."""
_MAX_HIDDEN, _MAX_PARTS = 5_000, 500
"""Hidden elements, and larger parts of them, that are looked at closely: a page has far fewer."""
_ROWS, _CELLS, _GRID = "tr", ("td", "th"), ("td", "th", "tr", "tbody", "thead", "tfoot", "table")


class _Grids(dict[Element, bool]):
    """Which tables are grids and lay out no other, filled as they come."""

    def __missing__(self, table: Element) -> bool:
        return self.setdefault(table, next(table.iterdescendants("table"), None) is None)


def leave_out_hidden(root: Element, source: bytes, by_sheet: Sequence[Element]) -> None:
    """Takes out what the page hides.

    ``source`` is its markup in small letters, ``by_sheet`` are the elements whose style a style sheet has written.
    """
    if not _MAY_HIDE.search(source):
        return
    sheet = set(by_sheet)
    has_classes = b"sr-only" in source or b"visually-hidden" in source
    hidden = list(islice(_hidden(root, has_classes=has_classes), _MAX_HIDDEN))
    grids = _Grids()
    beside: dict[Element | None, list[Element]] = defaultdict(list)
    parts: list[Element] = []
    for element, way in reversed(hidden):
        if element.tag in (_ROWS, *_CELLS):
            beside[element.getparent()].append(element)
        elif _is_piece(element, grids):
            _leave_out_piece(element, grids, is_sure=way == "gone" and element not in sheet)
        elif way == "gone" and element.tag != "body":
            parts.append(element)
    for parent, elements in beside.items():
        _leave_out_beside(parent, elements)
    _leave_out_parts(root, parts, sheet)


def _hidden(root: Element, *, has_classes: bool) -> Iterator[tuple[Element, Way]]:
    for element in cast("list[Element]", _STYLED(root)):
        style = element.get("style") or ""
        way = _way_of_style(style)
        if way == "unseen" and "font-size" in style and _sizes_its_parts(element):
            # Of no size are the spaces between such parts alone.
            way = None
        if element.get("hidden") is not None:
            way = "gone"
        if way is not None:
            yield element, way
    if has_classes:
        yield from ((element, "unseen") for element in cast("list[Element]", _FOR_SCREEN_READERS(root)))


@lru_cache(maxsize=1024)
def _way_of_style(style: str) -> Way | None:
    says = declarations(style)
    if (
        says.get("display") == "none"
        or says.get("visibility") in ("hidden", "collapse")
        or says.get("mso-hide") == "all"
    ):
        return "gone"
    is_nothing = any(_NOTHING.fullmatch(says.get(name, "")) for name in ("opacity", "font-size"))
    is_far_away = any(_FAR_AWAY.fullmatch(says.get(name, "")) for name in ("left", "top", "text-indent", "margin-left"))
    is_clipped = any(_CLIPPED.match(says.get(name, "")) for name in ("clip", "clip-path"))
    return "unseen" if is_nothing or is_far_away or is_clipped or says.get("color") == "transparent" else None


def _is_piece(element: Element, grids: _Grids) -> bool:
    """Whether an element stands in a line or in a cell of a grid, and holds no grid itself."""
    if element.tag in _GRID or any(True for _ in element.iterdescendants("table")):
        return False
    return element.tag in INLINE or _cell_around(element, grids) is not None


def _cell_around(element: Element, grids: _Grids) -> Element | None:
    """The cell of a grid that an element stands in; a cell that lays out a page is none."""
    cell = next(element.iterancestors(*_CELLS), None)
    table = next(element.iterancestors("table"), None)
    return cell if cell is not None and table is not None and grids[table] else None


def _leave_out_piece(element: Element, grids: _Grids, *, is_sure: bool) -> None:
    cell = _cell_around(element, grids)
    has_text_beside = _says_more(cell, element) if cell is not None else has_neighbour(element)
    text = text_of(element)
    if is_sure or has_text_beside:
        _take_out(element)
    elif cell is not None and any(sign.isdigit() for sign in text):
        # A number that a script may show, or never does: brackets keep it from being read as one.
        _empty(element)
        element.text = f"[{text.strip()}]"


def _says_more(around: Element, inside: Element) -> bool:
    own = len("".join(text_of(inside).split()))
    said = 0
    for text in around.itertext():
        said += len("".join(str(text).split()))
        if said > own:
            return True
    return False


def _leave_out_beside(parent: Element | None, elements: Sequence[Element]) -> None:
    """Rows of a table or cells of a row, if at least as many beside them are seen."""
    if parent is None or 2 * len(elements) > sum(child.tag in (_ROWS, *_CELLS) for child in parent):
        return
    for element in elements:
        says = declarations(element.get("style") or "")
        if element.tag in _CELLS and says.get("visibility") == "hidden" and says.get("display") != "none":
            _empty(element)
        else:
            _take_out(element)


def _leave_out_parts(root: Element, parts: Iterable[Element], by_sheet: set[Element]) -> None:
    """Parts without headings of the form if their own style hides them, parts with them if the page shows them elsewhere."""
    with_headings = []
    for at, part in enumerate(parts):
        headings = _headings(part) if at < _MAX_PARTS else set()
        if headings:
            with_headings.append((part, _take_out(part), headings))
        elif part not in by_sheet:
            _take_out(part)
    shown = _headings(root) if with_headings else set()
    for part, mark, headings in with_headings:
        parent = mark.getparent()
        if parent is not None and not headings <= shown:
            parent.replace(mark, part)


def _headings(element: Element) -> set[str]:
    text = han(text_of(element))
    return {heading for heading in _HEADINGS if heading in text}


def _take_out(element: Element) -> Element:
    """Puts a comment in the place of an element, and gives it."""
    mark = etree.Comment("hidden")
    mark.tail, element.tail = element.tail, None
    parent = element.getparent()
    if parent is not None:
        parent.replace(element, mark)
    return mark


def _empty(element: Element) -> None:
    for child in list(element):
        element.remove(child)
    element.text = None


def _sizes_its_parts(element: Element) -> bool:
    return any("font-size" in (part.get("style") or "").lower() for part in element.iterdescendants("*"))
