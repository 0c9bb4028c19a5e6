"""What went wrong when no answer came, in the words of the capture log."""

import pytest
from OpenSSL import SSL
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from service_identity import VerificationError
from twisted.internet.error import ConnectionDone, ConnectionLost
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed, ResponseNeverReceived

from crawler.answers.failures import describe_error, failure
from crawler.hosts import Refusal, RefusedHostError
from crawler.http_limits import HeadersTooLargeError


def caused(error: BaseException, cause: BaseException) -> BaseException:
    error.__cause__ = cause
    return error


def never(*reasons: BaseException) -> BaseException:
    failed = ResponseNeverReceived([Failure(reason) for reason in reasons])
    return caused(DownloadFailedError(str(failed)), failed)


TLS = SSL.Error([("SSL routines", "", "certificate verify failed")])


@pytest.mark.parametrize(
    ("error", "outcome", "label"),
    [
        (DownloadTimeoutError("took longer"), "failed", "timeout"),
        (TimeoutError(), "failed", "timeout"),
        (CannotResolveHostError("x"), "failed", "dns"),
        (DownloadConnectionRefusedError("refused"), "failed", "other"),
        (never(ConnectionLost()), "failed", "reset"),
        (never(TLS), "failed", "tls_error"),
        (never(VerificationError(errors=[])), "failed", "tls_error"),
        (never(SSL.SysCallError(104, "ECONNRESET")), "failed", "reset"),
        (never(HeadersTooLargeError("headers")), "too_large", None),
        (caused(ResponseDataLossError(), ResponseFailed([Failure(ConnectionLost())])), "failed", "reset"),
        (caused(ResponseDataLossError(), ResponseFailed([Failure(ConnectionDone())])), "truncated", None),
        (DownloadCancelledError("larger than download max size"), "too_large", None),
        (IgnoreRequest("exceeded DOWNLOAD_MAXSIZE"), "too_large", None),
        (RefusedHostError(Refusal("private_address", "inside")), "refused", "private_address"),
        (IgnoreRequest("elsewhere"), "refused", "host"),
        (ValueError("whatever"), "failed", "other"),
    ],
)
def test_a_failure_has_an_outcome_and_a_label(error, outcome, label):
    judgement = failure(error)
    assert (judgement.outcome, judgement.label) == (outcome, label)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (never(TLS), "Error: certificate verify failed"),
        (never(ConnectionLost()), "ConnectionLost: Connection to the other side was lost in a non-clean fashion."),
        (RefusedHostError(Refusal("host", "host a:80 is not in the registry")), "host a:80 is not in the registry"),
        (ValueError("two\n lines"), "ValueError: two lines"),
        (ValueError(), "ValueError"),
    ],
)
def test_a_failure_says_what_went_wrong_in_one_line(error, words):
    assert describe_error(error) == words
