"""Liaocheng's ``channel_/doc_`` platform: ids that begin with the time of creation, titles printed twice.

Page two has its own file, page three a query; only the anchor to the next page says so. The report of 2020 stands in
the list with the day on which it was imported again.
"""

from __future__ import annotations

import struct
import zlib
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from practice.portals import page
from practice.portals.shelf import Item, Site, pages

PAGE_SIZE = 10


def article_id(item: Item) -> str:
    """24 hex digits, like an ObjectId."""
    moment = int(page.morning(item.published_on).timestamp())
    return item.article_id or f"{moment:08x}{sha256(item.title.encode()).hexdigest()[:16]}"


def routes(site: Site) -> list[Route]:
    channel = site.parameters["channel"]
    portions = pages(site.items, PAGE_SIZE)
    by_id = {article_id(item): item for item in site.items}

    def shown(number: int) -> Response:
        if not 1 <= number <= len(portions):
            return page.missing()
        rows = (
            page.fill("liaocheng_row.html", id=article_id(item), title=item.title, date=item.published_on)
            for item in portions[number - 1]
        )
        has_next = number < len(portions)
        link = page.fill("liaocheng_next.html", url=_address(channel, number + 1)) if has_next else ""
        content = page.fill(
            "liaocheng_list.html", site=site.publisher.agency_name, rows=page.joined(rows), next=page.Html(link)
        )
        return page.listing(content)

    async def channel_page(request: Request) -> Response:
        asked = request.query_params.get("pageIndex", "1")
        return shown(int(asked)) if asked.isdecimal() else page.missing()

    async def numbered_page(request: Request) -> Response:
        return shown(request.path_params["number"])

    async def article(request: Request) -> Response:
        item = by_id.get(request.path_params["id"])
        if item is None:
            return page.missing()
        return page.article(request, _article(item), item.published_on)

    async def image(request: Request) -> Response:
        return page.document(request, _dot(), "image/png", site.items[-1].published_on)

    return [
        Route(f"/{channel}/", channel_page),
        Route(f"/{channel}/index_{{number:int}}.html", numbered_page),
        Route(f"/{channel}/doc_{{id}}.html", article),
        Route("/resources/public/{day}/{name}", image),
    ]


def _address(channel: str, number: int) -> str:
    return f"/{channel}/index_{number}.html" if number == 2 else f"/{channel}/?pageIndex={number}"


def _article(item: Item) -> str:
    digest = sha256(item.title.encode()).hexdigest()[:24]
    return page.fill(
        "liaocheng_article.html",
        title=item.title,
        index_number=f"11371500004428039E/{item.published_on.year}-{45_000_000 + item.number}",
        date=item.published_on,
        agency=item.agency_name,
        body=page.Html(page.body(item.report)),
        image=f"/resources/public/{item.published_on:%Y%m%d}/{digest}.png",
    )


def _dot() -> bytes:
    """A PNG image of one white pixel, in place of the charts that the originals carry."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\x00\xff")) + chunk(b"IEND", b"")
