"""JEECMS ``public.*`` (Zhengzhou family): one front controller, list anchors that are direct children of ``ul``.

The two list skins take turns; only the second one has dates. The index block of an article holds values without labels:
five on a report, eight on another document. Ids rise with time.
"""

from __future__ import annotations

from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from practice.portals import page
from practice.portals.shelf import Item, Site, pages

PAGE_SIZE = 8


def article_id(item: Item) -> int:
    return 4_600_000 + item.days * 3000 + item.number


def routes(site: Site) -> list[Route]:
    directory, department = site.parameters["directory"], str(site.parameters["department"])
    portions = pages(site.items, PAGE_SIZE)
    by_id = {article_id(item): item for item in site.items}

    async def front(request: Request) -> Response:
        query = request.query_params
        asked = (query.get("a"), query.get("p"), query.get("d")) == ("path", directory, department)
        text = query.get("page", "1")
        number = int(text) if text.isdecimal() else 1
        shown = portions[number - 1] if asked and 1 <= number <= len(portions) else ()
        dated = number % 2 == 0
        rows = (
            page.fill(
                "jeecms_row_dated.html" if dated else "jeecms_row.html",
                url=f"{str(request.base_url).rstrip('/')}/{directory}/{article_id(item)}.jhtml",
                title=item.title,
                date=item.published_on,
            )
            for item in shown
        )
        content = page.fill(
            "jeecms_list.html",
            site=site.publisher.agency_name,
            skin="common-list" if dated else "page-list",
            rows=page.joined(rows),
            pager=page.joined(_pager(department, directory, number, len(portions)) if asked else ()),
        )
        return page.listing(content)

    async def article(request: Request) -> Response:
        item = by_id.get(request.path_params["number"])
        if item is None:
            return page.missing()
        return page.article(request, _article(item), item.published_on)

    return [Route("/", front), Route(f"/{directory}/{{number:int}}.jhtml", article)]


def _address(department: str, directory: str, number: int) -> str:
    return f"?a=path&d={department}&p={directory}&page={number}"


def _pager(department: str, directory: str, number: int, count: int) -> Iterator[str]:
    for target in range(1, count + 1):
        yield page.fill("jeecms_pager.html", url=_address(department, directory, target), number=target)
    yield page.fill("jeecms_next.html", url=_address(department, directory, min(number + 1, count)))


def _article(item: Item) -> str:
    more = page.fill("jeecms_more.html") if item.report_year is None else ""
    return page.fill(
        "jeecms_article.html",
        title=item.title,
        index_number=f"553165075/{item.published_on.year}-{item.number:05d}",
        agency=item.agency_name,
        date=item.published_on,
        more=page.Html(more),
        body=page.Html(page.body(item.report)),
    )
