"""Every fault by its name, and how those of a case are done to a healthy answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

from practice.faults import contents, statuses, transport
from practice.faults.case import Fault, Stage
from practice.faults.transport import Situation
from practice.faults.wire import Answer, Request

FAULTS: Mapping[str, Any] = {**transport.FAULTS, **statuses.FAULTS, **contents.FAULTS}


def spoiled(situation: Situation, stage: Stage, healthy: Answer) -> Answer:
    """The answer of the place while ``stage`` lasts; raises ``KeyError`` for a fault that does not exist."""
    answer = healthy
    for fault in _of(stage, situation.place):
        if fault.times is None or situation.number <= fault.times:
            answer = FAULTS[fault.name](situation, answer, **fault.parameters)
    return conditional(situation.request, answer)


def _of(stage: Stage, place: str) -> Iterator[Fault]:
    """The faults of a place: its own, of every list page (``lists``), of every place but robots.txt (``*``)."""
    if place in stage.faults:
        yield from stage.faults[place]
    elif place.split()[:1] == ["list"] and "lists" in stage.faults:
        yield from stage.faults["lists"]
    elif place != "robots":
        yield from stage.faults.get("*", ())


def conditional(request: Request, answer: Answer) -> Answer:
    """A document with its ``ETag``; 304 if the guest's copy is current and the server looks at that."""
    if answer.status != 200 or "Last-Modified" not in answer.headers:
        return answer
    tag = f'"{sha256(answer.body).hexdigest()[:32]}"'
    headers = {**answer.headers, "ETag": tag}
    known = request.headers.get("if-none-match")
    modified = request.headers.get("if-modified-since")
    is_current = known == tag if known is not None else modified == headers["Last-Modified"]
    if is_current and answer.honours_conditions:
        return Answer(304, b"", {"ETag": tag, "Last-Modified": headers["Last-Modified"]})
    return replace(answer, headers=headers)
