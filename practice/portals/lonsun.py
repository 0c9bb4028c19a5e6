"""Lonsun (Anhui): a column page whose rows come from a label request under another context prefix.

Titles in the list are cut (the ``title`` attribute is whole), page 0 is page 1, a question that the label cannot answer
gets status 200 and a sentence. Articles print their index table twice; a report is a Word file linked in the body.
"""

from __future__ import annotations

from hashlib import sha256
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from practice.portals import page
from practice.portals.shelf import Item, Site, cut, pages

PAGE_SIZE = 7
TITLE_LENGTH = 16
SITE_ID = "6794841"
LABEL_PATH = "/hbszwgk/zwgk/site/label/8888"
LABEL_FILE = "/xxgk/publicInfoList_newest2020"
NOTHING = "暂无相关信息"


def article_id(item: Item) -> int:
    return 60_000_000 + item.days * 1500 + item.number


def file_path(item: Item) -> str:
    name = sha256(item.title.encode()).hexdigest()[:28]
    return f"/group1/M00/00/{item.number:02X}/{name}.docx"


def routes(site: Site) -> list[Route]:
    context, organ = site.parameters["context"], str(site.parameters["organ_id"])
    kind = str(site.parameters["type"])
    by_id = {article_id(item): item for item in site.items}
    files = {file_path(item): item for item in site.items if item.report_year is not None}

    async def column(request: Request) -> Response:
        if request.path_params["organ"] != organ or request.query_params.get("type") != kind:
            return page.listing(page.fill("lonsun_empty.html", text=NOTHING))
        content = page.fill(
            "lonsun_column.html",
            site=site.publisher.agency_name,
            site_id=SITE_ID,
            organ=organ,
            kind=kind,
            url=LABEL_PATH,
            file=LABEL_FILE,
            size=PAGE_SIZE,
            length=TITLE_LENGTH,
        )
        return page.listing(content)

    async def label(request: Request) -> Response:
        asked = dict(request.query_params)
        asked.update(parse_qsl((await request.body()).decode()))
        wanted = {"labelName": "publicInfoList", "siteId": SITE_ID, "organId": organ, "type": kind, "file": LABEL_FILE}
        number, size = asked.get("pageIndex", "1"), asked.get("pageSize", "")
        if any(asked.get(key) != value for key, value in wanted.items()) or not (number + size).isdecimal():
            return HTMLResponse(NOTHING)
        return HTMLResponse(_rows(site, max(int(number), 1), max(int(size or PAGE_SIZE), 1)))

    async def article(request: Request) -> Response:
        item = by_id.get(request.path_params["id"])
        if item is None or request.path_params.get("organ", organ) != organ:
            return page.missing()
        return page.article(request, _article(item), item.published_on)

    async def file(request: Request) -> Response:
        item = files.get(request.url.path)
        if item is None:
            return page.missing()
        return page.document(request, page.word_file(item.report), page.WORD_TYPE, item.published_on)

    return [
        Route(f"{context}/public/column/{{organ}}", column),
        Route(LABEL_PATH, label, methods=["GET", "POST"]),
        Route(f"{context}/public/content/{{id:int}}", article),
        Route(f"{context}/public/{{organ}}/{{id:int}}.html", article),
        Route("/group1/M00/{a}/{b}/{name}", file),
    ]


def _rows(site: Site, number: int, size: int) -> str:
    portions = pages(site.items, size)
    if number > len(portions):
        return NOTHING
    context, organ = site.parameters["context"], site.parameters["organ_id"]
    rows = (
        page.fill(
            "lonsun_row.html",
            url=f"{context}/public/{organ}/{article_id(item)}.html",
            title=item.title,
            shown=cut(item.title, TITLE_LENGTH),
            date=item.published_on,
        )
        for item in portions[number - 1]
    )
    return page.fill("lonsun_label.html", rows=page.joined(rows), count=len(portions), number=number)


def _article(item: Item) -> str:
    index = page.fill(
        "lonsun_index.html",
        number=f"113406{item.published_on.year}/{item.published_on:%Y%m}-{item.number:05d}",
        agency=item.agency_name,
        date=item.published_on,
        title=item.title,
    )
    if item.report_year is None:
        body = page.body(item.report)
    else:
        body = page.fill("lonsun_file.html", title=item.title, url=file_path(item))
    return page.fill(
        "lonsun_article.html",
        title=item.title,
        agency=item.agency_name,
        date=item.published_on,
        index=page.Html(index),
        body=page.Html(body),
    )
