"""What stands raised or lowered on a page, by tag, style or class. It is rewritten in the tree, so no mark is taken for a digit.

Only short text is a mark. What is shifted by a length counts only beside other text: a cell whose whole text is shifted
is one that somebody has centred.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from parsing.readers.safe_xml import Element, text_of
from parsing.text import lowered, raised

_TRIGGERS = (b"<sup", b"<sub", b"text-raise", b"relative", b"msofootnote", b"msoendnote")
"""What a page has in its source, in small letters, if it shifts anything at all; or a vertical alignment by word or length."""
_ALIGNED = re.compile(r"vertical-align\s*:\s*(?:su|-?[\d.])")
_SHIFTED = ("sup", "sub", "span", "font", "a", "small", "b", "i", "em", "strong")
_TAGS = {"sup": raised, "sub": lowered}
_NOTE_CLASSES = ("msofootnotereference", "msoendnotereference")
"""Word's own; the style sheet that raises them may be left out."""
_RULE = re.compile(r"([^{}]{1,200})\{([^{}]{1,2000})\}")
_CLASS = re.compile(r"\.([\w-]+)")
_WORDS = re.compile(r"vertical-align\s*:\s*(super|sub)\b", re.IGNORECASE)
_LENGTH = re.compile(
    r"(?:vertical-align|text-raise)\s*:\s*(?P<up>-?[\d.]+)\s*(?P<unit>px|pt|em|ex|rem|%)"
    r"|position\s*:\s*relative\s*;(?:[^{}]*;)?\s*top\s*:\s*(?P<down>-?[\d.]+)\s*(?P<unit_down>px|pt|em|ex|rem|%)",
    re.IGNORECASE,
)
_LEAST = {"px": 3.0, "pt": 2.0, "em": 0.2, "ex": 0.4, "rem": 0.2, "%": 20.0}
"""Shifts from which on text stands beside the line and not in it; editors centre digits by a point or so."""
_BOX = ("td", "table", "p", "div", "li")

Setter = Callable[[str], str]


def set_apart(root: Element, source: str) -> None:
    """Rewrites every mark below ``root``, whose markup is ``source``."""
    # The letters of ASCII alone are made small: those of a whole page of Han characters would take as long as parsing it.
    small = source.encode("utf-8", "replace").lower()
    if not any(word in small for word in _TRIGGERS) and not (
        b"vertical-align" in small and _ALIGNED.search(source.lower())
    ):
        return
    classes = {**dict.fromkeys(_NOTE_CLASSES, raised), **dict(_shifting_classes(root))}
    for element in list(root.iter(*_SHIFTED)):
        setter = _setter(element, classes)
        if setter is not None and element.find(".//td") is None:
            text = text_of(element)
            for child in list(element):
                element.remove(child)
            element.text = setter(text)


def _setter(element: Element, classes: Mapping[str, Setter]) -> Setter | None:
    if element.tag in _TAGS:
        return _TAGS[element.tag]
    named = [classes[name] for name in (element.get("class") or "").lower().split() if name in classes]
    if named:
        return named[0]
    style = element.get("style")
    if style is None:
        return None
    return _by_word(style) or (_by_length(style) if _has_neighbour(element) else None)


def _shifting_classes(root: Element) -> Iterator[tuple[str, Setter]]:
    for sheet in root.iter("style"):
        for selectors, declarations in _RULE.findall(sheet.text or ""):
            setter = _by_word(declarations)
            if setter is not None:
                yield from ((name.lower(), setter) for name in _CLASS.findall(selectors))


def _by_word(style: str) -> Setter | None:
    found = _WORDS.search(style)
    return None if found is None else raised if found[1].lower() == "super" else lowered


def _by_length(style: str) -> Setter | None:
    found = _LENGTH.search(style)
    if found is None:
        return None
    try:
        up = float(found["up"]) if found["up"] else -float(found["down"])
    except ValueError:
        return None
    least = _LEAST[(found["unit"] or found["unit_down"]).lower()]
    return raised if up >= least else lowered if up <= -least else None


def _has_neighbour(element: Element) -> bool:
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
