"""Faults of the status line: errors, requests to come back later, walls, and redirects, also by a page, that lead nowhere good."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from practice.faults import site
from practice.faults.transport import Situation
from practice.faults.wire import Answer

OUTSIDER = "127.0.2.254"
"""A private address that listens and that no bureau names: nobody may be led there."""

WALLS: dict[str, tuple[int, dict[str, str]]] = {
    "ruishu": (412, {"Set-Cookie": "FSSBBIl1UgzbN7N80S=a; Path=/; HttpOnly"}),
    "jsl": (521, {"Set-Cookie": "__jsluid_h=a; Path=/; HttpOnly"}),
    "geo": (403, {"Server": "WZWS"}),
    "cdn": (403, {"Server": "Byte-nginx", "X-Via": "1.1 wangsu"}),
    "forbidden": (403, {"Server": "nginx"}),
    "captcha": (200, {}),
}
"""Status and headers by the name of the wall's page."""


def status(
    situation: Situation, answer: Answer, code: int, page: str = "busy", after_s: int | None = None, form: str = ""
) -> Answer:
    """An error; with ``after_s`` a ``Retry-After`` in seconds, or as a date with ``form: date``."""
    refused = site.page(page, code)
    if after_s is None:
        return refused
    until = datetime.now(UTC) + timedelta(seconds=after_s)
    stated = format_datetime(until, usegmt=True) if form == "date" else str(after_s)
    return replace(refused, headers={**refused.headers, "Retry-After": stated})


def wall(situation: Situation, answer: Answer, kind: str) -> Answer:
    """A wall with its page; a plain 403 looks like one, but is a refusal that may be over the next night."""
    code, headers = WALLS[kind]
    built = site.page(kind, code)
    return replace(built, headers={**built.headers, **headers}, is_wall=kind != "forbidden")


def redirect(situation: Situation, answer: Answer, to: str, code: int = 302) -> Answer:
    """``to`` is a place, or an address in which ``{port}`` and ``{outsider}`` stand for what they say."""
    target = situation.site.places.get(to) or to.format(port=situation.site.port, outsider=OUTSIDER)
    return Answer(code, b"", {"Location": target})


def onward(situation: Situation, answer: Answer, to: str, by: str = "meta", seconds: int = 0) -> Answer:
    """A page that sends on by itself, ``pages/onward_<by>.html``; ``to`` as of `redirect`."""
    target = redirect(situation, answer, to).headers["Location"]
    return site.page(f"onward_{by}", url=target, seconds=seconds)


def onward_loop(situation: Situation, answer: Answer, by: str = "meta") -> Answer:
    """Two pages that send to each other."""
    return site.page(f"onward_{by}", url=redirect_loop(situation, answer).headers["Location"], seconds=0)


def onward_chain(situation: Situation, answer: Answer, by: str = "meta", length: int = 30) -> Answer:
    """A new page each time that sends on, every other time by the status line."""
    sent = redirect_chain(situation, answer, length)
    is_page = sent.status == 302 and int(situation.request.query.get("hop", "0")) % 2 == 0
    return site.page(f"onward_{by}", url=sent.headers["Location"], seconds=0) if is_page else sent


def redirect_loop(situation: Situation, answer: Answer) -> Answer:
    """Two addresses that send to each other."""
    path, turn = situation.request.path, situation.request.query.get("turn")
    return Answer(302, b"", {"Location": path if turn else f"{path}?turn=1"})


def redirect_chain(situation: Situation, answer: Answer, length: int = 30) -> Answer:
    """A new address each time, and the page only after ``length`` of them."""
    hop = int(situation.request.query.get("hop", "0"))
    if hop >= length:
        return answer
    return Answer(302, b"", {"Location": f"{situation.request.path}?hop={hop + 1}"})


def cookie_handshake(situation: Situation, answer: Answer, cookie: str = "CT6T=1") -> Answer:
    """Sends to itself with a cookie; a guest who brings it back may pass."""
    if cookie in situation.request.headers.get("cookie", ""):
        return answer
    return Answer(302, b"", {"Location": situation.request.target, "Set-Cookie": f"{cookie}; Path=/"})


def cookie_wall(situation: Situation, answer: Answer) -> Answer:
    """Sends to itself with another cookie each time, for ever."""
    cookie = f"CT6T={situation.number}; Path=/"
    return Answer(302, b"", {"Location": situation.request.target, "Set-Cookie": cookie})


FAULTS: dict[str, Any] = {
    fault.__name__: fault
    for fault in (
        *(status, wall, redirect, redirect_loop, redirect_chain, onward, onward_loop, onward_chain),
        *(cookie_handshake, cookie_wall),
    )
}
