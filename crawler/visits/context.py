"""What every part of a visit shares: one bureau's requests made ready, and their failures in the words of the capture log."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any

from scrapy import Request
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.archive.record import request_key
from crawler.clock import utc_now
from crawler.crawl import Crawl
from crawler.platforms import Platform
from crawler.progress import LIST_KINDS, Progress, Trouble
from crawler.purpose import PURPOSE, Kind, Purpose, purpose_of
from crawler.registry import Bureau
from store.capture import Capture

logger = logging.getLogger(__name__)

REASONS = {"column": "discover"}
"""The capture log's ``reason`` for a strategy, if the two have different names."""

RENDERING_RETRIES = 1
"""A page that takes its browser with it is not tried as often as a plain one."""


class BureauContext:
    """One bureau in one night: the run, the platform, the row, and what was seen so far.

    A request leaves through `ask` and comes back through the callback it was given; nothing else here knows of the others.
    """

    def __init__(self, crawl: Crawl, platform: Platform, bureau: Bureau) -> None:
        self.crawl = crawl
        self.frontier = crawl.frontier
        self.platform = platform
        self.bureau = bureau
        self.code = bureau.bureau_code
        self.progress = Progress()

    def now(self) -> datetime:
        return utc_now()

    def count(self, tally: str) -> None:
        self.crawl.count(self.code, tally)

    def may_ask(self, url: str) -> bool:
        """Whether an address lies on a registered host."""
        return self.crawl.hosts.refusal(url) is None

    def ask(
        self,
        request: Request,
        kind: Kind,
        reason: str,
        callback: Callable[..., Any],
        errback: Callable[..., Any],
        *,
        revalidate: bool = False,
        **kwargs: Any,
    ) -> Request | None:
        """``request`` as it goes out for this bureau; ``None`` if it waits for the same request of another.

        Two bureaus may share a list or an article, and each has its own record of what it has seen: nothing is filtered,
        but the second one is answered from the archive.
        """
        self.progress.requests += 1
        self.crawl.asked.wait(self.code)
        key = request_key(request.url, request.method, request.body.decode("utf-8", "replace") or None)
        request.callback = partial(self._answered, callback, key)
        request.errback = partial(self._answered, errback, key)
        request.cb_kwargs.update(kwargs)
        request.dont_filter = True
        rendering = self.platform.rendering(request.url, kind, self.bureau)
        if rendering is not None:
            request.meta.update(playwright=True, max_retry_times=RENDERING_RETRIES)
        ready_css = rendering.ready_css if rendering else None
        request.meta[PURPOSE] = Purpose(kind, reason, self.code, key, revalidate, ready_css)
        waiting = self.crawl.in_flight.get(key)
        if waiting is not None:
            waiting.append(request)
            return None
        self.crawl.in_flight[key] = []
        return request

    def _answered(self, callback: Callable[..., Any], key: bytes, answer: Any, **kwargs: Any) -> Iterator[Any]:
        """What a callback or errback gives, and then the next that has waited for the answer.

        What comes while the crawl is being stopped is no answer: the archive has it, or nobody does.
        """
        try:
            self.crawl.look_for_room()
            self.crawl.meets(getattr(answer, "value", None))
            if not self.crawl.stopped:
                yield from callback(answer, **kwargs) or ()
                yield self.crawl.next_in_flight(key)
        except Exception as error:
            if not self.crawl.meets(error):
                raise
        finally:
            self.crawl.asked.answer(self.code)

    def trouble(self, failure: Failure, strategy: str, *, is_expected: bool = False) -> Trouble:
        """Note what a failed request came to; ``is_expected`` if the address was no more than a guess."""
        request: Request = failure.request  # type: ignore[attr-defined]
        if failure.value is None:
            raise TypeError("an errback was called without an error")
        trouble = trouble_of(failure.value, request)
        kind = purpose_of(request).kind
        if not is_expected or trouble.outcome == "blocked":
            self.progress.note(trouble, kind, strategy)
        # a link that leads elsewhere is no failure of the bureau; a list that may not be read is
        is_refused_link = trouble.outcome == "refused" and kind not in LIST_KINDS
        is_failure = not (is_expected or is_refused_link or trouble.outcome == "postponed")
        if is_failure:
            self.count("failed")
        level = logging.WARNING if is_failure else logging.INFO
        logger.log(level, "%s %s: %s", request.url, trouble.outcome, trouble.reason)
        return trouble

    def tell(
        self,
        url: str,
        trouble: Trouble,
        strategy: str,
        state: str | None = None,
        *,
        report_year: int | None = None,
    ) -> None:
        """An address worth a line in ``outcomes.jsonl``."""
        self.crawl.outcome(
            self.code,
            "address",
            state or trouble.outcome,
            label=trouble.label,
            reason=trouble.reason,
            url=url,
            capture_id=trouble.capture_id,
            strategy=strategy,
            report_year=report_year,
        )


def trouble_of(error: BaseException, request: Request) -> Trouble:
    """What an error of the downloader is in the words of the capture log."""
    capture: Capture | None = getattr(error, "capture", None) or request.meta.get("capture")
    capture_id = capture.capture_id if capture else None
    label = getattr(error, "label", None) or (capture.label if capture else None)
    reason = " ".join(str(error).split()) or type(error).__name__
    if (outcome := getattr(error, "outcome", None)) is not None:
        return Trouble(outcome, label, reason, capture_id)
    if isinstance(error, HttpError):
        is_gone = error.response.status in (404, 410)
        return Trouble("not_here" if is_gone else "http_error", label, f"status {error.response.status}", capture_id)
    if isinstance(error, DownloadCancelledError) or "DOWNLOAD_MAXSIZE" in reason:
        return Trouble("too_large", label, reason, capture_id)
    if isinstance(error, IgnoreRequest):
        is_postponed = label in ("budget", "night_window", "retry_after", "cool_down")
        return Trouble("postponed" if is_postponed else "refused", label, reason, capture_id)
    return Trouble("failed", label, f"{type(error).__name__}: {reason}", capture_id)


def capture_of(response: Response) -> Capture:
    """The capture that a response stands for."""
    capture: Capture = response.meta["capture"]
    return capture
