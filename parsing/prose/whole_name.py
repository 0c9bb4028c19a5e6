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
_SENTENCE_STARTS = r"(?:^|[,，。、;；:：]|\d年)"


def whole_name(printed: str | None, prose: str) -> str | None:
    """``printed``, or the one longer name of the same kind under which the (squeezed) prose speaks of its own doings."""
    kind = _kind().fullmatch(printed or "")
    if kind is None:
        return printed
    level = kind["level"] or f"[{_LEVELS}]"
    found = {match["name"] for match in _subject(level).finditer(prose) if not _no_place().search(match["place"])}
    # 西山县人社局 is the same with 人力资源和社会保障局, and with its city before it
    shortest = {_key(name): name for name in sorted(found, key=len, reverse=True)}
    whole = [
        name for key, name in shortest.items() if not any(key != other and key.endswith(other) for other in shortest)
    ]
    return whole[0] if len(whole) == 1 else printed


def _key(name: str) -> str:
    return re.sub(name_forms(), "局", name)


@cache
def _kind() -> re.Pattern[str]:
    """A level at most, and a bureau's own words: no place."""
    return re.compile(rf"[本我]?(?P<level>[{_LEVELS}]?)(?:{name_forms()})")


@cache
def _subject(level: str) -> re.Pattern[str]:
    return re.compile(rf"{_SENTENCE_STARTS}(?P<name>(?P<place>{_PLACE}){level}(?:{name_forms()}))(?={words('doing')})")


@cache
def _no_place() -> re.Pattern[str]:
    """Words that stand before a name and are no part of it: 按照县人社局 is not the bureau of 按照县."""
    return re.compile(words("no_place"))
