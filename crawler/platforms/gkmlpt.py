"""The gkmlpt directory platform."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from scrapy.http import TextResponse

from crawler.bureau import Bureau
from crawler.clock import BEIJING
from crawler.pages import PageError, Row, find_date, squeeze
from crawler.platforms.base import ListPage, ListRequest, Platform
from crawler.platforms.clues import Sample, Strength, in_address, in_text
from crawler.platforms.nfcms import Nfcms
from crawler.platforms.parameters import context, text
from parsing.prose.titles import read_title

ARTICLE = re.compile(r"/m?post_(\d+)\.html$")
SID = re.compile(r"""\bSID\s*:\s*['"]?(\d+)""")
TREE = re.compile(r"\bTREE\s*:\s*(?=\[)")
STATIC = Nfcms()
"""How a column is read that is a link to a static list."""


@dataclass(frozen=True, slots=True)
class DirectoryPage(ListRequest):
    """A page of a column of the directory, pages from 1."""

    column: int
    number: int
    sid: str


@dataclass(frozen=True, slots=True)
class StaticPage(ListRequest):
    """A page of a static list that a column links."""


class Gkmlpt(Platform):
    """The gkmlpt directory platform (Guangdong).

    Domains   {host}/{department}/gkmlpt, e.g. below www.panyu.gov.cn, rsj.gz.gov.cn
    Shell     ``/gkmlpt/annualreport``: ``window._CONFIG`` holds ``SID`` and ``TREE``; the column's id is read from it
    List      JSON from ``/gkmlpt/api/all/{column}?page={n}&sid={sid}``, pages from 1; a column with ``jump_url`` is a link to
              a static list of `crawler.platforms.nfcms`
    Article   ``/gkmlpt/content/{…}/{…}/post_{number}.html``, also ``mpost_``; ``post_url`` is its other address, at times
              without the body
    Files     named in the JSON and as ``a.nfw-cms-attachment``, whose href may be empty: then composed of its
              ``attachment-id``; all files of an article share one base name
    Caveats   page 0 may repeat page 1; a page behind the last may be 404; ``post_count`` promises too much
    """

    name = "gkmlpt"
    parameters = (
        context("prefix", "Path before /gkmlpt"),
        text("column_name", "Name of the column in the directory's tree"),
    )
    clues = (
        in_address(r"^/(?:[^?]*/)?gkmlpt(?:/|$)", "lies below /gkmlpt", Strength.ENDPOINT),
        in_text(r"\b_CONFIG\s*=[\s\S]{0,4000}?\bSID\s*:", "states a SID in window._CONFIG", Strength.ENDPOINT),
    )
    article = ARTICLE
    body_css = ".article-content, div.content"

    def first_lists(self, bureau: Bureau) -> Iterable[ListRequest]:
        yield ListRequest(f"{bureau.base_url}{bureau.portal['prefix']}/gkmlpt/annualreport", is_shell=True)

    def rows(self, page: ListPage) -> Iterable[Row]:
        if isinstance(page.asked, DirectoryPage):
            return rows(page.response)
        return STATIC.rows(page) if isinstance(page.asked, StaticPage) else ()

    def next_lists(self, page: ListPage) -> Iterable[ListRequest]:
        asked, response = page.asked, page.response
        if isinstance(asked, DirectoryPage):
            if answer(response)["articles"]:
                yield _page(response, asked.column, asked.number + 1, asked.sid)
        elif isinstance(asked, StaticPage):
            if (following := STATIC.page_after(response)) is not None:
                yield StaticPage(following)
        else:
            ids, addresses = columns(response, page.bureau.portal["column_name"] or "")
            yield from (_page(response, column, 1, site_id(response)) for column in ids)
            yield from (StaticPage(address) for address in addresses)

    def attachment_urls(self, page: TextResponse) -> Iterable[str]:
        return (*super().attachment_urls(page), *composed_files(page))

    def stated_parameters(self, sample: Sample) -> Mapping[str, Any]:
        prefix = sample.path.partition("/gkmlpt")[0] if "/gkmlpt" in sample.path else None
        column = urlsplit(sample.url).fragment
        pattern = rf'"id"\s*:\s*"?{column}"?\s*,\s*"name"\s*:\s*"([^"]+)"'
        name = re.search(pattern, sample.text) if column.isdigit() else None
        return {"prefix": prefix, "column_name": name and name.group(1)}


def site_id(shell: TextResponse) -> str:
    match = SID.search(shell.text)
    if match is None:
        raise PageError("the shell states no SID")
    return match.group(1)


def columns(shell: TextResponse, column_name: str) -> tuple[list[int], list[str]]:
    """Columns whose name contains ``column_name``, if any are those named like a report on disclosure: ids, and addresses.

    The configuration is a literal of JavaScript, but ``TREE`` in it is JSON. Raises `PageError` if there is no such column.
    """
    start = TREE.search(shell.text)
    if start is None:
        raise PageError("the shell states no TREE")
    try:
        tree, _ = json.JSONDecoder().raw_decode(shell.text, start.end())
    except json.JSONDecodeError as error:
        raise PageError(f"TREE is no JSON: {error}") from error
    named = [node for node in _nodes(tree) if column_name in str(node["name"])]
    chosen = [node for node in named if read_title(str(node["name"])).is_annual_report] or named
    if not chosen:
        raise PageError(f"no column is named {column_name}")
    ids = dict.fromkeys(int(node["id"]) for node in chosen if not node.get("jump_url"))
    return list(ids), list(dict.fromkeys(shell.urljoin(node["jump_url"]) for node in chosen if node.get("jump_url")))


def answer(page: TextResponse) -> dict[str, Any]:
    """The API's answer; raises `PageError` for anything else."""
    try:
        found = json.loads(page.text)
    except json.JSONDecodeError as error:
        raise PageError(f"the list is no JSON: {error}") from error
    if not isinstance(found, dict) or not isinstance(found.get("articles"), list):
        raise PageError("the list holds no articles")
    if not all(
        isinstance(article, dict) and _addresses(article) and article.get("title") for article in found["articles"]
    ):
        raise PageError("an article of the list has no address or no title")
    return found


def rows(page: TextResponse) -> list[Row]:
    return [
        Row(
            url=page.urljoin(_addresses(article)[0]),
            title=squeeze(article["title"]),
            published_on=_published_on(article),
            attachments=tuple(page.urljoin(file["url"]) for file in article.get("attachment") or () if file.get("url")),
            other_url=next((page.urljoin(url) for url in _addresses(article)[1:]), None),
        )
        for article in answer(page)["articles"]
    ]


def composed_files(article: TextResponse) -> list[str]:
    """Addresses of the files whose links have no address: ``…/attachment/{a div 10^6}/{a div 10^3}/{a}/{article}.{suffix}``."""
    post = ARTICLE.search(urlsplit(article.url).path)
    prefix = urlsplit(article.url).path.partition("/gkmlpt/")[0]
    found = []
    for link in article.css("a.nfw-cms-attachment[attachment-id]"):
        number, suffix = link.attrib["attachment-id"], link.attrib.get("alt", "").rpartition(".")[2]
        if post and number.isdecimal() and suffix and not link.attrib.get("href", "").strip():
            folder = f"{int(number) // 10**6}/{int(number) // 10**3}/{number}"
            found.append(article.urljoin(f"{prefix}/attachment/{folder}/{post.group(1)}.{suffix}"))
    return found


def _addresses(article: dict[str, Any]) -> list[str]:
    return list(dict.fromkeys(article[name] for name in ("url", "post_url") if article.get(name)))


def _published_on(article: dict[str, Any]) -> str | None:
    """The stated moment as a date in China; ``date`` is a Unix time."""
    if isinstance(article.get("date"), int):
        return datetime.fromtimestamp(article["date"], BEIJING).date().isoformat()
    return find_date(article.get("created_at"))


def _nodes(tree: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for node in tree:
        yield node
        yield from _nodes(node.get("children") or ())


def _page(response: TextResponse, column: int, number: int, sid: str) -> DirectoryPage:
    folder = response.url.partition("/gkmlpt/")[0]
    address = f"{folder}/gkmlpt/api/all/{column}?page={number}&sid={sid}"
    return DirectoryPage(address, column, number, sid, may_be_missing=number > 1)
