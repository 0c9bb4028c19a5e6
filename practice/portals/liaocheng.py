"""Liaocheng's ``channel_/doc_`` platform: ids that begin with the time of creation, titles printed twice.

Page two has its own file, page three a query; only the anchor to the next page says so. A report that was imported
again stands in the list with the day of the import.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from practice.portals import page
from practice.portals.articles import Publishing, article_page, article_routes
from practice.portals.formats import PNG_TYPE, File
from practice.portals.items import Filing, Item, Site, pages
from practice.sites import BureauSite, Host


def article_id(item: Item) -> str:
    """24 hex digits, like an ObjectId."""
    moment = int(page.morning(item.published_on).timestamp())
    return item.article_id or f"{moment:08x}{sha256(item.title.encode()).hexdigest()[:16]}"


@dataclass(frozen=True, slots=True)
class Liaocheng(Publishing):
    platform: ClassVar[str] = "liaocheng"

    page_size: int = 10
    has_chart: bool = True
    """Articles end with an image that is no part of the report."""
    credit_code: str = "11371500004428039E"

    def routes(self, sites: Sequence[Site]) -> list[Route]:
        async def image(request: Request) -> Response:
            return page.document(request, _dot(), PNG_TYPE, sites[0].items[-1].published_on)

        lists = [route for site in sites if site.is_listed for route in self._list_routes(site)]
        charts = [Route("/resources/public/{day}/chart{name}.png", image)]
        return [*lists, *charts, *article_routes(self, sites)]

    def address(self, site: Site, item: Item) -> str:
        return f"/{site.parameters['channel']}/doc_{article_id(item)}.html"

    def file_address(self, site: Site, item: Item, index: int, file: File) -> str:
        return f"/resources/public/{item.published_on:%Y%m%d}/{_digest(item, index)}.{file.suffix}"

    def article(self, site: Site, item: Item, body: str) -> str:
        chart = f"/resources/public/{item.published_on:%Y%m%d}/chart{_digest(item, 0)}.png"
        if self.has_chart:
            body += "\n" + page.fill("carrier_image.html", url=chart)
        index_number = f"{self.credit_code}/{item.published_on.year}-{45_000_000 + item.number}"
        return article_page(self, site, item, body, index_number=index_number)

    def _list_routes(self, site: Site) -> list[Route]:
        channel = site.parameters["channel"]

        async def channel_page(request: Request) -> Response:
            number = request.query_params.get("pageIndex", "1")
            return self._list(site, int(number)) if number.isdecimal() else page.missing()

        async def numbered_page(request: Request) -> Response:
            return self._list(site, request.path_params["number"])

        return [
            Route(f"/{channel}/", channel_page),
            Route(f"/{channel}/index_{{number:int}}.html", numbered_page),
        ]

    def _list(self, site: Site, number: int) -> Response:
        portions = pages(site.items, self.page_size)
        if not 1 <= number <= len(portions):
            return page.missing()
        rows = (
            page.fill("liaocheng_row.html", id=article_id(item), title=item.title, date=item.published_on)
            for item in portions[number - 1]
        )
        has_next = number < len(portions)
        link = page.fill("liaocheng_next.html", url=_address(site, number + 1)) if has_next else ""
        content = page.fill(
            "liaocheng_list.html", site=site.publisher.agency_name, rows=page.joined(rows), next=page.Html(link)
        )
        return page.listing(content)


def _address(site: Site, number: int) -> str:
    channel = site.parameters["channel"]
    return f"/{channel}/index_{number}.html" if number == 2 else f"/{channel}/?pageIndex={number}"


def _digest(item: Item, index: int) -> str:
    return sha256(f"{item.title}{index or ''}".encode()).hexdigest()[:24]


def _dot() -> bytes:
    """A PNG image of one white pixel, in place of the charts that the originals carry."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\x00\xff")) + chunk(b"IEND", b"")


HOSTS = (
    Host(
        "127.0.0.12",
        Liaocheng(),
        (BureauSite("hrss-371500", {"channel": "channel_l_srsjchannel201911221748522677536714"}, known_years=(2020,)),),
    ),
    Host(
        "127.0.1.3",
        Liaocheng(page_size=12, has_chart=False, credit_code="11371525004438201T"),
        (
            BureauSite(
                "hrss-371525",
                {"channel": "site_gxgxrlzyhshbzjl/channel_x_5407_8066"},
                Filing(by_year={2017: "docx", 2021: "viewer"}),
            ),
        ),
        robots="User-agent: *\nAllow: /\n",
    ),
)
