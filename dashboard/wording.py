"""Every word of the pages in both languages, from ``words/*.csv`` (key, zh, en)."""

from __future__ import annotations

import csv
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
