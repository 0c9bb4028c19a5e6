"""Templates and answers common to the platforms."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone
from email.utils import format_datetime
from functools import cache, lru_cache
from hashlib import sha256
from html import escape
from importlib import resources
from string import Template

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from practice.report import Report
from practice.writers import html, pdf, word

BEIJING = timezone(timedelta(hours=8))
PDF_TYPE = "application/pdf"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

body: Callable[[Report], str] = lru_cache(maxsize=None)(html.fragment)
pdf_file: Callable[[Report], bytes] = lru_cache(maxsize=None)(pdf.document)
word_file: Callable[[Report], bytes] = lru_cache(maxsize=None)(word.document)


class Html(str):
    """Text that is markup already and is not escaped again."""

    __slots__ = ()


@cache
def _template(name: str) -> Template:
    path = resources.files("practice").joinpath("portals", "templates", name)
    return Template(path.read_text(encoding="utf-8"))


def fill(name: str, /, **values: object) -> str:
    """The template ``templates/<name>`` with its values escaped, `Html` excepted; ``KeyError`` if one is missing."""
    safe = {key: value if isinstance(value, Html) else escape(str(value)) for key, value in values.items()}
    return _template(name).substitute(safe).rstrip("\n")


def joined(parts: Iterable[str]) -> Html:
    return Html("\n".join(parts))


def listing(content: str) -> Response:
    """A list page: never the same for long, so without a validator."""
    return HTMLResponse(content, headers={"Cache-Control": "no-cache"})


def morning(day: date) -> datetime:
    """Nine o'clock in Beijing, when practice documents are published."""
    return datetime.combine(day, time(9), BEIJING)


def document(request: Request, data: bytes, media_type: str, published_on: date) -> Response:
    """An article or a file with ``ETag`` and ``Last-Modified``; 304 if the client's copy is current."""
    tag = f'"{sha256(data).hexdigest()[:32]}"'
    modified = format_datetime(morning(published_on).astimezone(UTC), usegmt=True)
    headers = {"ETag": tag, "Last-Modified": modified}
    known = request.headers.get("if-none-match")
    is_current = known == tag if known is not None else request.headers.get("if-modified-since") == modified
    if is_current:
        return Response(status_code=304, headers=headers)
    return Response(data, headers=headers, media_type=media_type)


def article(request: Request, content: str, published_on: date) -> Response:
    return document(request, content.encode(), "text/html", published_on)


def missing() -> Response:
    return HTMLResponse(fill("missing.html"), status_code=404)
