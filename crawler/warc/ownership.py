"""Whose report a page is, by nothing but what the page says and the registry knows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from scrapy.http import Response, TextResponse

from crawler.evidence import of_page
from crawler.pages import attachment_urls, canonical, page_titles
from crawler.platforms import PLATFORMS
from crawler.registry import Bureau
from parsing.prose.titles import read_title


@dataclass(frozen=True, slots=True)
class Owner:
    bureau: Bureau
    title: str | None
    published_on: str | None


class Owners:
    """The registered bureaus, by the hosts that their documents lie on."""

    def __init__(self, bureaus: Iterable[Bureau]) -> None:
        self._on: dict[str, list[Bureau]] = {}
        self._known: dict[str, Bureau] = {}
        for bureau in bureaus:
            for host in {urlsplit(origin).hostname or "" for origin in bureau.hosts}:
                self._on.setdefault(host, []).append(bureau)
            self._known |= {canonical(report.url): bureau for report in bureau.known_reports}

    def of(self, url: str, response: Response) -> Owner | None:
        """The bureau whose annual report this is; ``None`` if the title names none, several, or another's.

        A title without a name may be anybody's on a host of many: it counts if the registry knows the address.
        """
        titles = page_titles(response)
        published_on = _published_on(response)
        known = self._known.get(canonical(url))
        if known is not None and of_page(titles, known.printed_names, url, None).finding == "report":
            return Owner(known, titles.first, published_on)
        named = []
        for bureau in self._on.get(urlsplit(url).hostname or "", ()):
            evidence = of_page(titles, bureau.printed_names, None, None)
            if evidence.finding == "report" and evidence.title and read_title(evidence.title).agency_name:
                named.append(Owner(bureau, evidence.title, published_on))
        return named[0] if len(named) == 1 else None

    def files_of(self, owner: Owner, page: TextResponse) -> Iterable[str]:
        """The files that a report links, as its platform has them."""
        return attachment_urls(page, PLATFORMS[owner.bureau.platform].body_css)


def _published_on(response: Response) -> str | None:
    if not isinstance(response, TextResponse):
        return None
    return next(
        (
            meta.attrib["content"]
            for meta in response.css("meta[name][content]")
            if meta.attrib["name"].lower() == "pubdate"
        ),
        None,
    )
