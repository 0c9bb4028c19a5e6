"""What stands raised, lowered or struck out on a page, by tag or style. It is rewritten in the tree, so it is no digit of a number.

Only short text is a mark. What is shifted by a length counts only beside other text: a cell whose whole text is shifted
is one that somebody has centred.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from lxml import etree

from parsing.readers.html_styles import declarations
from parsing.readers.safe_xml import Element, text_of
from parsing.text import lowered, raised, struck

_TRIGGERS = (b"<sup", b"<sub", b"<rt", b"text-raise", b"relative", b"translate", b"msofootnote", b"msoendnote")
"""What a page has in its source, in small letters, if it shifts anything; or an alignment by word or length."""
_STRIKING = (b"<s>", b"<s ", b"<strike", b"<del", b"line-through")
"""The same if it strikes anything out."""
_ALIGNED = re.compile(rb"vertical-align\s*:\s*(?:su|-?[\d.])")
_LOOKED_AT = ("sup", "sub", "rt", "span", "font", "a", "small", "b", "i", "em", "strong")
_TAGS = {"sup": raised, "sub": lowered, "rt": raised}
_STRUCK_TAGS = frozenset({"s", "strike", "del"})
_NOTE_CLASSES = frozenset({"msofootnotereference", "msoendnotereference"})
"""Word's own; the style sheet that raises them may be left out."""
_LENGTH = re.compile(r"([+-]?[\d.]+)\s*(px|pt|em|ex|rem|%)")
_TRANSLATED = re.compile(r"translate(?:y\(|\([^,()]*,)\s*([^,()]*)\)")
_LEAST = {"px": 3.0, "pt": 2.0, "em": 0.2, "ex": 0.4, "rem": 0.2, "%": 20.0}
"""Shifts from which on text stands beside the line and not in it; editors centre digits by a point or so."""
_BOX = ("td", "table", "p", "div", "li")

Setter = Callable[[str], str]


def set_apart(root: Element, source: bytes) -> None:
    """Rewrites every mark below ``root``, whose markup, in small letters, is ``source``."""
    if any(word in source for word in _STRIKING):
        _strike_out(root)
    if not any(word in source for word in _TRIGGERS) and not (b"vertical-align" in source and _ALIGNED.search(source)):
        return
    for element in list(root.iter(*_LOOKED_AT)):
        setter = _setter(element)
        if setter is not None and element.find(".//td") is None:
            text = text_of(element)
            for child in list(element):
                element.remove(child)
            element.text = setter(text)


def _strike_out(root: Element) -> None:
    """Strokes through the digits of all that is struck out: a word, a whole cell or row, a page's table."""
    done: set[Element] = set()
    for element in root.iter(etree.Element):
        if element not in done and (element.tag in _STRUCK_TAGS or _is_struck(element.get("style") or "")):
            for whole in _struck_by(element):
                done.update(whole.iter())
                _strike(whole)


def _struck_by(element: Element) -> Iterator[Element]:
    """An element that strikes out, or the paragraphs around which it was written: parsing ends a word before them."""
    yield element
    if element.tag in _STRUCK_TAGS and not len(element) and not element.text:
        yield from element.itersiblings("p", "div")


def _strike(whole: Element) -> None:
    for inner in whole.iter():
        if isinstance(inner.tag, str):
            inner.text = struck(inner.text or "")
        if inner is not whole:
            inner.tail = struck(inner.tail or "")


@lru_cache(maxsize=1024)
def _is_struck(style: str) -> bool:
    says = declarations(style)
    return any("line-through" in says.get(name, "") for name in ("text-decoration", "text-decoration-line"))


def _setter(element: Element) -> Setter | None:
    if element.tag in _TAGS:
        return _TAGS[element.tag]
    if _NOTE_CLASSES.intersection((element.get("class") or "").lower().split()):
        return raised
    style = element.get("style")
    if style is None:
        return None
    setter, is_by_length = _setter_of_style(style)
    return setter if setter is None or not is_by_length or has_neighbour(element) else None


@lru_cache(maxsize=1024)
def _setter_of_style(style: str) -> tuple[Setter | None, bool]:
    """What a style does to a text, and whether it says so by a length."""
    says = declarations(style)
    by_word = {"super": raised, "sub": lowered}.get(says.get("vertical-align", ""))
    if by_word is not None:
        return by_word, False
    shifts = (_shift(length, sign) for length, sign in _lengths(says))
    return next((setter for setter in shifts if setter is not None), None), True


def _lengths(says: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """Lengths by which a text is shifted, with 1 for those that count upwards and -1 for those that count downwards."""
    for name in ("vertical-align", "text-raise", "mso-text-raise"):
        yield says.get(name, ""), 1
    if says.get("position") == "relative":
        yield says.get("top", ""), -1
        yield says.get("bottom", ""), 1
    moved = _TRANSLATED.search(says.get("transform", ""))
    if moved is not None:
        yield moved[1], -1


def _shift(length: str, sign: int) -> Setter | None:
    found = _LENGTH.fullmatch(length)
    if found is None:
        return None
    try:
        up = sign * float(found[1])
    except ValueError:
        return None
    least = _LEAST[found[2]]
    return raised if up >= least else lowered if up <= -least else None


def has_neighbour(element: Element) -> bool:
    """Whether other text stands on the line of an element, as far as the elements around it hold nothing else."""
    around: Element | None = element
    while around is not None and around.tag not in _BOX:
        before, after, parent = around.getprevious(), around.getnext(), around.getparent()
        beside = [around.tail, parent.text if parent is not None else None]
        beside += [text for other in (before, after) if other is not None for text in (other.text, other.tail)]
        if any(text and text.strip() for text in beside):
            return True
        around = parent
    return False
