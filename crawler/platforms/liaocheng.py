"""The ``channel_/doc_`` system of Liaocheng."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from crawler.bureau import Bureau
from crawler.pages import Row, entry_rows
from crawler.platforms.base import ColumnPlatform, ListPage
from crawler.platforms.clues import Sample, Strength, in_address, in_text
from crawler.platforms.parameters import text

CHANNEL = re.compile(r"^/((?:site_[^/]+/)?channel_[^/]+)(?:/|$)")


class Liaocheng(ColumnPlatform):
    """The ``channel_/doc_`` system of Liaocheng (city, bureaus and counties).

    Domains   rsj.liaocheng.gov.cn, slj.liaocheng.gov.cn, county portals with ``/site_{name}/`` before the channel
    List      ``/{channel}/``
    Rows      ``.wbj_list_1 .item`` with ``span.time``
    Pages     two forms of address are known; the link 下一页 is followed, never composed
    Article   ``…/{channel}/doc_{24 hex}.html``; the hex starts with the time of import, years after the report at worst
    Files     ``/resources/public/{yyyyMMdd}/{hex}.{suffix}``
    Caveats   http only
    """

    name = "liaocheng"
    parameters = (text("channel", "Segments of the list's path: channel_…, or site_…/channel_…"),)
    clues = (
        in_address(
            r"/channel_\w+/(?:doc_[0-9a-f]{24}\.html)?", "has channel_ and doc_ in its address", Strength.OWN_ADDRESS
        ),
        in_text(r"/channel_\w+/doc_[0-9a-f]{24}\.html", "links channel_/doc_ articles", Strength.OWN_LINK),
    )
    article = re.compile(r"/doc_([0-9a-f]{24})\.html$")
    body_css = ".wbj_details_1 .content-text"

    def column_url(self, bureau: Bureau) -> str:
        return f"{bureau.base_url}/{bureau.portal['channel']}/"

    def rows(self, page: ListPage) -> Iterable[Row]:
        return entry_rows(page.response, ".wbj_list_1 .item", ".time::text")

    def stated_parameters(self, sample: Sample) -> Mapping[str, Any]:
        channel = CHANNEL.match(sample.path)
        return {"channel": channel and channel.group(1)}
