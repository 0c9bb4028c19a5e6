"""Text as the form's labels are compared: width, spacing, numbering and quotes do not count."""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

_NUMBERING = re.compile(
    r"\s*(?:[（(]\s*[一二三四五六七八九十\d]+\s*[）)]\s*[、.．:：]?|[一二三四五六七八九十]+\s*[、.．]|\d+\s*[、.．)）]|第[一二三四五六七八九十]+[、,，])"
)
_YEAR = re.compile(r"[(（\[]?\s*20\d\d\s*年?度?\s*[)）\]]?")
_ADDITION = re.compile(r"[(\[](?:(?:单位:)?(?:件次|人次|[件条项个宗次份起])|详?见?注\d{0,2})[)\]]$")
"""A measure word or a pointer to a note in brackets behind a label: no part of it."""
_NUMERALS = frozenset("一二三四五六七八九十")
HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Han characters, for use inside the brackets of a regular expression: 〇, the basic block, extension A, the compatibility
ideographs, and planes 2 and 3, which Unicode sets aside for extensions B and later. Radicals are no ideographs until ``normalise``."""

_HAN = re.compile(rf"[{HAN}]+")
_NARROW = {"（": "(", "）": ")", "，": ",", "：": ":", "；": ";", "！": "!", "？": "?", "％": "%", "\u3000": " "}
_UNCHANGED = r"\x00-\x7f\u4e00-\u9fff〇、。〈-】〔〕“”‘’—·"
"""Signs that NFKC leaves alone. Most text has no others but those of ``_NARROW``, and is read several times as fast."""
_NARROWED = re.compile(f"[{_UNCHANGED}]*")
_ORDINARY = re.compile(f"[{_UNCHANGED}{''.join(_NARROW)}]*")
_KEPT = 100
"""Signs of the longest text whose key is kept: the labels of a form come again and again."""
LOST = "\ufffd"
"""Stands for a sign that is there and cannot be read: bytes of no encoding, a glyph of which the font tells nothing."""
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_LOWERED = "₀₁₂₃₄₅₆₇₈₉"
_TO_RAISED, _TO_LOWERED = (str.maketrans("0123456789", signs) for signs in (_RAISED, _LOWERED))
_RAISED_OR_LOWERED = re.compile(f"[{_RAISED}{_LOWERED}]")
_NOT_ITSELF = re.compile(f"[{_RAISED}{_LOWERED}\u2e80-\u2ef3\ue78d-\ue864]")
"""Signs that ``normalise`` has to look at more closely: raised and lowered digits, radicals, and the private area of GBK."""

_DIGIT, _STROKE = re.compile(r"\d"), "\u0336"
_IGNORED = re.compile(
    r"[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]+"
)
"""Signs that show nothing (Unicode 15.0, Default_Ignorable_Code_Point without the fillers): breaks, directions, variants."""

_LONGEST_MARK = 8
"""Signs of the longest note mark (〔注12〕); more that stands raised is text in an odd place."""
_OWN_MARKS = re.compile(r"[*＊※†‡①-⒇,，、\s\[\]()（）〔〕【】]+|[\[(（〔【].*[\])）〕】]")
"""What needs no brackets to be distinguished from the number before it."""


def normalise(text: str) -> str:
    """NFKC, so that full-width digits, radicals and ligatures read as what they show; raised and lowered digits do not count."""
    if is_ordinary(text):
        return narrowed(text)
    plain = text.translate(_meant()) if _NOT_ITSELF.search(text) else text
    return unicodedata.normalize("NFKC", plain)


def is_ordinary(text: str) -> bool:
    """Whether ``narrowed`` gives all that NFKC does."""
    return _ORDINARY.fullmatch(text) is not None


def narrowed(text: str) -> str:
    """Full-width punctuation to the signs of ASCII."""
    if _NARROWED.fullmatch(text):
        return text
    for wide, narrow in _NARROW.items():
        text = text.replace(wide, narrow)
    return text


def raised(text: str) -> str:
    """Text that stands raised beside other text, as it is kept: ``1`` is ``¹``, what has no raised form is put in brackets.

    So a note mark stays visible and cannot be taken for a digit of the number that it stands at.
    """
    return _set_apart(text, _TO_RAISED)


def lowered(text: str) -> str:
    """The same of text that stands lowered: ``2`` is ``₂``."""
    return _set_apart(text, _TO_LOWERED)


def struck(text: str) -> str:
    """Text that is struck out: a stroke through each digit, so that it is seen and is no number."""
    return _DIGIT.sub(rf"\g<0>{_STROKE}", text)


def unseen(text: str) -> str:
    """Text that nobody sees: its digits are no number of the report."""
    return _DIGIT.sub(LOST, text)


def _set_apart(text: str, signs: dict[int, int]) -> str:
    stripped = text.strip()
    if stripped.isdecimal():
        return text.replace(stripped, unicodedata.normalize("NFKC", stripped).translate(signs))
    if not stripped or len(stripped) > _LONGEST_MARK or _OWN_MARKS.fullmatch(stripped):
        return text
    return text.replace(stripped, f"[{stripped}]")


def without_raised(text: str) -> str:
    """Text without its raised and lowered digits: note marks, and powers of units."""
    return text if text.isascii() else _RAISED_OR_LOWERED.sub("", text)


@cache
def _meant() -> dict[int, str]:
    """What a sign stands for, by its code; raised and lowered digits for nothing.

    ``characters.csv`` has the CJK radicals that NFKC leaves alone (Unicode 14.0, EquivalentUnifiedIdeograph.txt) and the
    signs for which GBK and GB 18030-2000 used private codes (GB 18030-2022; its two bytes are part of ``kind``).
    """
    return {**_table("radical"), **gb18030_signs(), **dict.fromkeys(map(ord, _RAISED + _LOWERED), "")}


@cache
def gb18030_signs() -> dict[int, str]:
    """What the edition of 2022 has in place of the private codes of GB 18030-2000, for ``str.translate``."""
    return _table("gb18030")


def _table(kind: str) -> dict[int, str]:
    lines = files("parsing").joinpath("characters.csv").read_text(encoding="utf-8").splitlines()
    return {int(row["code_point"], 16): row["sign"] for row in csv.DictReader(lines) if row["kind"].startswith(kind)}


def squeeze(text: str) -> str:
    """NFKC without any white space, nor signs that show nothing."""
    if is_ordinary(text):
        return "".join(narrowed(text).split())
    return "".join(_IGNORED.sub("", normalise(text)).split())


def without_ignored(text: str) -> str:
    """Text without the signs that show nothing: soft hyphens, joiners, marks of direction, variation selectors."""
    return text if text.isascii() else _IGNORED.sub("", text)


def strip_numbering(text: str) -> str:
    """A label without its leading numbering, in any of the styles 一、 （一） 1. 1、 (1)."""
    found = _NUMBERING.match(text)
    return text[found.end() :] if found else text


def han(text: str) -> str:
    """The Han characters of a text: what is left of a label once numbering signs, quotes, digits and years are gone."""
    return _kept_han(text) if len(text) <= _KEPT else _han(text)


def _han(text: str) -> str:
    plain = normalise(text)
    return "".join(_HAN.findall(_YEAR.sub("", plain) if "20" in plain else plain))


_kept_han = lru_cache(maxsize=8192)(_han)


def label_key(label: str) -> str:
    """The comparable form of an official label; empty if the text is nothing but numbering."""
    return _kept_key(label) if len(label) <= _KEPT else _label_key(label)


def _label_key(label: str) -> str:
    plain = normalise(label).strip()
    key = han(strip_numbering(_ADDITION.sub("", plain) if plain.endswith((")", "]")) else plain))
    return "" if key in _NUMERALS else key


_kept_key = lru_cache(maxsize=8192)(_label_key)


def tidy_lines(text: str) -> str:
    """Single spaces, no empty lines: what stands on two lines of a cell is never run together."""
    if "\n" not in text and "\r" not in text:
        return " ".join(text.split())
    lines = (" ".join(line.split()) for line in text.replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)


def mend_surrogates(text: str) -> str:
    """UTF-16 halves put together; one without its other half becomes U+FFFD."""
    if not any("\ud800" <= sign <= "\udfff" for sign in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
