"""The numbers that Word writes before paragraphs by itself (``w:numPr``): 一、 （一） 1. and their like.

Source: ECMA-376 part 1, 17.9. A numbering format that is not known here gives no label.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from parsing.readers.safe_xml import Element, attribute, child, children, integer

_DIGITS = "零一二三四五六七八九"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_LEVELS = 9
Place = tuple[str | None, int]
"""List and level of a numbered paragraph."""
_LARGEST = 99
"""Beyond this no heading or form line is numbered."""


@dataclass(frozen=True, slots=True)
class Level:
    start: int
    number_format: str
    text: str
    """``%1`` stands for the number of level 1 and so on."""


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def _circled(number: int) -> str:
    return _CIRCLED[number - 1] if 1 <= number <= len(_CIRCLED) else ""


def _letter(number: int) -> str:
    return chr(ord("a") + number - 1) if 1 <= number <= 26 else ""


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalFullWidth": str,
    "decimalHalfWidth": str,
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
}


class Numbering:
    """Labels in document order; it counts, so each paragraph is to be asked for once."""

    def __init__(self, numbering: Element | None, styles: Callable[[], Mapping[str, Place]]) -> None:
        self._lists = _lists(numbering) if numbering is not None else {}
        self._styles = styles
        """What ``style_numbers`` gives; most documents name no style that anything depends on."""
        self._counts: dict[str, list[int | None]] = {}

    def label(self, properties: Element | None) -> str:
        """The label of a paragraph with these ``w:pPr``, empty if it has none."""
        if properties is None or not self._lists:
            return ""
        list_id, level = self._place(properties)
        levels = self._lists.get(list_id or "")
        if levels is None or level not in levels:
            return ""
        counts = self._counts.setdefault(list_id or "", [None] * _LEVELS)
        current = counts[level]
        counts[level] = levels[level].start if current is None else current + 1
        counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        return _printed(levels, level, counts)

    def _place(self, properties: Element) -> Place:
        own = child(properties, "numPr")
        style = attribute(child(properties, "pStyle"), "val")
        inherited = self._styles().get(style, (None, 0)) if style else (None, 0)
        list_id = attribute(child(own, "numId"), "val") or inherited[0]
        level = integer(attribute(child(own, "ilvl"), "val"), inherited[1])
        return list_id, level if 0 <= level < _LEVELS else 0


def _printed(levels: dict[int, Level], level: int, counts: list[int | None]) -> str:
    text = levels[level].text
    for index in range(_LEVELS):
        mark = f"%{index + 1}"
        if mark not in text:
            continue
        used = levels.get(index)
        write = _FORMATS.get(used.number_format) if used else None
        number = counts[index] if counts[index] is not None else (used.start if used else None)
        if write is None or number is None or not 0 <= number <= _LARGEST:
            return ""
        text = text.replace(mark, write(number))
    return text if levels[level].number_format in _FORMATS else ""


def _lists(numbering: Element) -> dict[str, dict[int, Level]]:
    abstract = {attribute(found, "abstractNumId"): found for found in children(numbering, "abstractNum")}
    lists = {}
    for number in children(numbering, "num"):
        base = abstract.get(attribute(child(number, "abstractNumId"), "val"))
        if base is None:
            continue
        levels = {integer(attribute(level, "ilvl"), -1): _level(level) for level in children(base, "lvl")}
        for override in children(number, "lvlOverride"):
            index = integer(attribute(override, "ilvl"), -1)
            own, start = child(override, "lvl"), attribute(child(override, "startOverride"), "val")
            if own is not None:
                levels[index] = _level(own)
            elif start is not None and index in levels:
                levels[index] = Level(integer(start, 1), levels[index].number_format, levels[index].text)
        lists[attribute(number, "numId") or ""] = levels
    return lists


def _level(level: Element) -> Level:
    return Level(
        integer(attribute(child(level, "start"), "val"), 1),
        attribute(child(level, "numFmt"), "val") or "decimal",
        attribute(child(level, "lvlText"), "val") or "",
    )


def style_numbers(styles: Element) -> dict[str, Place]:
    """(list, level) of each paragraph style, its base styles included."""
    own: dict[str, Place] = {}
    bases: dict[str, str] = {}
    for style in children(styles, "style"):
        name = attribute(style, "styleId") or ""
        number = child(style, "pPr", "numPr")
        if number is not None:
            level = integer(attribute(child(number, "ilvl"), "val"), 0)
            own[name] = (attribute(child(number, "numId"), "val"), level)
        base = attribute(child(style, "basedOn"), "val")
        if base is not None:
            bases[name] = base
    return {name: own[found] for name in {*own, *bases} if (found := _nearest(name, own, bases)) is not None}


def _nearest(name: str, own: dict[str, Place], bases: dict[str, str]) -> str | None:
    for _ in range(20):
        if name in own:
            return name
        if name not in bases:
            return None
        name = bases[name]
    return None
