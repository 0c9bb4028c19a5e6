"""Portals that are scripts alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from scrapy.http import TextResponse

from crawler.bureau import Bureau
from crawler.pages import (
    NEXT_PAGE_LABELS,
    Row,
    address_of,
    body_text,
    link_rows,
    names_file,
    reads_like_report,
    squeeze,
)
from crawler.platforms.base import ColumnPlatform, ListPage, Rendering
from crawler.platforms.clues import Sample
from crawler.platforms.parameters import COLUMN_WITH_FRAGMENT, text

RENDERED_KINDS = ("list", "shell", "report")
SHELL_CHARACTERS = 200
SHELL = re.compile(r"""<div[^>]+id=["']?(?:app|root|__nuxt|container)["'\s>]""")
SCRIPT = re.compile(r"<script[^>]+src=")


class Script(ColumnPlatform):
    """Portals that are scripts alone: pages are rendered in a browser (`crawler.browser`), nothing else is asked so.

    Domains   rows that say in ``why_browser`` what cannot be read without one
    Column    ``{column}``, a path that may end in the application's own (``/#/xxgk/list``)
    List      the rendered page
    Rows      ``row_css`` of the registry row; without it links whose title reads like a report
    Pages     the link 下一页 of the rendered page, its fragment counts if it is a path
    Article   any address that a rendered row links; articles are rendered, too
    Files     as on every platform, asked without the browser
    Caveats   a pager or a row without an address, which only answers a click, is not followed. What is archived is the
              page as rendered: it has no validators, a recheck renders it again
    """

    name = "script"
    parameters = (
        COLUMN_WITH_FRAGMENT,
        text("why_browser", "Why the portal cannot be read without a browser"),
        text("row_css", "Selector of the list's rows", is_required=False),
    )
    needs_browser = True

    def rows(self, page: ListPage) -> Iterable[Row]:
        """The links inside of ``row_css``, one of each; without it, of all links those that read like a report's."""
        row_css, found = page.bureau.portal.get("row_css"), link_rows(page.response)
        if row_css is None:
            return [row for row in found if reads_like_report(row, page.bureau.printed_names)]
        chosen = {
            address_of(page.response, href)
            for item in page.response.css(row_css)
            for href in item.xpath("(descendant-or-self::a/@href)[1]").getall()
        }
        return [row for row in found if row.url in chosen]

    def page_after(self, page: TextResponse) -> str | None:
        """The link 下一页; a page's own address with another fragment is another page."""
        for anchor in page.css("a[href]"):
            if squeeze("".join(anchor.css("::text").getall())) in NEXT_PAGE_LABELS:
                return address_of(page, anchor.attrib["href"])
        return None

    def rendering(self, url: str, kind: str, bureau: Bureau) -> Rendering | None:
        if kind not in RENDERED_KINDS or names_file(url):
            return None
        return Rendering(bureau.portal.get("row_css") if kind == "list" else None)

    def stated_parameters(self, sample: Sample) -> Mapping[str, Any]:
        return {
            "column": sample.place,
            "why_browser": f"the page holds fewer than {SHELL_CHARACTERS} characters until its scripts have run",
        }


def is_shell(sample: Sample) -> bool:
    """Whether a page shows next to nothing until its scripts have run."""
    has_scripts = bool(SCRIPT.search(sample.text) and SHELL.search(sample.text))
    return has_scripts and len(body_text(sample.response, "body")) < SHELL_CHARACTERS
