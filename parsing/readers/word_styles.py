"""Where the properties and styles of Word put a run: on the line, raised beside it, struck out, or where nobody sees it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

from parsing.readers.runs import ON_THE_LINE, STRUCK, SUBSCRIPT, SUPERSCRIPT, UNSEEN, shifted
from parsing.readers.safe_xml import Element, attribute, child, children, integer, is_on, local
from parsing.readers.word_numbering import style_numbers

_POSITIONS = {"superscript": SUPERSCRIPT, "subscript": SUBSCRIPT}
_MOST_BASES = 20
"""Styles based on one another that are looked at."""
_WHITE, _UNSEEN_SIZE = "FFFFFF", 4
"""A colour and half-points that are not seen on paper."""
_NO_PROPERTIES: Mapping[str, Element] = {}


class Styles:
    """What the styles of a document say; they are read if the document names one, for programs write hundreds."""

    def __init__(self, root: Callable[[], Element | None]) -> None:
        self._read = root

    @cached_property
    def _root(self) -> Element | None:
        return self._read()

    @cached_property
    def numbers(self) -> Mapping[str, tuple[str | None, int]]:
        """List and level of paragraph styles, by their id."""
        return style_numbers(self._root) if self._root is not None else {}

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """Where character styles put a run, by their id: that of a note reference raises it, as does one based on it."""
        found = children(self._root, "style") if self._root is not None else ()
        styles = {attribute(style, "styleId") or "": style for style in found}
        return {name: self._position(style, styles) for name, style in styles.items()}

    def _position(self, style: Element, styles: Mapping[str, Element]) -> int:
        for _ in range(_MOST_BASES):
            own = position_of(by_name(child(style, "rPr")))
            base = styles.get(attribute(child(style, "basedOn"), "val") or "")
            if own or base is None:
                return own
            style = base
        return ON_THE_LINE


def by_name(properties: Element | None) -> Mapping[str, Element]:
    return {local(item): item for item in properties} if properties is not None else _NO_PROPERTIES


def position_of(properties: Mapping[str, Element]) -> int:
    if is_on(properties.get("strike")) or is_on(properties.get("dstrike")):
        return STRUCK
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
