"""What a bureau is named after: 审计信息 of an 审计局 is all that it publishes, of any other bureau one subject."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources

from parsing.prose.claims.lexicon import lexicon
from parsing.prose.claims.tokens import Token
from parsing.text import HAN

_LEVEL = "(?:[省县区旗州盟]|(?<!城)市(?!场))"
_NAME = re.compile(
    rf"{_LEVEL}(?!人民政府)(?P<field>(?:(?!{_LEVEL})[{HAN}]){{2,14}}?)"
    r"(?:局|厅|委员会|委|办公室|办|中心)(?=20\d\d|政府信息公开|信息公开|政务公开)"
)
"""The field that the title names: of 云湖市城市管理局 城市管理."""


def own_information(title: str) -> re.Pattern[str] | None:
    """How the body that a title names calls its own information; ``None`` if the title names no field."""
    named = _NAME.search(title)
    return _pattern(named["field"]) if named is not None else None


@lru_cache(maxsize=64)
def _pattern(field: str) -> re.Pattern[str]:
    text = resources.files(__package__).joinpath("own_field.csv").read_text(encoding="utf-8")
    short = [row["word"] for row in csv.DictReader(text.splitlines()) if row["field"] == field]
    words = "|".join(map(re.escape, (field, *short)))
    return re.compile(rf"(?:{words})(?:类|领域|工作)?(?:相关|有关)?(?:政府|政务)?信息(?![化系公员平网资服管])")


def with_own_information(tokens: tuple[Token, ...], text: str, own: re.Pattern[str]) -> tuple[Token, ...]:
    """The tokens with 审计类信息 as one that counts like 信息."""
    for match in own.finditer(text):
        start, end = match.span()
        named = Token("info", "noun", "disclosure", start, end, match[0])
        tokens = (*_up_to(tokens, start), named, *(token for token in tokens if token.start >= end))
    return tokens


def is_own_field(token: Token) -> bool:
    """Whether a noun is information only because of the bureau's name."""
    if token.tag != "info":
        return False
    known = lexicon().cues.get(token.text)
    return known is None or known.tag != "info"


def _up_to(tokens: Iterable[Token], start: int) -> list[Token]:
    """Those before a place, the last cut off there (云湖审计信息: the dictionary may know neither)."""
    found = []
    for token in tokens:
        if token.end <= start:
            found.append(token)
        elif token.start < start:
            found.append(token._replace(end=start, text=token.text[: start - token.start]))
    return found
