"""What the rest of the crawler knows a failure of Chromium as."""

from __future__ import annotations

import re

from OpenSSL import SSL
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import TimeoutError as PlaywrightTimeout
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
)

from crawler.browser import NO_BROWSER
from crawler.politeness.turns import Postponed


class NoBrowserError(Postponed):
    """Chromium did not start. That is this machine's trouble and no portal's: the page waits for another run."""

    def __init__(self) -> None:
        IgnoreRequest.__init__(self, "the Chromium of this machine did not start")
        self.label = NO_BROWSER


ERRORS: tuple[tuple[str, type[Exception]], ...] = (
    ("ERR_NAME_NOT_RESOLVED", CannotResolveHostError),
    ("ERR_CONNECTION_REFUSED", DownloadConnectionRefusedError),
    ("TIMED_OUT", DownloadTimeoutError),
    ("ERR_CERT_|ERR_SSL_|ERR_BAD_SSL", SSL.Error),
    ("ERR_CONNECTION_|ERR_EMPTY_RESPONSE|ERR_SOCKET_NOT_CONNECTED", ConnectionResetError),
)
"""Chromium's names of network errors, the first that fits."""


def failure(error: PlaywrightError) -> Exception:
    """The exception that the same failure has without a browser."""
    message = error.message.partition("\n")[0]
    if isinstance(error, PlaywrightTimeout):
        return DownloadTimeoutError(message)
    return next((kind for pattern, kind in ERRORS if re.search(pattern, message)), DownloadFailedError)(message)
