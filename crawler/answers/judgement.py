"""The judgement itself: status first, then walls, then the words and the wholeness of the body."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crawler.answers.endings import is_cut
from crawler.answers.markup import Markup, read_markup, squeezed
from crawler.answers.onward import Onward, may_lead_on, needs_its_script, onward
from crawler.answers.redirects import STATUSES, leads_home, redirect, sent_on
from crawler.answers.wording import wording
from parsing.formats import by_first_bytes
from parsing.prose.titles import read_title
from parsing.readers.decode import decode

LISTS = frozenset({"list", "shell", "robots", "sitemap"})
"""Kinds of request that are answered with text."""

LONGEST_PAGE = 4 * 1024 * 1024
"""Bytes; what is longer is no wall and no notice."""

SHORTEST_TEXT = 20
"""Characters below which a page says nothing."""

DOCUMENT_TEXT = 400
DOCUMENT_SENTENCES = 5
"""A page in place of a file is a document from so many characters and full stops on, if it bears a report's title;
from twice as many on without."""

_PROGRAMS = (b"\x7fELF", b"MZ")
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One of the outcomes of a capture, and which wall or failure it was."""

    outcome: str
    label: str | None = None


OK = Judgement("ok")
MAY_BE_SENT_ON = frozenset({"ok", "empty", "wrong_type", "maintenance"})
"""What a page that only leads on may seem to be: a page, an empty one, one in place of a file, words of a new site."""

NO_FILE = (Judgement("http_error"), Judgement("blocked", "forbidden"))
"""What a page may say, with status 200, in place of a file: whatever it says, it is no file."""


def judge(
    kind: str,
    url: str,
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    media_type: str | None,
    redirected_from: Sequence[str] = (),
) -> Judgement:
    """What an answer to a request of ``kind`` for ``url`` is; ``redirected_from`` are the addresses that led there.

    ``body`` is decompressed; ``media_type`` is what `crawler.media.media_type` makes of it.
    """
    named_headers = {name.lower(): value for name, value in headers.items()}
    if status == 304:
        return Judgement("not_modified")
    if status in STATUSES and named_headers.get("location"):
        return Judgement(*redirect(kind, url, named_headers, redirected_from))
    if status in (404, 410):
        return Judgement("not_here")
    source = decode(body) if _is_text(body) and len(body) <= LONGEST_PAGE else ""
    page = _page(source)
    wall = next((wall for wall in wording().walls if wall.stands(status, named_headers, source, page)), None)
    if wall is not None:
        return Judgement("blocked", wall.label)
    if not 200 <= status < 300:
        return _of_error(status, page)
    if redirected_from and leads_home(kind, redirected_from[0], url):
        return Judgement("soft_404")
    whole = _of_body(kind, status, named_headers, body, media_type, page)
    sent = onward(kind, url, source, page) if whole.outcome in MAY_BE_SENT_ON else None
    if sent is None:
        is_stub = kind == "list" and whole == OK and page is not None and needs_its_script(source, page)
        return Judgement("empty", "script") if is_stub else whole
    followed = Judgement(*sent_on(kind, url, sent, source, named_headers, redirected_from))
    return followed if whole.outcome != "maintenance" or followed.outcome == "ok" else whole


def led_on(kind: str, url: str, body: bytes) -> Onward | None:
    """Where a page that was judged good sends its reader by itself."""
    source = decode(body) if _is_text(body) and len(body) <= LONGEST_PAGE else ""
    return onward(kind, url, source, _page(source)) if may_lead_on(kind, source) else None


def _of_error(status: int, page: Markup | None) -> Judgement:
    notice = _notice(page)
    if status == 429:
        return Judgement("blocked", "rate_limited")
    if (notice.outcome == "maintenance" and status >= 500) or notice.label in ("captcha", "rate_limited"):
        return notice
    return Judgement("blocked", "forbidden") if status == 403 else Judgement("http_error")


def _of_body(
    kind: str, status: int, headers: Mapping[str, str], body: bytes, media_type: str | None, page: Markup | None
) -> Judgement:
    if is_cut(headers, body) or status == 206:
        return Judgement("truncated")
    if not body.strip():
        return OK if kind == "robots" else Judgement("empty")
    if kind in LISTS and not _is_text(body):
        return OK if kind == "sitemap" and body.startswith(_GZIP) else Judgement("wrong_type")
    if page is None:
        return OK
    notice = _notice(page)
    if notice.outcome != "ok" and not (kind == "attachment" and notice in NO_FILE):
        return notice
    if kind in ("robots", "sitemap") and _is_html(page, body, media_type):
        return Judgement("wrong_type")
    if page.ends_inside:
        return Judgement("truncated")
    if kind == "attachment" and not _is_document(page, body, media_type):
        return Judgement("wrong_type")
    if kind == "report" and _is_html(page, body, media_type) and _is_shell(page):
        return Judgement("empty")
    return OK


def _notice(page: Markup | None) -> Judgement:
    """What the page says of itself, if it is no page of ours; `OK` if it says nothing of the kind."""
    if page is None or any(read_title(title).is_annual_report for title in (page.title, *page.headings[:3])):
        return OK
    found = next((notice for notice in wording().notices if notice.reads(page)), None)
    return Judgement(found.outcome, found.label) if found else OK


def _page(source: str) -> Markup | None:
    """The page that a text is, or a plain text as one; ``None`` for what is no text."""
    if not source:
        return None
    if source.lstrip("\ufeff \t\r\n").startswith("<"):
        return read_markup(source)
    return Markup(known_text=squeezed(source))


def _is_text(body: bytes) -> bool:
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    known = by_first_bytes(body)
    is_binary = (known is not None and known.is_binary) or body.startswith((*_PROGRAMS, _GZIP))
    return not is_binary and b"\0" not in body[:1024]


def _is_html(page: Markup | None, body: bytes, media_type: str | None) -> bool:
    """Whether this is a page for people: no feed, no plain text."""
    if page is None:
        return False
    head = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or (
        head.startswith(b"<") and not head.startswith(b"<?xml") and "xml" not in (media_type or "")
    )


def _is_document(page: Markup, body: bytes, media_type: str | None) -> bool:
    """Whether text that stands for a file is one: saved by an office program, or as long as a report is."""
    if page.is_office:
        return bool(page.text or page.images) or page.has_media
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[") and "json" in (media_type or ""):
        return False
    if not _is_html(page, body, media_type):
        return True
    is_titled = any(
        read_title(line).is_annual_report for line in (page.title, *page.headings[:3], *page.first_lines) if line
    )
    length = min(len(page.text) / DOCUMENT_TEXT, page.text.count("。") / DOCUMENT_SENTENCES)
    return length >= (1 if is_titled else 2)


def _is_shell(page: Markup) -> bool:
    """Whether a page holds no text, and nothing that could hold some: a script would have to fetch it."""
    if page.has_media or page.has_file or any(not wording().decoration.search(image) for image in page.images):
        return False
    least = SHORTEST_TEXT + (page.heading_length if page.has_script else 0)
    return not page.exceeds(least - 1)
