"""Systems that are recognised and cannot be crawled: their lists come from endpoints that nothing here reads."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.platforms.clues import Clue, Strength, in_text


@dataclass(frozen=True, slots=True)
class UnreadSystem:
    name: str
    why: str
    """Completes ``it is of …, and …``."""
    clues: tuple[Clue, ...]


UNREAD = (
    UnreadSystem(
        "truecms",
        "its lists are JSONP of messageController/getMessage.do",
        (in_text(r"messageController/getMessage\.do", "names messageController/getMessage.do", Strength.ENDPOINT),),
    ),
    UnreadSystem(
        "ewb",
        "its lists are JSON of lightfrontaction/getgovinfolist",
        (
            in_text(
                r"EWB-FRONT|getgovinfolist|webBuilderCommon\.js", "names EWB-FRONT or its siteInfo", Strength.ENDPOINT
            ),
        ),
    ),
)
