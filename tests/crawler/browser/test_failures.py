"""Failures of Chromium, by the names that they have without it."""

import pytest
from playwright.async_api import Error, TimeoutError

from crawler.answers.failures import failure as judged
from crawler.browser.failures import failure


@pytest.mark.parametrize(
    ("error", "label"),
    [
        (Error("Page.goto: net::ERR_NAME_NOT_RESOLVED at http://127.0.0.41/"), "dns"),
        (Error("Page.goto: net::ERR_CONNECTION_RESET at http://127.0.0.41/"), "reset"),
        (Error("Page.goto: net::ERR_EMPTY_RESPONSE at http://127.0.0.41/"), "reset"),
        (Error("Page.goto: net::ERR_CERT_DATE_INVALID at https://127.0.0.41/"), "tls_error"),
        (Error("Page.goto: net::ERR_CONNECTION_TIMED_OUT at http://127.0.0.41/"), "timeout"),
        (TimeoutError("Page.goto: Timeout 60000ms exceeded.\nCall log: …"), "timeout"),
        (Error("Page.goto: net::ERR_CONNECTION_REFUSED at http://127.0.0.41/"), "other"),
        (Error("Page.goto: Page crashed"), "other"),
    ],
)
def test_a_failure_has_the_label_that_it_has_without_a_browser(error, label):
    assert (judged(failure(error)).outcome, judged(failure(error)).label) == ("failed", label)
