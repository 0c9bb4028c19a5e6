"""The words that say what a number of the prose is about, as data (``lexicon.csv``).

A row is a tag with its class, its family and its words: ``[a|b]`` stands for an optional part, ``{a|b}`` for one of
several. At each place of a sentence the longest word wins, and of equal ones the first in the file.
The class ``unknown`` keeps a word whole that says nothing, though a known one stands in it (备*案*).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import product
from typing import Any

_PART = re.compile(r"\[([^\]]*)\]|\{([^}]*)\}|([^\[\]{}]+)")


@dataclass(frozen=True, slots=True)
class Cue:
    tag: str
    kind: str
    """``noun``, ``place`` (a channel), ``verb``, ``topic``, ``mark``, ``filler`` or ``other``."""
    family: str
    """Subject that the word belongs to (``applications``, ``disclosure`` …); empty if it does not tell."""


class Lexicon:
    """All words, for the longest match at a place.

    A tree of dictionaries by signs: one pattern for all words would take half a second to compile.
    """

    def __init__(self, cues: Mapping[str, Cue]) -> None:
        self.cues = cues
        self._tree: dict[str, Any] = {}
        for word, cue in cues.items():
            node = self._tree
            for sign in word:
                node = node.setdefault(sign, {})
            node[_END] = cue
        self.starts = frozenset(self._tree)

    def longest(self, text: str, place: int) -> tuple[Cue | None, int]:
        """What the longest word that begins at ``place`` is, and where it ends; ``None`` if none begins there."""
        node: dict[str, Any] | None = self._tree
        found, end = None, place
        for at in range(place, len(text)):
            node = node.get(text[at]) if node else None
            if node is None:
                break
            if _END in node:
                found, end = node[_END], at + 1
        return found, end


_END = ""
"""The key under which a node holds what the word that ends there is."""


@cache
def lexicon() -> Lexicon:
    text = resources.files(__package__).joinpath("lexicon.csv").read_text(encoding="utf-8")
    cues: dict[str, Cue] = {}
    for row in csv.DictReader(text.splitlines()):
        cue = Cue(row["tag"], row["class"], row["family"])
        for word in row["words"].split():
            for form in _forms(word):
                cues.setdefault(form, cue)
    return Lexicon(cues)


def _forms(word: str) -> Iterator[str]:
    """Every form of a word with optional and alternative parts."""
    parts = []
    for optional, choice, plain in _PART.findall(word):
        if plain:
            parts.append([plain])
        else:
            parts.append([*([""] if optional or not choice else []), *(optional or choice).split("|")])
    yield from ("".join(chosen) for chosen in product(*parts))
