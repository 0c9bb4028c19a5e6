"""A report that was published as images of its pages: bound into one document, so that it is read as one.

The images are captured as they are; what is made of them is a zip without compression whose bytes depend on nothing but
theirs. It is archived as a capture of its own, with the method ``BIND`` and ``#images`` behind the article's address.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from crawler.archive import Archive, iso
from crawler.clock import utc_now
from crawler.pages import is_image
from store.capture import Capture

METHOD = "BIND"
MEDIA_TYPE = "application/zip"
_TIME = (1980, 1, 1, 0, 0, 0)


def pages_of(files: Sequence[str]) -> tuple[str, ...]:
    """The images among an article's files in the order of its page, if they are more than one; else empty."""
    images = tuple(url for url in files if is_image(url))
    return images if len(images) > 1 else ()


def bound(pages: Sequence[tuple[str, bytes]]) -> bytes:
    """A zip of (address, bytes) in this order; the same pages give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as package:
        for number, (url, data) in enumerate(pages, start=1):
            suffix = PurePosixPath(urlsplit(url).path).suffix.lower()
            package.writestr(zipfile.ZipInfo(f"{number:03d}{suffix}", _TIME), data)
    return buffer.getvalue()


def archived(archive: Archive, run_id: str, bureau_code: str, article_url: str, reason: str, data: bytes) -> Capture:
    """The capture of a bound report, its bytes in the archive."""
    url, now = f"{article_url}#images", iso(utc_now())
    made = Capture(
        capture_id=archive.next_capture_id(run_id, url),
        run_id=run_id,
        bureau_code=bureau_code,
        kind="attachment",
        url=url,
        final_url=url,
        method=METHOD,
        requested_at=now,
        captured_at=now,
        media_type=MEDIA_TYPE,
        sha256=archive.put(data),
        size=len(data),
        reason=reason,
        outcome="ok",
    )
    archive.append_capture(made)
    return made
