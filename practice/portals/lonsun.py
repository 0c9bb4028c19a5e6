"""Lonsun (Anhui): a column page whose rows come from a label request under another context prefix.

Titles in the list are cut (the ``title`` attribute is whole), page 0 is page 1. A question that the label cannot answer
gets status 200 and a sentence. Articles print their index table twice and answer at a second address. Some hosts file
the reports as a category of type 4: type 3 is then empty, and only the tree beside it names the category.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import ClassVar, Literal
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from practice.portals import formats, page
from practice.portals.articles import Publishing, answers_by_address, article_page, file_addresses, last_routes
from practice.portals.formats import File
from practice.portals.items import Filing, Item, Site, cut, pages
from practice.report import Report
from practice.sites import BureauSite, Host

NOTHING = "暂无相关信息"
CATEGORY_TYPE = "4"
Skin = Literal["nav_list", "navli", "doc_list"]


def article_id(item: Item) -> int:
    return item.serial(60_000_000, 1500)


@dataclass(frozen=True, slots=True)
class Lonsun(Publishing):
    platform: ClassVar[str] = "lonsun"

    page_size: int = 7
    title_length: int = 16
    site_id: str = "6794841"
    label_path: str = "/hbszwgk/zwgk/site/label/8888"
    """Not below the context of the column: only the column page says where."""
    label_file: str = "/xxgk/publicInfoList_newest2020"
    skin: Skin = "nav_list"
    category_id: int | None = None
    """If set, the reports are a category of type 4 and the list of type 3 is empty."""

    def routes(self, sites: Sequence[Site]) -> list[Route]:
        listed = {str(site.parameters["organ_id"]): site for site in sites if site.is_listed}

        async def column(request: Request) -> Response:
            site = listed.get(request.path_params["organ"])
            kind, category = request.query_params.get("type"), request.query_params.get("catId", "")
            if site is None or kind not in (str(site.parameters["type"]), CATEGORY_TYPE):
                return page.listing(page.fill("lonsun_empty.html", text=NOTHING))
            return page.listing(self._column(site, kind, category))

        async def label(request: Request) -> Response:
            asked = dict(request.query_params)
            asked.update(parse_qsl((await request.body()).decode()))
            return HTMLResponse(self._label(listed, asked))

        contexts = dict.fromkeys(site.parameters["context"] for site in sites)
        return [
            *(Route(f"{context}/public/column/{{organ}}", column) for context in contexts),
            Route(self.label_path, label, methods=["GET", "POST"]),
            *last_routes(answers_by_address(self, sites)),
        ]

    def address(self, site: Site, item: Item) -> str:
        return f"{site.parameters['context']}/public/{site.parameters['organ_id']}/{article_id(item)}.html"

    def addresses(self, site: Site, item: Item) -> Sequence[str]:
        return self.address(site, item), f"{site.parameters['context']}/public/content/{article_id(item)}"

    def file_address(self, site: Site, item: Item, index: int, file: File) -> str:
        name = sha256(f"{item.title}{index or ''}".encode()).hexdigest()[:28]
        return f"/group1/M00/00/{item.number % 256:02X}/{name}.{file.suffix}"

    def article(self, site: Site, item: Item, body: str) -> str:
        if item.format != "page":
            body = formats.body(item.report, item.format, file_addresses(self, site, item), partial(_link, item.title))
        index = page.fill(
            "lonsun_index.html",
            number=f"113406{item.published_on.year}/{item.published_on:%Y%m}-{item.number:05d}",
            agency=item.agency_name,
            date=item.published_on,
            title=item.title,
        )
        return article_page(self, site, item, body, index=page.Html(index))

    def _column(self, site: Site, kind: str, category: str) -> str:
        organ, context = site.parameters["organ_id"], site.parameters["context"]
        tree = ""
        if self.category_id is not None:
            tree = page.fill("lonsun_tree.html", url=f"{context}/public/column/{organ}", category=self.category_id)
        return page.fill(
            "lonsun_column.html",
            site=site.publisher.agency_name,
            site_id=self.site_id,
            organ=organ,
            kind=kind,
            category=category,
            tree=page.Html(tree),
            url=self.label_path,
            file=self.label_file,
            size=self.page_size,
            length=self.title_length,
        )

    def _label(self, listed: Mapping[str, Site], asked: Mapping[str, str]) -> str:
        site = listed.get(asked.get("organId", ""))
        number, size = asked.get("pageIndex", "1"), asked.get("pageSize", "")
        if site is None or not (number + size).isdecimal():
            return NOTHING
        wanted = {"labelName": "publicInfoList", "siteId": self.site_id, "file": self.label_file}
        if self.category_id is None:
            wanted |= {"type": str(site.parameters["type"])}
        else:
            wanted |= {"type": CATEGORY_TYPE, "catId": str(self.category_id)}
        if any(asked.get(name) != value for name, value in wanted.items()):
            return NOTHING
        return self._rows(site, max(int(number), 1), max(int(size or self.page_size), 1))

    def _rows(self, site: Site, number: int, size: int) -> str:
        portions = pages(site.items, size)
        if number > len(portions):
            return NOTHING
        rows = (
            page.fill(
                "lonsun_row_navli.html" if self.skin == "navli" else "lonsun_row.html",
                url=self.address(site, item),
                title=item.title,
                shown=cut(item.title, self.title_length),
                date=item.published_on,
            )
            for item in portions[number - 1]
        )
        return page.fill(f"lonsun_{self.skin}.html", rows=page.joined(rows), count=len(portions), number=number)


def _link(title: str, report: Report, file: File, address: str) -> str:
    return page.fill("lonsun_file.html", title=title, url=address, name=f"{title}.{file.suffix}")


HOSTS = (
    Host(
        "127.0.0.13",
        Lonsun(),
        (BureauSite("hrss-340603", {"context": "/zwgk", "organ_id": 139, "type": 3}, Filing("docx")),),
        robots="User-agent: *\nDisallow: /search\nDisallow: /admin/\n",
    ),
    Host(
        "127.0.1.4",
        Lonsun(skin="navli", label_path="/yhqzwgk/site/label/8888", category_id=6795530, site_id="2653861"),
        (BureauSite("hrss-340102", {"context": "", "organ_id": 14201, "type": 3}, Filing(by_year={2014: "docx"})),),
    ),
)
