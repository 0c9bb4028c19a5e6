"""What it is when no answer came: an exception of the downloader in the words of the capture log."""

from __future__ import annotations

from collections.abc import Iterator

from OpenSSL import SSL
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from service_identity import VerificationError
from twisted.internet.error import (
    ConnectionAborted,
    ConnectionLost,
    DNSLookupError,
    TCPTimedOutError,
)
from twisted.internet.error import TimeoutError as ConnectTimeoutError

from crawler.answers.judgement import Judgement
from crawler.http_limits import HeadersTooLargeError

_LABELS: tuple[tuple[str, tuple[type[BaseException], ...]], ...] = (
    ("timeout", (DownloadTimeoutError, ConnectTimeoutError, TCPTimedOutError, TimeoutError)),
    ("dns", (CannotResolveHostError, DNSLookupError)),
    ("other", (DownloadConnectionRefusedError,)),
    ("tls_error", (SSL.Error, VerificationError)),
    ("reset", (ConnectionLost, ConnectionAborted, ConnectionResetError, BrokenPipeError, SSL.SysCallError)),
)


def failure(error: BaseException) -> Judgement:
    """Outcome and label of a request that brought no response, or was not sent."""
    chain = tuple(_chain(error))
    if any(isinstance(one, HeadersTooLargeError) for one in chain):
        return Judgement("too_large")
    if isinstance(error, DownloadCancelledError) or "DOWNLOAD_MAXSIZE" in str(error):
        return Judgement("too_large")
    if isinstance(error, IgnoreRequest):
        return Judgement("refused", getattr(error, "label", None) or "host")
    for label, kinds in _LABELS:
        if any(isinstance(one, kinds) and not _is_sibling(label, one) for one in chain):
            return Judgement("failed", label)
    if isinstance(error, ResponseDataLossError):
        return Judgement("truncated")
    return Judgement("failed", "other")


def describe_error(error: BaseException) -> str:
    """The error in one line: the words of its innermost cause that has any, and whose they are unless they are ours."""
    if isinstance(error, IgnoreRequest):
        return _words(error) or type(error).__name__
    cause = next((one for one in reversed(tuple(_chain(error))) if _words(one)), error)
    return f"{type(cause).__name__}: {_words(cause)}".rstrip(": ")


def _words(error: BaseException) -> str:
    """What an error says; one that only lists others says nothing, and OpenSSL's is a list of tuples."""
    if getattr(error, "reasons", None):
        return ""
    if isinstance(error, SSL.Error) and error.args and isinstance(error.args[0], list):
        return "; ".join(str(entry[-1]) for entry in error.args[0])
    return " ".join(str(error).split())


def _is_sibling(label: str, error: BaseException) -> bool:
    """A broken connection under TLS is a broken connection."""
    return label == "tls_error" and isinstance(error, SSL.SysCallError)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error with its causes, and the reasons that Twisted collects."""
    while error is not None:
        yield error
        for reason in getattr(error, "reasons", ()):
            if (value := getattr(reason, "value", None)) is not None:
                yield from _chain(value)
        error = error.__cause__
