"""Where the properties and styles of Word put a run: on the line, raised beside it, or where nobody sees it; and what strikes
it out or hides it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from parsing.readers.runs import ON_THE_LINE, SUBSCRIPT, SUPERSCRIPT, UNSEEN, shifted
from parsing.readers.safe_xml import Element, attribute, child, children, integer, is_on, local
from parsing.readers.word_numbering import style_numbers

HIDDEN = "vanish"
_POSITIONS = {"superscript": SUPERSCRIPT, "subscript": SUBSCRIPT}
_SWITCHES = ("strike", "dstrike", HIDDEN)
_NOTHING: frozenset[str] = frozenset()
_MOST_BASES = 20
"""Styles based on one another that are looked at."""
_WHITE, _UNSEEN_SIZE = "FFFFFF", 4
"""A colour and half-points that are not seen on paper."""
_NO_PROPERTIES: Mapping[str, Element] = {}


def may_switch(source: bytes) -> bool:
    """Whether the markup of styles strikes out or hides anything; UTF-16, which has empty bytes, is not looked into."""
    return b"strike" in source or b"vanish" in source or b"\0" in source[:4]


class Styles:
    """What the styles of a document say; they are read if the document names one, for programs write hundreds."""

    def __init__(self, root: Callable[[], Element | None], may_switch: Callable[[], bool] = lambda: True) -> None:
        self._read = root
        self._may_switch = may_switch

    @cached_property
    def _root(self) -> Element | None:
        return self._read()

    @cached_property
    def numbers(self) -> Mapping[str, tuple[str | None, int]]:
        """List and level of paragraph styles, by their id."""
        return style_numbers(self._root) if self._root is not None else {}

    @cached_property
    def _styles(self) -> Mapping[str, Element]:
        found = children(self._root, "style") if self._root is not None else ()
        return {attribute(style, "styleId") or "": style for style in found}

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """Where character styles put a run, by their id: that of a note reference raises it, as does one based on it."""
        return {name: self._position(style) for name, style in self._styles.items()}

    def switched_on(self, *names: str | None) -> frozenset[str]:
        """What styles of a table, a paragraph and a run switch on together: strokes, and hiding text.

        A switch of one style turns that of another off again (ECMA-376 part 1, 17.7.3).
        """
        found = _NOTHING
        for name in names:
            if name is not None:
                found ^= self._switches.get(name, _NOTHING)
        return found

    @cached_property
    def _switches(self) -> Mapping[str, frozenset[str]]:
        if not self._may_switch():
            return {}
        return {name: on for name, style in self._styles.items() if (on := self._on(style))}

    def _on(self, style: Element) -> frozenset[str]:
        says: dict[str, bool] = {}
        for own in self._lineage(style):
            says = {name: is_on(own[name]) for name in _SWITCHES if name in own} | says
        return frozenset(name for name, on in says.items() if on)

    def _position(self, style: Element) -> int:
        return next(filter(None, map(position_of, self._lineage(style))), ON_THE_LINE)

    def _lineage(self, style: Element | None) -> Iterator[Mapping[str, Element]]:
        """The run properties of a style, then those of the styles that it is based on."""
        for _ in range(_MOST_BASES):
            if style is None:
                return
            yield by_name(child(style, "rPr"))
            style = self._styles.get(attribute(child(style, "basedOn"), "val") or "")


def by_name(properties: Element | None) -> Mapping[str, Element]:
    return {local(item): item for item in properties} if properties is not None else _NO_PROPERTIES


def with_own(switches: frozenset[str], properties: Mapping[str, Element]) -> frozenset[str]:
    """What is switched on for a run whose own properties count before those of its styles."""
    own = [name for name in _SWITCHES if name in properties]
    return switches.difference(own).union(name for name in own if is_on(properties[name])) if own else switches


def position_of(properties: Mapping[str, Element]) -> int:
    size = properties.get("sz")
    if _is_white(properties) or (
        size is not None and integer(attribute(size, "val"), _UNSEEN_SIZE + 1) <= _UNSEEN_SIZE
    ):
        return UNSEEN
    named = _POSITIONS.get(attribute(properties.get("vertAlign"), "val") or "", ON_THE_LINE)
    return named or shifted(integer(attribute(properties.get("position"), "val"), 0))


def _is_white(properties: Mapping[str, Element]) -> bool:
    """Whether a run is written in white, with no ground of its own behind it."""
    color = properties.get("color")
    if color is None or "shd" in properties or "highlight" in properties:
        return False
    return (attribute(color, "val") or "").upper() == _WHITE
