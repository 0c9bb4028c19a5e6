"""Hanweb JCMS (Zhejiang and others): the first block of rows embedded as a datastore, the rest from the data proxy.

Two proxies are known, at two paths: one answers ranges by POST, a block being three pages; the other knows nothing but
``page``. Rows come in the five shapes seen on live sites; a question about another unit gets an empty datastore. An
article is one layout table, the index table inside. The disclosure module beside it is in `hanweb_xxgk`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import ClassVar, Literal
from urllib.parse import parse_qsl, quote, urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from practice.portals import hanweb_xxgk, page
from practice.portals.articles import Publishing, article_page, article_routes
from practice.portals.formats import File
from practice.portals.items import Filing, Item, Site, cut, pages
from practice.sites import BureauSite, Host

BLOCK_PAGES = 3
OTHER_COLUMN = "1229425799"
TITLE_LENGTH = 20
SHAPES = ("single", "double", "bare", "host", "table")


def article_id(item: Item) -> int:
    return int(item.article_id or item.serial(30_000, 36))


@dataclass(frozen=True, slots=True)
class Hanweb(Publishing):
    platform: ClassVar[str] = "hanweb"

    proxy: str = "/module/jpage/dataproxy.jsp"
    """The other known path, ``/module/web/jpage/dataproxy.jsp``, is then not there."""
    answers: Literal["range", "page", "empty"] = "range"
    """``range``: POST with startrecord and endrecord. ``page``: nothing but ``page`` is honoured. ``empty``: some fifty
    bytes whatever is asked, though there are more rows."""
    states_proxy: bool = True
    """False: no ``proxyUrl`` in the page, only the ``nextgroup`` leads on."""
    per_page: int = 5
    rows_in_answer: int | None = None
    """Rows of one answer if it is not three pages."""
    web_id: str = "3037"
    unit_id: str = "4685911"
    addresses_by: Literal["date", "uuid"] = "date"
    files_at: Literal["downfile", "attach"] = "downfile"

    @property
    def block(self) -> int:
        return self.rows_in_answer or BLOCK_PAGES * self.per_page

    def routes(self, sites: Sequence[Site]) -> list[Route]:
        listed = [site for site in sites if site.is_listed]
        by_column = {str(site.parameters["column_id"]): site for site in listed}

        async def proxy(request: Request) -> Response:
            asked = dict(request.query_params)
            asked.update(parse_qsl((await request.body()).decode()))
            return Response(self._answer(by_column, asked, request), media_type="text/xml")

        methods = ["POST"] if self.answers == "range" else ["GET", "POST"]
        return [
            *(self._column_route(site) for site in listed),
            Route(self.proxy, proxy, methods=methods),
            *hanweb_xxgk.routes(self, sites),
            *article_routes(self, sites),
        ]

    def address(self, site: Site, item: Item) -> str:
        day = item.published_on
        column = OTHER_COLUMN if item.is_neighbour else site.parameters["column_id"]
        if self.addresses_by == "uuid":
            digits = sha256(item.title.encode()).hexdigest()
            uuid = "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:32]))
            return f"/col/col{column}/art/{day.year}/art_{uuid}.html"
        return f"/art/{day.year}/{day.month}/{day.day}/art_{column}_{article_id(item)}.html"

    def file_address(self, site: Site, item: Item, index: int, file: File) -> str:
        if self.files_at == "attach":
            folder = "/picture/0" if file.suffix == "png" else "/attach/-1"
            return f"{folder}/{item.published_on:%y%m%d}{item.number:04d}{index}.{file.suffix}"
        name = sha256(file.name.encode()).hexdigest()[:32]
        return f"/module/download/downfile.jsp?classid=0&showname={quote(file.name)}&filename={name}.{file.suffix}"

    def article(self, site: Site, item: Item, body: str) -> str:
        index_number = f"002577{item.number:03d}/{item.published_on.year}-{70_000 + item.number}"
        column = site.parameters["column_id"]
        return article_page(self, site, item, body, id=article_id(item), column=column, index_number=index_number)

    def _column_route(self, site: Site) -> Route:
        column = site.parameters["column_id"]

        async def column_page(request: Request) -> Response:
            proxy = page.fill("hanweb_proxy.html", proxy=self.proxy) if self.states_proxy else ""
            content = page.fill(
                "hanweb_column.html",
                site=site.publisher.agency_name,
                column=column,
                web_id=self.web_id,
                unit_id=self.unit_id,
                per_page=self.per_page,
                total=len(site.items),
                proxy=page.Html(proxy),
                datastore=page.Html(self._datastore(site, request, site.items[: self.block], 1)),
            )
            return page.listing(content)

        return Route(f"/col/col{column}/index.html", column_page)

    def _answer(self, by_column: Mapping[str, Site], asked: Mapping[str, str], request: Request) -> str:
        site = by_column.get(asked.get("columnid", ""))
        wanted = {"unitid": self.unit_id, "webid": self.web_id}
        if site is None or self.answers == "empty" or any(asked.get(key) != value for key, value in wanted.items()):
            return page.fill("hanweb_empty.xml")
        if self.answers == "page":
            number = max(int(asked.get("page", "1") or 1), 1)
            portions = pages(site.items, self.block)
            return self._datastore(site, request, portions[number - 1] if number <= len(portions) else (), number)
        bounds = [asked.get(name, "") for name in ("startrecord", "endrecord")]
        if not all(map(str.isdecimal, bounds)):
            return page.fill("hanweb_empty.xml")
        first, last = max(int(bounds[0]), 1), int(bounds[1])
        return self._datastore(site, request, site.items[first - 1 : min(last, first + self.block - 1)], 1)

    def _datastore(self, site: Site, request: Request, shown: Sequence[Item], number: int) -> str:
        query = {
            "appid": 1,
            "webid": self.web_id,
            "path": "/",
            "columnid": site.parameters["column_id"],
            "unitid": self.unit_id,
            "permissiontype": 0,
        }
        following = page.Html(f"{self.proxy}?page={number + 1}&{urlencode(query)}")
        has_next = self.answers == "range" or number * self.block < len(site.items)
        return page.fill(
            "hanweb_datastore.xml",
            next=page.Html(page.fill("hanweb_next.xml", next=following) if has_next else ""),
            total=len(site.items),
            pages=-(-len(site.items) // self.per_page),
            records=page.joined(
                page.fill("hanweb_record.xml", row=page.Html(self._row(site, item, request))) for item in shown
            ),
        )

    def _row(self, site: Site, item: Item, request: Request) -> str:
        return page.fill(
            f"hanweb_row_{SHAPES[item.number % len(SHAPES)]}.html",
            url=self.address(site, item),
            host=request.url.netloc,
            title=item.title,
            shown=cut(item.title, TITLE_LENGTH),
            date=item.published_on,
            month=f"{item.published_on:%Y-%m}",
            day=f"{item.published_on:%d}",
        )


HOSTS = (
    Host(
        "127.0.0.14",
        Hanweb(),
        (BureauSite("hrss-330600", {"column_id": 1229425785}, known_years=(2022,)),),
        robots="User-agent: BadBot\nDisallow: /\n\nUser-agent: *\nAllow: /\n",
    ),
    Host(
        "127.0.1.5",
        Hanweb(
            proxy="/module/web/jpage/dataproxy.jsp",
            answers="page",
            states_proxy=False,
            rows_in_answer=29,
            addresses_by="uuid",
            web_id="21",
            unit_id="5040126",
        ),
        (BureauSite("hrss-330300", {"column_id": 1229781585}, Filing(by_year={2014: "pdf", 2019: "pdf"})),),
    ),
    Host(
        "127.0.1.6",
        Hanweb(proxy="/module/web/jpage/dataproxy.jsp", answers="page", web_id="149", unit_id="6189304"),
        (BureauSite("hrss-330100", {"column_id": 1229063423}),),
        robots="User-agent: *\nDisallow: /module/visitcount/\n",
    ),
    Host(
        "127.0.1.7",
        Hanweb(per_page=20, files_at="attach", web_id="3091"),
        (
            BureauSite(
                "hrss-330922",
                {"column_id": 1229076520, "area": "11330922002643157P"},
                unregistered=("column_id",),
            ),
            BureauSite(
                "hrss-330921",
                {"column_id": 1229076511, "xxgk": {"infotypeId": "A0702", "area": "1133092100264"}},
                Filing(first_number=200),
                unregistered=("column_id",),
            ),
        ),
    ),
)
