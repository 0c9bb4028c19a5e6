"""Hanweb JCMS portals with datastore and dataproxy (Zhejiang and many others).

Domains   www.sx.gov.cn, www.shangyu.gov.cn, …
Column    ``/col/col{column}/index.html``; the first rows stand in it as a ``<datastore>`` in a script
List      ``proxyUrl`` of the page (two paths exist), POST with the range in the query, three pages a block;
          a page that states no proxy is followed by the address in its ``<nextgroup>``
Rows      ``<record>`` with an HTML snippet in CDATA: read from the raw text, HTML parsers drop it
Article   ``/art/{Y}/{M}/{D}/art_{column}_{number}.html``, newer ``/art/{Y}/art_{uuid}.html``
Files     ``/module/download/downfile.jsp?…&filename={hex}.{suffix}``
Caveats   some servers ignore the range and repeat rows: the base stops when nothing is new
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from parsel import Selector
from scrapy import FormRequest, Request
from scrapy.http import TextResponse

from crawler.pages import Row, find_date, link_title
from crawler.registry import Bureau
from crawler.spiders.base import PortalSpider

ARTICLE = re.compile(r"/art_(?:\d+_)?([0-9a-f-]{32,36}|\d+)\.html$")
RECORD = re.compile(r"<record>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</record>", re.DOTALL)
DATASTORE = re.compile(r"<datastore>.*?</datastore>", re.DOTALL)
NEXT_GROUP = re.compile(r"<nextgroup>.*?href=[\"']([^\"']+)[\"']", re.DOTALL)
TOTAL = re.compile(r"totalRecord\s*[:=]\s*['\"]?(\d+)", re.IGNORECASE)
PER_PAGE = re.compile(r"perPage\s*[:=]\s*['\"]?(\d+)", re.IGNORECASE)
PROXY = re.compile(r"proxyUrl\s*[:=]\s*['\"]([^'\"]+)['\"]")
PARAMETER = r"['\"]?\b{name}['\"]?\s*[:=]\s*['\"]?([^'\",&\s}}]+)"
FORM_FIELDS = (
    "col", "appid", "webid", "path", "columnid", "sourceContentType", "unitid", "webname", "permissiontype",
)  # fmt: skip
PAGES_IN_A_BLOCK = 3


def rows(page: TextResponse) -> list[Row]:
    """The records of a datastore, alone or inside a column page."""
    found = []
    for snippet in RECORD.findall(page.text):
        record = Selector(text=snippet)
        for anchor in record.css("a[href]")[:1]:
            text = "".join(record.css("::text").getall())
            found.append(
                Row(
                    url=page.urljoin(anchor.attrib["href"]),
                    title=link_title(anchor),
                    published_on=find_date(text.replace("".join(anchor.css("::text").getall()), " ")),
                )
            )
    return found


def next_group(page: TextResponse) -> str | None:
    """Address of the portal's own next request, where the answer names one."""
    match = NEXT_GROUP.search(page.text)
    return page.urljoin(match.group(1).replace("&amp;", "&")) if match else None


@dataclass(frozen=True, slots=True)
class Paging:
    """What a column's script states about the rows that it does not embed."""

    proxy: str
    form: Mapping[str, str]
    per_page: int
    total: int


def paging_of(column: TextResponse) -> Paging | None:
    """The paging of a column page, in the script's own values; ``None`` where it states no proxy."""
    script = DATASTORE.sub("", column.text)
    proxy, total, per_page = (pattern.search(script) for pattern in (PROXY, TOTAL, PER_PAGE))
    if proxy is None or total is None or per_page is None:
        return None
    found = {name: re.search(PARAMETER.format(name=name), script) for name in FORM_FIELDS}
    # a site's name may stand percent-encoded in the script; the form encodes it again
    form = {name: unquote(match.group(1)) for name, match in found.items() if match}
    return Paging(column.urljoin(proxy.group(1)), form, int(per_page.group(1)), int(total.group(1)))


def range_request(paging: Paging, start: int) -> Request:
    """The POST for the block of rows that begins with row ``start`` (from 1)."""
    end = start + PAGES_IN_A_BLOCK * paging.per_page - 1
    query = urlencode({"startrecord": start, "endrecord": end, "perpage": paging.per_page})
    return FormRequest(f"{paging.proxy}?{query}", formdata=dict(paging.form), meta={"paging": paging})


class HanwebSpider(PortalSpider):
    name = platform = "hanweb"
    body_css = "#zoom, #ivs_content, .article-conter, .art_con, .main-txt"

    def first_lists(self, bureau: Bureau) -> Iterable[Request]:
        yield Request(f"{bureau.base_url}/col/col{bureau.portal['column_id']}/index.html")

    def list_rows(self, response: TextResponse, bureau: Bureau) -> Iterable[Row]:
        return rows(response)

    def next_lists(self, response: TextResponse, bureau: Bureau) -> Iterable[Request]:
        paging = response.meta.get("paging") or paging_of(response)
        if paging is None:
            following = next_group(response)
            if following is not None:
                yield Request(following)
            return
        last = parse_qs(urlsplit(response.url).query).get("endrecord")
        start = int(last[0]) + 1 if last else len(rows(response)) + 1
        if start <= paging.total:
            yield range_request(paging, start)

    @staticmethod
    def article_id(url: str) -> str:
        match = ARTICLE.search(urlsplit(url).path)
        return match.group(1) if match else url
