"""A portal of no known family: one page of links, alone or in a frame, with articles under names that say nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import ClassVar, Literal

from starlette.routing import Route

from practice.portals import page
from practice.portals.articles import Publishing, article_routes
from practice.portals.formats import File
from practice.portals.items import Filing, Item, Site, cut
from practice.sites import BureauSite, Host

TITLE_LENGTH = 20


@dataclass(frozen=True, slots=True)
class Links(Publishing):
    platform: ClassVar[str] = "links"

    skin: Literal["list", "table"] = "list"
    is_framed: bool = False
    """The column holds nothing but a frame; the list is the frame's page."""
    cuts_titles: bool = False
    mirror: str | None = None
    """Base address of a host that copies this one: each report's row links it, too."""

    def routes(self, sites: Sequence[Site]) -> list[Route]:
        return article_routes(self, sites, dict(self._lists(sites)))

    def address(self, site: Site, item: Item) -> str:
        folder = site.parameters["column"].rpartition("/")[0]
        name = sha256(f"{site.publisher.bureau_code}{item.number}".encode()).hexdigest()[:32]
        return f"{folder}/{item.published_on:%Y%m}/{name}.shtml"

    def file_address(self, site: Site, item: Item, index: int, file: File) -> str:
        name = int(sha256(f"{file.name}{index}".encode()).hexdigest()[:10], 16)
        return f"/uploadfile/{item.published_on:%Y/%m%d}/{item.published_on:%Y%m%d}{name}.{file.suffix}"

    def _lists(self, sites: Sequence[Site]) -> Iterator[tuple[str, partial[str]]]:
        for site in sites:
            if site.is_listed:
                column = site.parameters["column"]
                if self.is_framed:
                    frame = column.replace(".", "_list.", 1)
                    yield column, partial(page.fill, "links_shell.html", site=site.publisher.agency_name, frame=frame)
                    column = frame
                yield column, partial(self._list, site)

    def _list(self, site: Site) -> str:
        rows = (
            page.fill(
                f"links_row_{self.skin}.html",
                url=self.address(site, item),
                shown=cut(item.title, TITLE_LENGTH) if self.cuts_titles else item.title,
                date=item.published_on,
                mirror=page.Html(self._mirrored(site, item)),
            )
            for item in site.items
        )
        return page.fill(f"links_{self.skin}.html", site=site.publisher.agency_name, rows=page.joined(rows))

    def _mirrored(self, site: Site, item: Item) -> str:
        if self.mirror is None or item.report_year is None:
            return ""
        return page.fill("links_mirror.html", url=self.mirror + self.address(site, item), title=item.title)


HOSTS = (
    Host(
        "127.0.1.18",
        Links(is_framed=True),
        (BureauSite("hrss-610500", {"column": "/zfxxgk/zfxxgknb.html"}),),
    ),
    Host(
        "127.0.1.19",
        Links(skin="table", cuts_titles=True, mirror="http://127.0.3.9"),
        (BureauSite("hrss-230805", {"column": "/dfq/c100091/xxgk.shtml"}, Filing(by_year={2019: "docx"})),),
        robots="User-agent: *\nDisallow: /dfq/search\n",
    ),
)
