"""Every word of the pages in both languages, from ``words/*.csv`` (key, zh, en)."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from typing import Literal

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")

_FOLDER = Path(__file__).parent / "words"


@cache
def words(language: Language) -> dict[str, str]:
    """Each key of all files with its text; raises ValueError if two files have one key or a text is missing."""
    found: dict[str, str] = {}
    for file in sorted(_FOLDER.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                if row["key"] in found or not row["zh"] or not row["en"]:
                    raise ValueError(f"{file.name}: {row['key']} is there twice, or lacks a language")
                found[row["key"]] = row[language]
    return found


def say(language: Language, key: str, **values: object) -> str:
    """A text with its ``{values}`` filled in; raises KeyError for a key that no file has."""
    text = words(language)[key]
    return text.format(**values) if values else text


def retold(language: Language, prefix: str, text: str) -> str | None:
    """An English sentence of the marts in ``language``; None if it is none of the texts whose keys begin with ``prefix``."""
    for key, template in words("en").items():
        if key.startswith(prefix) and (found := _pattern(template).fullmatch(text)):
            return say(language, key, **found.groupdict())
    return None


@cache
def _pattern(template: str) -> re.Pattern[str]:
    """A text with ``{values}`` as an expression that finds them."""
    return re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", re.escape(template)), re.DOTALL)
