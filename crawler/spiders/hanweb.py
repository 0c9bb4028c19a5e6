"""Hanweb JCMS portals with datastore and dataproxy (Zhejiang and many others).

Domains   www.sx.gov.cn, www.shangyu.gov.cn, …
Column    ``/col/col{column}/index.html``; the first rows stand in it as a ``<datastore>`` in a script
List      ``proxyUrl`` of the page (two paths exist), POST with the range in the query, three pages a block;
          a ``<nextgroup>`` with an address is the portal's own next request and goes first
Rows      ``<record>`` with an HTML snippet in CDATA: read from the raw text, HTML parsers drop it
Article   ``/art/{Y}/{M}/{D}/art_{column}_{number}.html``, newer ``/art/{Y}/art_{uuid}.html``
Files     ``/module/download/downfile.jsp?…&filename={hex}.{suffix}``
Caveats   some servers ignore the range and repeat rows: the base stops when nothing is new
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import parse_qs, urlencode, urlsplit

from parsel import Selector
from scrapy import FormRequest, Request
from scrapy.http import TextResponse

from crawler.pages import Row, find_date, link_title
from crawler.registry import Bureau
from crawler.spiders.base import PortalSpider

ARTICLE = re.compile(r"/art_(?:\d+_)?([0-9a-f-]{32,36}|\d+)\.html$")
RECORD = re.compile(r"<record>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</record>", re.DOTALL)
NEXT_GROUP = re.compile(r"<nextgroup>.*?href=[\"']([^\"']+)[\"']", re.DOTALL)
TOTAL = re.compile(r"(?:totalRecord\s*[:=]\s*['\"]?|<totalrecord>\s*)(\d+)", re.IGNORECASE)
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


def range_request(page: TextResponse, form: Mapping[str, str], proxy: str, per_page: int, start: int) -> Request:
    """The POST for the block of rows that begins with row ``start`` (from 1)."""
    end = start + PAGES_IN_A_BLOCK * per_page - 1
    query = urlencode({"startrecord": start, "endrecord": end, "perpage": per_page})
    return FormRequest(f"{page.urljoin(proxy)}?{query}", formdata=dict(form))


def form_of(page: TextResponse) -> dict[str, str]:
    """The form fields that the column's script states, in the script's own values."""
    found = {name: re.search(PARAMETER.format(name=name), page.text) for name in FORM_FIELDS}
    return {name: match.group(1) for name, match in found.items() if match}


class HanwebSpider(PortalSpider):
    name = platform = "hanweb"
    body_css = "#zoom, #ivs_content, .article-conter, .art_con, .main-txt"

    def first_lists(self, bureau: Bureau) -> Iterable[Request]:
        yield Request(f"{bureau.base_url}/col/col{bureau.portal['column_id']}/index.html")

    def list_rows(self, response: TextResponse, bureau: Bureau) -> Iterable[Row]:
        return rows(response)

    def next_lists(self, response: TextResponse, bureau: Bureau) -> Iterable[Request]:
        following = next_group(response)
        if following is not None:
            yield Request(following)
            return
        paging = response.cb_kwargs.get("paging") or self._paging(response)
        if paging is None:
            return
        form, proxy, per_page, total = paging
        last = parse_qs(urlsplit(response.url).query).get("endrecord")
        start = int(last[0]) + 1 if last else len(rows(response)) + 1
        if start <= total:
            request = range_request(response, form, proxy, per_page, start)
            yield request.replace(cb_kwargs={"paging": paging})

    def article_id(self, url: str) -> str:
        match = ARTICLE.search(urlsplit(url).path)
        return match.group(1) if match else url

    @staticmethod
    def _paging(column: TextResponse) -> tuple[dict[str, str], str, int, int] | None:
        proxy, total, per_page = (pattern.search(column.text) for pattern in (PROXY, TOTAL, PER_PAGE))
        if proxy is None or total is None or per_page is None:
            return None
        return form_of(column), proxy.group(1), int(per_page.group(1)), int(total.group(1))
