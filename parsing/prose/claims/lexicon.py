"""The words that say what a number of the prose is about, as data (``lexicon.csv``).

A row is a tag with its class, its family and its words: ``[a|b]`` stands for an optional part, ``{a|b}`` for one of
several. At each place of a sentence the longest word wins, and of equal ones the first in the file.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import product
from math import isqrt
from typing import Any

_PART = re.compile(r"\[([^\]]*)\]|\{([^}]*)\}|([^\[\]{}]+)")
_NOT_IN_A_NUMBER = r"(?![\d条篇元万]|人次|人[,。;、]|[.,]\d)"
"""After a word of digits (12345): what follows would make it a count."""


@dataclass(frozen=True, slots=True)
class Cue:
    tag: str
    kind: str
    """``noun``, ``place`` (a channel), ``verb``, ``topic``, ``mark``, ``filler`` or ``other``."""
    family: str
    """Subject that the word belongs to (``applications``, ``disclosure`` …); empty if it does not tell."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    cues: Mapping[str, Cue]
    pattern: str
    """Matches the longest word at a place."""


@cache
def lexicon() -> Lexicon:
    text = resources.files(__package__).joinpath("lexicon.csv").read_text(encoding="utf-8")
    cues: dict[str, Cue] = {}
    for row in csv.DictReader(text.splitlines()):
        cue = Cue(row["tag"], row["class"], row["family"])
        for word in row["words"].split():
            for form in _forms(word):
                cues.setdefault(form, cue)
    return Lexicon(cues, _longest(sorted(cues)))


def _forms(word: str) -> Iterator[str]:
    """Every form of a word with optional and alternative parts."""
    parts = []
    for optional, choice, plain in _PART.findall(word):
        if plain:
            parts.append([plain])
        else:
            parts.append([*([""] if optional or not choice else []), *(optional or choice).split("|")])
    yield from ("".join(chosen) for chosen in product(*parts))


def _longest(words: list[str]) -> str:
    """One pattern for all words, the longest first.

    It is a tree by signs, and the first signs are dealt into some twenty classes: a place at which no word begins is then
    passed after as many looks, not after one for each of a thousand words.
    """
    tree: dict[str, Any] = {}
    for word in words:
        node = tree
        for sign in word:
            node = node.setdefault(sign, {})
        node[""] = {}
    firsts = sorted(tree)
    size = isqrt(len(firsts)) + 1
    classes = [firsts[start : start + size] for start in range(0, len(firsts), size)]
    return "|".join(
        f"(?=[{re.escape(''.join(signs))}])(?:{'|'.join(_branch(sign, tree[sign]) for sign in signs)})" for signs in classes
    )


def _branch(sign: str, node: dict[str, Any]) -> str:
    after = {following: below for following, below in node.items() if following}
    guard = _NOT_IN_A_NUMBER if sign.isdigit() and "" in node else ""
    if not after:
        return re.escape(sign) + guard
    rest = "|".join(_branch(following, below) for following, below in after.items())
    return f"{re.escape(sign)}(?:{rest}{'|' + guard if guard else ''}){'?' if '' in node and not guard else ''}"
