"""JEECMS ``public.*`` (Zhengzhou family): one front controller, list anchors that are direct children of ``ul``.

The two list skins take turns; only the second one has dates. The index block of an article holds values without labels:
five on a report, eight on another document. Ids rise with time, in one sequence for all hosts of the family: an article
may answer at a sibling host, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from practice.portals import page
from practice.portals.articles import Publishing, article_page, article_routes
from practice.portals.formats import File
from practice.portals.items import Filing, Item, Site, pages
from practice.sites import BureauSite, Host


def article_id(item: Item) -> int:
    return item.serial(4_600_000, 3000)


@dataclass(frozen=True, slots=True)
class Jeecms(Publishing):
    platform: ClassVar[str] = "jeecms"

    page_size: int = 8
    sibling: str | None = None
    """Address of a host of the family at which some articles are listed a second time."""
    has_chinese_paths: bool = False
    """Files lie under their printed names, not escaped, with full-width brackets."""
    upload_site: str = "publicjs"

    def routes(self, sites: Sequence[Site]) -> list[Route]:
        async def front(request: Request) -> Response:
            query = request.query_params
            for site in sites:
                own = ("path", site.parameters["directory"], str(site.parameters["department"]))
                if site.is_listed and own == (query.get("a"), query.get("p"), query.get("d")):
                    return self._list(request, site)
            return page.listing(_list_page("", "page-list", (), ()))

        return [Route("/", front), *article_routes(self, sites)]

    def address(self, site: Site, item: Item) -> str:
        return f"/{site.parameters['directory']}/{article_id(item)}.jhtml"

    def file_address(self, site: Site, item: Item, index: int, file: File) -> str:
        if self.has_chinese_paths:
            return f"/attachment/（{item.published_on.year}）{file.name}"
        letters = sha256(file.name.encode()).hexdigest()[:4]
        moment = f"{item.published_on:%d}0941{item.number % 60:02d}"
        return f"/u/cms/{self.upload_site}/{item.published_on:%Y%m}/{moment}{letters}.{file.suffix}"

    def article(self, site: Site, item: Item, body: str) -> str:
        more = page.Html(page.fill("jeecms_more.html") if item.report_year is None else "")
        index_number = f"553165075/{item.published_on.year}-{item.number:05d}"
        return article_page(self, site, item, body, index_number=index_number, more=more)

    def _list(self, request: Request, site: Site) -> Response:
        portions = pages(site.items, self.page_size)
        text = request.query_params.get("page", "1")
        number = int(text) if text.isdecimal() else 1
        shown = portions[number - 1] if 1 <= number <= len(portions) else ()
        is_dated = number % 2 == 0
        rows = (
            page.fill(
                "jeecms_row_dated.html" if is_dated else "jeecms_row.html",
                url=base + self.address(site, item),
                title=item.title,
                date=item.published_on,
            )
            for item in shown
            for base in self._bases(request, item)
        )
        skin = "common-list" if is_dated else "page-list"
        return page.listing(_list_page(site.publisher.agency_name, skin, rows, _pager(site, number, len(portions))))

    def _bases(self, request: Request, item: Item) -> Iterator[str]:
        base = str(request.base_url).rstrip("/")
        yield base
        if self.sibling and item.number % 3 == 0:
            yield base.replace(str(request.url.hostname), self.sibling)


def _list_page(name: str, skin: str, rows: Sequence[str] | Iterator[str], pager: Sequence[str] | Iterator[str]) -> str:
    return page.fill("jeecms_list.html", site=name, skin=skin, rows=page.joined(rows), pager=page.joined(pager))


def _pager(site: Site, number: int, count: int) -> Iterator[str]:
    start = f"?a=path&d={site.parameters['department']}&p={site.parameters['directory']}&page="
    for target in range(1, count + 1):
        yield page.fill("jeecms_pager.html", url=f"{start}{target}", number=target)
    yield page.fill("jeecms_next.html", url=f"{start}{min(number + 1, count)}")


HOSTS = (
    Host(
        "127.0.0.11",
        Jeecms(),
        (BureauSite("hrss-410105", {"department": 12, "directory": "D42Y"}),),
        robots="User-agent: *\nDisallow: /login\n",
    ),
    Host(
        "127.0.1.1",
        Jeecms(sibling="127.0.1.2", has_chinese_paths=True),
        (
            BureauSite(
                "hrss-410000",
                {"department": 31, "directory": "D42Y"},
                Filing(by_year={2018: "docx", 2022: "pdf"}, first_number=400),
                settings={"other_hosts": ["http://127.0.1.2"]},
            ),
        ),
        robots="User-agent: *\nDisallow: /login\nCrawl-delay: 0.2\n",
    ),
    Host(
        "127.0.1.2",
        Jeecms(has_chinese_paths=True),
        (
            BureauSite(
                "hrss-410000",
                {"department": 31, "directory": "D42Y"},
                Filing(by_year={2018: "docx", 2022: "pdf"}, first_number=400),
                is_listed=False,
                is_registered=False,
            ),
        ),
    ),
)
