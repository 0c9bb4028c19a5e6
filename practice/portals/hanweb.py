"""Hanweb JCMS (Zhejiang): the first block of rows embedded as a datastore, the rest by POST to the data proxy.

A block is three pages. Rows come in the five shapes seen on live sites; the other known address of the proxy is not
there; a question about another unit gets an empty datastore. An article is one layout table, the index table inside.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from practice.portals import page
from practice.portals.shelf import Item, Site, cut

PER_PAGE = 5
BLOCK = 3 * PER_PAGE
PROXY = "/module/jpage/dataproxy.jsp"
WEB_ID, UNIT_ID = "3037", "4685911"
OTHER_COLUMN = "1229425799"
TITLE_LENGTH = 20
SHAPES = ("single", "double", "bare", "host", "table")


def article_id(item: Item) -> int:
    return int(item.article_id or 30_000 + item.days * 36 + item.number)


def routes(site: Site) -> list[Route]:
    column = str(site.parameters["column_id"])
    by_id = {article_id(item): item for item in site.items}

    async def column_page(request: Request) -> Response:
        content = page.fill(
            "hanweb_column.html",
            site=site.publisher.agency_name,
            column=column,
            web_id=WEB_ID,
            unit_id=UNIT_ID,
            per_page=PER_PAGE,
            total=len(site.items),
            proxy=PROXY,
            datastore=page.Html(_datastore(site, request, 1, BLOCK)),
        )
        return page.listing(content)

    async def proxy(request: Request) -> Response:
        asked = dict(request.query_params)
        asked.update(parse_qsl((await request.body()).decode()))
        wanted = {"columnid": column, "unitid": UNIT_ID, "webid": WEB_ID}
        bounds = [asked.get(name, "") for name in ("startrecord", "endrecord")]
        if any(asked.get(key) != value for key, value in wanted.items()) or not all(map(str.isdecimal, bounds)):
            return Response(page.fill("hanweb_empty.xml"), media_type="text/xml")
        first, last = map(int, bounds)
        last = min(last, first + BLOCK - 1)
        return Response(_datastore(site, request, max(first, 1), last), media_type="text/xml")

    async def article(request: Request) -> Response:
        item = by_id.get(request.path_params["id"])
        if item is None or request.url.path != _address(item, column):
            return page.missing()
        return page.article(request, _article(item, column), item.published_on)

    return [
        Route(f"/col/col{column}/index.html", column_page),
        Route(PROXY, proxy, methods=["POST"]),
        Route("/art/{year}/{month}/{day}/art_{column:int}_{id:int}.html", article),
    ]


def _address(item: Item, column: str) -> str:
    day = item.published_on
    owner = OTHER_COLUMN if item.is_neighbour else column
    return f"/art/{day.year}/{day.month}/{day.day}/art_{owner}_{article_id(item)}.html"


def _datastore(site: Site, request: Request, first: int, last: int) -> str:
    """Records ``first`` to ``last``, counted from 1, both inclusive."""
    column = str(site.parameters["column_id"])
    query = urlencode(
        {"appid": 1, "webid": WEB_ID, "path": "/", "columnid": column, "unitid": UNIT_ID, "permissiontype": 0}
    )
    shown: Sequence[Item] = site.items[first - 1 : last]
    return page.fill(
        "hanweb_datastore.xml",
        next=page.Html(f"{PROXY}?page=2&{query}"),
        total=len(site.items),
        pages=-(-len(site.items) // PER_PAGE),
        records=page.joined(
            page.fill("hanweb_record.xml", row=page.Html(_row(item, column, request))) for item in shown
        ),
    )


def _row(item: Item, column: str, request: Request) -> str:
    return page.fill(
        f"hanweb_row_{SHAPES[item.number % len(SHAPES)]}.html",
        url=_address(item, column),
        host=request.url.netloc,
        title=item.title,
        shown=cut(item.title, TITLE_LENGTH),
        date=item.published_on,
        month=f"{item.published_on:%Y-%m}",
        day=f"{item.published_on:%d}",
    )


def _article(item: Item, column: str) -> str:
    return page.fill(
        "hanweb_article.html",
        title=item.title,
        agency=item.agency_name,
        date=item.published_on,
        column=column,
        id=article_id(item),
        index_number=f"002577{item.number:03d}/{item.published_on.year}-{70_000 + item.number}",
        body=page.Html(page.body(item.report)),
    )
