"""The whole name of an agency whose title gives only its kind: 县人社局 may be any county's, and the prose says which.

A report names itself where it says what it did: at the beginning of a sentence, before a verb of such reports. All such
names must be one; else the printed kind stays, and nobody is taken for somebody.
"""

from __future__ import annotations

import re
from functools import cache

from parsing.prose.titles import name_forms, words
from parsing.text import HAN

_LEVELS = "省市县区旗州盟"
_PLACE = rf"[{HAN}]{{2,12}}?"
_SHORT_NAME = r"(?:\([^()]{0,4}称[^()]{1,12}\))?"
"""(以下简称县人社局)"""
_SENTENCE_STARTS = r"(?:^|[,，。、;；:：]|\d年)"


def whole_name(printed: str | None, prose: str) -> str | None:
    """``printed``, or the one longer name of the same kind under which the (squeezed) prose speaks of its own doings."""
    kind = _kind().fullmatch(printed or "")
    if kind is None:
        return printed
    level = kind["level"] or f"[{_LEVELS}]"
    matches = (match for pattern in (_subject(level), _author(level)) for match in pattern.finditer(prose))
    found = {match["name"] for match in matches if not _no_place().search(match["place"])}
    # 西山县人社局 is the same with 人力资源和社会保障局, and with its city before it
    shortest = {_key(name): name for name in sorted(found, key=len, reverse=True)}
    whole = [
        name for key, name in shortest.items() if not any(key != other and key.endswith(other) for other in shortest)
    ]
    return whole[0] if len(whole) == 1 else printed


def _key(name: str) -> str:
    return re.sub(name_forms(), "局", name)


def begins_with_kind(text: str) -> bool:
    """Whether a text begins with the kind of an agency and does not say which."""
    return _kind().match(text) is not None


@cache
def _kind() -> re.Pattern[str]:
    """A level at most, and a bureau's own words: no place."""
    return re.compile(rf"[本我]?(?P<level>[{_LEVELS}]?)(?:{name_forms()})")


@cache
def _subject(level: str) -> re.Pattern[str]:
    return re.compile(rf"{_SENTENCE_STARTS}{_name(level)}{_SHORT_NAME}(?={words('doing')})")


@cache
def _author(level: str) -> re.Pattern[str]:
    """本报告由西山县人社局编制: by whom else anything is done is another agency."""
    return re.compile(rf"由{_name(level)}{_SHORT_NAME}(?=(?:负责|组织)?(?:编制|编写))")


def _name(level: str) -> str:
    return rf"(?P<name>(?P<place>{_PLACE}){level}(?:{name_forms()}))"


@cache
def _no_place() -> re.Pattern[str]:
    """Words that stand before a name and are no part of it: 按照县人社局 is not the bureau of 按照县."""
    return re.compile(words("no_place"))
