"""gkmlpt (Guangdong): a script page with the tree of columns, a JSON list, reports as PDF attachments.

Page 0 is page 1 and pages after the last are 404; ``post_count`` promises more than is served. An article has two
addresses, the second one without its body. Its attachment link may have an empty ``href`` and its name only in ``alt``,
and all files of one article share their file name. On some sites the column of the tree is a link to a static list.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from practice.portals import formats, page
from practice.portals.articles import Answers, Publishing, answers_by_address, article_page, last_routes
from practice.portals.formats import File
from practice.portals.items import Filing, Item, Site, pages
from practice.portals.nfcms import Nfcms
from practice.report import Paragraph, Report
from practice.sites import BureauSite, Host


def post_id(item: Item) -> int:
    return item.serial(7_000_000, 1100)


@dataclass(frozen=True, slots=True)
class Gkmlpt(Publishing):
    platform: ClassVar[str] = "gkmlpt"

    sid: str = "200171"
    column: int = 9103
    page_size: int = 10
    promised_too_many: int = 3
    static: str = "/jgzy/qzfbm/fzqrsj/rsjgkml/zfxxgkgzndbg"
    jump: Nfcms | None = None
    """If set, the tree's column is a link to this static list at ``static``, and the API has nothing."""
    empty_href_from: int = 2021
    """From this report year on, links to files have an empty ``href``."""
    two_files_year: int | None = 2022
    """The report of this year has a picture companion beside it."""

    def routes(self, sites: Sequence[Site]) -> list[Route]:
        listed = [site for site in sites if site.is_listed]
        lists = [route for site in listed for route in self._list_routes(site)]
        if self.jump is not None:
            return [*lists, *self.jump.routes([self._static_site(site) for site in sites])]
        answers, statics = self._answers(sites), self._statics(sites)

        return [*lists, *last_routes(lambda request: statics(request) or answers(request))]

    def address(self, site: Site, item: Item) -> str:
        if self.jump is not None:
            return self.jump.address(self._static_site(site), item)
        return self._content(site, item, "mpost" if item.is_neighbour else "post")

    def file_address(self, site: Site, item: Item, index: int, file: File) -> str:
        if self.jump is not None:
            return self.jump.file_address(self._static_site(site), item, index, file)
        number = 7_100_000 + item.number * 10 + index
        folder = f"/attachment/{number // 10**6}/{number // 10**3}/{number}"
        return f"{site.parameters['prefix']}{folder}/{post_id(item)}.{file.suffix}"

    def article(self, site: Site, item: Item, body: str) -> str:
        found = self._attachments(site, item)
        if found:
            has_href = (item.report_year or 0) < self.empty_href_from
            body = page.joined(
                page.fill("gkmlpt_file.html", id=_attachment_id(path), name=file.name, href=path if has_href else "")
                for path, file in found
            )
        detail = json.dumps({"id": post_id(item), "title": item.title, "content": body}, ensure_ascii=False)
        detail = page.Html(detail.replace("<", "\\u003C"))
        return article_page(self, site, item, body, identifier=_identifier(site, item), detail=detail, sid=self.sid)

    def _list_routes(self, site: Site) -> list[Route]:
        prefix = site.parameters["prefix"]
        promised = len(site.items) + self.promised_too_many
        listed = () if self.jump else site.items
        portions = pages(listed, self.page_size)

        async def shell(request: Request) -> Response:
            node = {"id": self.column, "name": "政府信息公开工作年度报告", "children": [], "post_count": promised}
            if self.jump is not None:
                node |= {"jump_url": f"{self.static}/", "post_count": 0}
            own = page.Html(json.dumps(node, ensure_ascii=False))
            tree = page.fill("gkmlpt_tree.json", own=own, static=self.static)
            return page.listing(
                page.fill(
                    "gkmlpt_shell.html",
                    site=site.publisher.agency_name,
                    sid=self.sid,
                    area=site.publisher.bureau_code.removeprefix("hrss-"),
                    tree=page.Html(tree.strip()),
                )
            )

        async def api(request: Request) -> Response:
            asked = request.query_params.get("page", "1")
            number = max(int(asked), 1) if asked.isdecimal() else 0
            known = request.path_params["column"] in (0, self.column) and request.query_params.get("sid") == self.sid
            if not known or not 1 <= number <= len(portions):
                return JSONResponse({"message": "Not Found"}, status_code=404)
            base = str(request.base_url).rstrip("/")
            classify = {"id": self.column, "name": "政府信息公开工作年度报告", "parent": 0, "post_count": promised}
            articles = [self._entry(site, item, base) for item in portions[number - 1]]
            return JSONResponse({"classify": classify, "articles": articles}, headers={"Cache-Control": "no-cache"})

        return [
            Route(f"{prefix}/gkmlpt/annualreport", shell),
            Route(f"{prefix}/gkmlpt/index", shell),
            Route(f"{prefix}/gkmlpt/api/all/{{column:int}}", api),
        ]

    def _answers(self, sites: Sequence[Site]) -> Answers:
        companions = {
            path: (item, file)
            for site in sites
            for item in site.items
            if item.report_year == self.two_files_year
            for path, file in self._attachments(site, item)
        }
        others = answers_by_address(self, sites)

        def answer(request: Request) -> Response | None:
            found = companions.get(request.scope["path"])
            if found is None:
                return others(request)
            item, file = found
            return page.document(request, file.write(), file.media_type, item.published_on)

        return answer

    def _statics(self, sites: Sequence[Site]) -> Answers:
        """The second addresses: a title without the report."""
        items = {self._static(site, item): item for site in sites for item in site.items}

        def answer(request: Request) -> Response | None:
            item = items.get(request.scope["path"])
            if item is None:
                return None
            content = page.fill("gkmlpt_static.html", title=item.title, date=item.published_on)
            return page.article(request, content, item.published_on)

        return answer

    def _attachments(self, site: Site, item: Item) -> list[tuple[str, File]]:
        """(path, file) in printed order; the companion, if there is one, stands first."""
        if item.format not in ("pdf", "docx", "xlsx", "xls", "zip"):
            return []
        files = [replace(file, name=f"{item.title}.{file.suffix}") for file in formats.files(item.report, item.format)]
        if item.report_year == self.two_files_year:
            picture = Report(f"{item.title}图解", item.published_on, (Paragraph(f"一图读懂{item.title}", "title"),))
            files.insert(0, formats.files(picture, "pdf")[0])
        return [(self.file_address(site, item, index, file), file) for index, file in enumerate(files)]

    def _entry(self, site: Site, item: Item, base: str) -> Mapping[str, Any]:
        moment = page.morning(item.published_on)
        return {
            "id": post_id(item),
            "title": item.title,
            "publisher": item.agency_name,
            "identifier": _identifier(site, item),
            "document_number": "",
            "date": int(moment.timestamp()) - 9 * 3600,
            "created_at": f"{moment:%Y-%m-%d %H:%M:%S}",
            "create_time": int(moment.timestamp()),
            "display_publish_time": int(moment.timestamp()),
            "classify_main": self.column,
            "classify_main_name": "年度报告",
            "keywords": "",
            "abstract": "",
            "relation": "[]",
            "is_expired": 0,
            "is_abolished": 0,
            "url": base + self.address(site, item),
            "post_url": base + self._static(site, item),
            "attachment": [
                {
                    "id": _attachment_id(path),
                    "name": file.name,
                    "type": file.suffix,
                    "mime": file.media_type,
                    "size": str(len(file.write())),
                    "url": base + path,
                }
                for path, file in self._attachments(site, item)
            ],
        }

    def _content(self, site: Site, item: Item, kind: str) -> str:
        number = post_id(item)
        return f"{site.parameters['prefix']}/gkmlpt/content/{number // 10**6}/{number // 10**3}/{kind}_{number}.html"

    def _static(self, site: Site, item: Item) -> str:
        return f"{self.static}/content/post_{post_id(item)}.html"

    def _static_site(self, site: Site) -> Site:
        return replace(site, parameters={**site.parameters, "column": f"{self.static}/"})


def _identifier(site: Site, item: Item) -> str:
    area = site.publisher.bureau_code.removeprefix("hrss-")
    return f"11{area}007500000A/{item.published_on.year}-{item.number:05d}"


def _attachment_id(path: str) -> int:
    return int(path.split("/")[-2])


HOSTS = (
    Host(
        "127.0.0.15",
        Gkmlpt(),
        (BureauSite("hrss-440113", {"prefix": "/gzpyrsj", "column_name": "年度报告"}, Filing("pdf")),),
        robots="",
    ),
    Host(
        "127.0.1.8",
        Gkmlpt(
            sid="755001",
            column=2629,
            static="/szrsj/xxgk/xxgknb",
            jump=Nfcms(page_size=12),
            two_files_year=None,
        ),
        (BureauSite("hrss-440300", {"prefix": "", "column_name": "年度报告"}, Filing(by_year={2016: "pdf"})),),
    ),
)
