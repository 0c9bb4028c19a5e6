"""Text as the form's labels are compared: width, spacing, numbering and quotes do not count."""

from __future__ import annotations

import re
import unicodedata

_NUMBERING = re.compile(
    r"\s*(?:[（(]\s*[一二三四五六七八九十\d]+\s*[）)]\s*[、.．:：]?|[一二三四五六七八九十]+\s*[、.．]|\d+\s*[、.．)）]|第[一二三四五六七八九十]+[、,，])"
)
_YEAR = re.compile(r"[(（\[]?\s*20\d\d\s*年?度?\s*[)）\]]?")
_NUMERALS = frozenset("一二三四五六七八九十")
_NOT_HAN = re.compile(r"[^\u3400-\u4dbf\u4e00-\u9fff]+")


def normalise(text: str) -> str:
    """NFKC, so that full-width digits, Kangxi radicals and ligatures read as what they show."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def squeeze(text: str) -> str:
    """NFKC with every kind of white space removed."""
    return "".join(normalise(text).replace("\u200b", "").replace("\ufeff", "").split())


def strip_numbering(text: str) -> str:
    """A label without its leading numbering, in any of the styles 一、 （一） 1. 1、 (1)."""
    found = _NUMBERING.match(text)
    return text[found.end() :] if found else text


def han(text: str) -> str:
    """The Han characters of a text: what is left of a label once numbering signs, quotes, digits and years are gone."""
    plain = normalise(text)
    return _NOT_HAN.sub("", _YEAR.sub("", plain) if "20" in plain else plain)


def label_key(label: str) -> str:
    """The comparable form of an official label; empty where the text is nothing but numbering."""
    key = han(strip_numbering(normalise(label)))
    return "" if key in _NUMERALS else key


def tidy_lines(text: str) -> str:
    """Single spaces, no empty lines: what stands on two lines of a cell is never run together."""
    lines = (" ".join(line.split()) for line in text.replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)


def mend_surrogates(text: str) -> str:
    """UTF-16 halves put together; one without its other half becomes U+FFFD."""
    if not any("\ud800" <= sign <= "\udfff" for sign in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
