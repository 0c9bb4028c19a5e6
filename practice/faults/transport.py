"""Faults of the wire: silence, drops, resets, bodies that end too soon or never."""

from __future__ import annotations

import gzip as zipping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from practice.faults.site import LinkSite
from practice.faults.wire import Answer, Delivery, Request

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Situation:
    """``number`` is the how-many-th request for ``place`` since its stage began."""

    site: LinkSite
    place: str
    request: Request
    number: int


def silence(situation: Situation, answer: Answer) -> Answer:
    return replace(answer, delivery=Delivery(has_head=False, ending="hang"))


def drip(situation: Situation, answer: Answer, piece: int = 1, pause_s: float = 0.2) -> Answer:
    return replace(answer, delivery=Delivery(piece=piece, pause_s=pause_s))


def reset_before_header(situation: Situation, answer: Answer) -> Answer:
    return replace(answer, delivery=Delivery(has_head=False, ending="reset"))


def reset_in_body(situation: Situation, answer: Answer) -> Answer:
    return replace(answer, delivery=Delivery(stop_after=len(answer.body) // 2, ending="reset"))


def hang_in_body(situation: Situation, answer: Answer) -> Answer:
    return replace(answer, delivery=Delivery(stop_after=len(answer.body) // 2, ending="hang"))


def promise_more(situation: Situation, answer: Answer, more: int = 5000) -> Answer:
    """``Content-Length`` states bytes that never come."""
    return replace(answer, delivery=Delivery(declared=len(answer.body) + more, ending="close"))


def cut(situation: Situation, answer: Answer, keep: float = 0.6) -> Answer:
    """The server's own copy is cut: the length is right, the document is not; a page ends within a tag."""
    end = int(len(answer.body) * keep)
    tag = answer.body.find(b"<td", end)
    is_page = "html" in answer.headers.get("Content-Type", "")
    return replace(answer, body=answer.body[: tag + 2 if is_page and tag > 0 else end])


def chunked(situation: Situation, answer: Answer, piece: int = 1000) -> Answer:
    return replace(answer, delivery=Delivery(framing="chunked", piece=piece))


def chunked_cut(situation: Situation, answer: Answer) -> Answer:
    """The last chunk never comes."""
    half = len(answer.body) // 2
    return replace(answer, delivery=Delivery(framing="chunked", stop_after=half, ending="close"))


def until_close(situation: Situation, answer: Answer) -> Answer:
    """No length at all: the body ends where the connection does."""
    return replace(answer, delivery=Delivery(framing="close", ending="close"))


def gzip(situation: Situation, answer: Answer) -> Answer:
    return _zipped(answer, answer.body)


def gzip_bomb(situation: Situation, answer: Answer, megabytes: int = 100) -> Answer:
    """A small body that unpacks to ``megabytes``."""
    return _zipped(answer, answer.body + b" " * megabytes * MEGABYTE)


def oversized(situation: Situation, answer: Answer, megabytes: int = 64, is_declared: bool = True) -> Answer:
    """A body that goes on for ``megabytes``, announced or not."""
    framing = "length" if is_declared else "chunked"
    return replace(answer, delivery=Delivery(framing=framing, filler=megabytes * MEGABYTE))  # type: ignore[arg-type]


def _zipped(answer: Answer, body: bytes) -> Answer:
    return replace(answer, body=_packed(body), headers={**answer.headers, "Content-Encoding": "gzip"})


@lru_cache(maxsize=32)
def _packed(body: bytes) -> bytes:
    return zipping.compress(body, mtime=0)


FAULTS: dict[str, Any] = {
    fault.__name__: fault
    for fault in (
        *(silence, drip, reset_before_header, reset_in_body, hang_in_body, promise_more, cut),
        *(chunked, chunked_cut, until_close, gzip, gzip_bomb, oversized),
    )
}
