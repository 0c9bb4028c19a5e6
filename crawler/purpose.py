"""What a request is for: the one object of ours that a request carries in its ``meta``, unchanged from first to last.

Scrapy copies ``meta`` to a request that a redirect or a retry makes of another one, so the purpose goes with it. What
middlewares find out on the way (the capture of an answer) is not part of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scrapy import Request

Kind = Literal["list", "shell", "report", "attachment", "sitemap", "robots"]

PURPOSE = "purpose"
"""The key in a request's ``meta``."""


@dataclass(frozen=True, slots=True)
class Purpose:
    """``kind`` and ``reason`` are the words of the capture log; a portal's robots.txt is asked for on behalf of no bureau."""

    kind: Kind
    reason: str = "discover"
    bureau_code: str | None = None
    key: bytes = b""
    """Of the request as it was first asked for, before any redirect: the same requests of others wait under it."""
    revalidate: bool = False
    """The portal is asked whether the page has changed, although the archive's copy is still fresh."""
    ready_css: str | None = None
    """A page that a browser renders is ready when this is there; without it, when the page asks for nothing more."""


def purpose_of(request: Request) -> Purpose:
    purpose: Purpose = request.meta[PURPOSE]
    return purpose
