"""gkmlpt (Guangdong): a script page with the tree of columns, a JSON list, reports as PDF attachments.

Page 0 is page 1 and pages after the last are 404; ``post_count`` promises more than is served. An article has two
addresses, the second one without its body; its attachment link may have an empty ``href`` and its name only in ``alt``,
and two files of one article share their file name.
"""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from practice.portals import page
from practice.portals.shelf import Item, Site, pages
from practice.report import Paragraph, Report

PAGE_SIZE = 10
SID = "200171"
COLUMN = 9103
STATIC = "/jgzy/qzfbm/fzqrsj/rsjgkml/zfxxgkgzndbg"
PROMISED_TOO_MANY = 3
EMPTY_HREF_FROM = 2021
TWO_FILES_YEAR = 2022


def post_id(item: Item) -> int:
    return 7_000_000 + item.days * 1100 + item.number


def routes(site: Site) -> list[Route]:
    prefix = site.parameters["prefix"]
    by_id = {post_id(item): item for item in site.items}
    files = {path: (item, report) for item in site.items for path, _, report in attachments(item)}
    portions = pages(site.items, PAGE_SIZE)

    async def shell(request: Request) -> Response:
        tree = page.fill("gkmlpt_tree.json", column=COLUMN, count=len(site.items) + PROMISED_TOO_MANY, static=STATIC)
        return page.listing(
            page.fill("gkmlpt_shell.html", site=site.publisher.agency_name, sid=SID, tree=page.Html(tree.strip()))
        )

    async def api(request: Request) -> Response:
        asked = request.query_params.get("page", "1")
        number = max(int(asked), 1) if asked.isdecimal() else 0
        known = request.path_params["column"] in (0, COLUMN) and request.query_params.get("sid") == SID
        if not known or not 1 <= number <= len(portions):
            return JSONResponse({"message": "Not Found"}, status_code=404)
        base = str(request.base_url).rstrip("/")
        classify = {"id": COLUMN, "name": "政府信息公开工作年度报告", "parent": 0}
        return JSONResponse(
            {
                "classify": {**classify, "post_count": len(site.items) + PROMISED_TOO_MANY},
                "articles": [_entry(item, base, prefix) for item in portions[number - 1]],
            },
            headers={"Cache-Control": "no-cache"},
        )

    async def article(request: Request) -> Response:
        item = by_id.get(request.path_params["id"])
        if item is None or not request.url.path.endswith(_address(item)):
            return page.missing()
        return page.article(request, _article(item, prefix), item.published_on)

    async def static_article(request: Request) -> Response:
        item = by_id.get(request.path_params["id"])
        if item is None:
            return page.missing()
        content = page.fill("gkmlpt_static.html", title=item.title, date=item.published_on)
        return page.article(request, content, item.published_on)

    async def file(request: Request) -> Response:
        found = files.get(request.url.path.removeprefix(prefix))
        if found is None:
            return page.missing()
        return page.document(request, page.pdf_file(found[1]), page.PDF_TYPE, found[0].published_on)

    return [
        Route(f"{prefix}/gkmlpt/annualreport", shell),
        Route(f"{prefix}/gkmlpt/index", shell),
        Route(f"{prefix}/gkmlpt/api/all/{{column:int}}", api),
        Route(f"{prefix}/gkmlpt/content/{{a:int}}/{{b:int}}/post_{{id:int}}.html", article),
        Route(f"{prefix}/gkmlpt/content/{{a:int}}/{{b:int}}/mpost_{{id:int}}.html", article),
        Route(f"{STATIC}/content/post_{{id:int}}.html", static_article),
        Route(f"{prefix}/attachment/{{a:int}}/{{b:int}}/{{c:int}}/{{name}}", file),
    ]


def attachments(item: Item) -> list[tuple[str, str, Report]]:
    """(path below the prefix, printed name, content) of an item's files; only the bureau's reports have any."""
    if item.report_year is None:
        return []
    contents = [(f"{item.title}.pdf", item.report)]
    if item.report_year == TWO_FILES_YEAR:
        picture = Report(f"{item.title}图解", item.published_on, (Paragraph(f"一图读懂{item.title}", "title"),))
        contents.insert(0, (f"{picture.title}.pdf", picture))
    found = []
    for offset, (name, report) in enumerate(contents):
        number = 7_100_000 + item.number * 10 + offset
        folder = f"/attachment/{number // 10**6}/{number // 10**3}/{number}"
        found.append((f"{folder}/{post_id(item)}.pdf", name, report))
    return found


def _address(item: Item) -> str:
    number = post_id(item)
    kind = "mpost" if item.is_neighbour else "post"
    return f"/gkmlpt/content/{number // 10**6}/{number // 10**3}/{kind}_{number}.html"


def _entry(item: Item, base: str, prefix: str) -> dict[str, Any]:
    moment = page.morning(item.published_on)
    return {
        "id": post_id(item),
        "title": item.title,
        "publisher": item.agency_name,
        "identifier": f"11440113007500000A/{item.published_on.year}-{item.number:05d}",
        "document_number": "",
        "date": int(moment.timestamp()) - 9 * 3600,
        "created_at": f"{moment:%Y-%m-%d %H:%M:%S}",
        "create_time": int(moment.timestamp()),
        "display_publish_time": int(moment.timestamp()),
        "classify_main": COLUMN,
        "classify_main_name": "年度报告",
        "keywords": "",
        "abstract": "",
        "relation": "[]",
        "is_expired": 0,
        "is_abolished": 0,
        "url": f"{base}{prefix}{_address(item)}",
        "post_url": f"{base}{STATIC}/content/post_{post_id(item)}.html",
        "attachment": [
            {
                "id": _attachment_id(path),
                "name": name,
                "type": "pdf",
                "mime": page.PDF_TYPE,
                "size": str(len(page.pdf_file(report))),
                "url": f"{base}{prefix}{path}",
            }
            for path, name, report in attachments(item)
        ],
    }


def _attachment_id(path: str) -> int:
    return int(path.split("/")[-2])


def _article(item: Item, prefix: str) -> str:
    files = [
        page.fill(
            "gkmlpt_file.html",
            id=_attachment_id(path),
            name=name,
            href="" if (item.report_year or 0) >= EMPTY_HREF_FROM else prefix + path,
        )
        for path, name, _ in attachments(item)
    ]
    body = "\n".join(files) if files else page.body(item.report)
    detail = json.dumps({"id": post_id(item), "title": item.title, "content": body}, ensure_ascii=False)
    return page.fill(
        "gkmlpt_article.html",
        title=item.title,
        agency=item.agency_name,
        date=item.published_on,
        identifier=f"11440113007500000A/{item.published_on.year}-{item.number:05d}",
        body=page.Html(body),
        detail=page.Html(detail.replace("<", "\\u003C")),
        sid=SID,
    )
