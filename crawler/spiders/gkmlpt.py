"""The gkmlpt directory platform (Guangdong).

Domains   {host}/{department}/gkmlpt, e.g. below www.panyu.gov.cn, rsj.gz.gov.cn
Shell     ``/gkmlpt/annualreport``: ``window._CONFIG`` holds ``SID`` and ``TREE``; the column's id is read from it
List      JSON from ``/gkmlpt/api/all/{column}?page={n}&sid={sid}``, pages from 1
Article   ``/gkmlpt/content/{…}/{…}/post_{number}.html``, also ``mpost_``; ``post_url`` is its other address
Files     named in the JSON and as ``a.nfw-cms-attachment`` (whose href may be empty); all files of an article
          share one base name
Caveats   page 0 may repeat page 1; a page behind the last may be 404; ``post_count`` promises too much
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.parse import parse_qs, urlsplit

from scrapy import Request
from scrapy.http import TextResponse

from crawler.pages import PageError, Row, find_date, squeeze
from crawler.registry import Bureau
from crawler.spiders.base import PortalSpider
from parsing.prose.titles import read_title

ARTICLE = re.compile(r"/m?post_(\d+)\.html$")
SID = re.compile(r"""\bSID\s*:\s*['"]?(\d+)""")
TREE = re.compile(r"\bTREE\s*:\s*(?=\[)")
CHINA = timezone(timedelta(hours=8))


def site_id(shell: TextResponse) -> str:
    match = SID.search(shell.text)
    if match is None:
        raise PageError("the shell states no SID")
    return match.group(1)


def column_ids(shell: TextResponse, column_name: str) -> list[int]:
    """Ids of the columns whose name contains ``column_name``; those named like a report on disclosure, if any.

    The configuration is a literal of JavaScript, but ``TREE`` in it is JSON.
    """
    start = TREE.search(shell.text)
    if start is None:
        raise PageError("the shell states no TREE")
    try:
        tree, _ = json.JSONDecoder().raw_decode(shell.text, start.end())
    except json.JSONDecodeError as error:
        raise PageError(f"TREE is no JSON: {error}") from error
    named = [node for node in _nodes(tree) if column_name in str(node["name"]) and not node.get("jump_url")]
    chosen = [node for node in named if read_title(str(node["name"])).is_annual_report] or named
    if not chosen:
        raise PageError(f"no column is named {column_name}")
    return list(dict.fromkeys(int(node["id"]) for node in chosen))


def answer(page: TextResponse) -> dict[str, Any]:
    """The API's answer; an error status on a later page is the end of the list, an empty answer."""
    if page.status == 404:
        return {"articles": []}
    try:
        found = json.loads(page.text)
    except json.JSONDecodeError as error:
        raise PageError(f"the list is no JSON: {error}") from error
    if not isinstance(found, dict) or not isinstance(found.get("articles"), list):
        raise PageError("the list holds no articles")
    if not all(isinstance(article, dict) and {"url", "title"} <= set(article) for article in found["articles"]):
        raise PageError("an article of the list has no address or no title")
    return found


def rows(page: TextResponse) -> list[Row]:
    return [
        Row(
            url=page.urljoin(article["url"]),
            title=squeeze(article["title"]),
            published_on=_published_on(article),
            attachments=tuple(page.urljoin(file["url"]) for file in article.get("attachment") or () if file.get("url")),
        )
        for article in answer(page)["articles"]
    ]


def _published_on(article: dict[str, Any]) -> str | None:
    """The stated moment as a date in China; ``date`` is a Unix time."""
    if isinstance(article.get("date"), int):
        return datetime.fromtimestamp(article["date"], CHINA).date().isoformat()
    return find_date(article.get("created_at"))


def _nodes(tree: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for node in tree:
        yield node
        yield from _nodes(node.get("children") or ())


class GkmlptSpider(PortalSpider):
    name = platform = "gkmlpt"
    body_css = ".article-content, div.content"

    def first_lists(self, bureau: Bureau) -> Iterable[Request]:
        yield Request(f"{bureau.base_url}{bureau.portal['prefix']}/gkmlpt/annualreport")

    def list_rows(self, response: TextResponse, bureau: Bureau) -> Iterable[Row]:
        return rows(response) if _is_answer(response) else ()

    def next_lists(self, response: TextResponse, bureau: Bureau) -> Iterable[Request]:
        if not _is_answer(response):
            sid = site_id(response)
            for column in column_ids(response, bureau.portal["column_name"]):
                yield self._page(bureau, column, 1, sid)
        elif answer(response)["articles"]:
            query = parse_qs(urlsplit(response.url).query)
            column = int(urlsplit(response.url).path.rsplit("/", 1)[1])
            yield self._page(bureau, column, int(query["page"][0]) + 1, query["sid"][0])

    @staticmethod
    def article_id(url: str) -> str:
        match = ARTICLE.search(urlsplit(url).path)
        return match.group(1) if match else url

    @staticmethod
    def _page(bureau: Bureau, column: int, number: int, sid: str) -> Request:
        address = f"{bureau.base_url}{bureau.portal['prefix']}/gkmlpt/api/all/{column}?page={number}&sid={sid}"
        return Request(address, meta={"handle_httpstatus_list": [404]} if number > 1 else None)


def _is_answer(response: TextResponse) -> bool:
    return "/gkmlpt/api/" in urlsplit(response.url).path
