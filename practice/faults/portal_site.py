"""Bureaus of the deck on the practice portals' own platforms, for traps that belong to one of these.

Places beside those of every bureau: ``shell`` is the page that the parameters of a list are read from, ``list`` the list
behind it, ``alias 2022`` an article's second address.
"""

from __future__ import annotations

from collections.abc import Coroutine, Iterator, Mapping
from functools import partial
from typing import Any

from starlette.applications import Starlette
from starlette.types import Message

from practice.faults import reports
from practice.faults.case import Case
from practice.faults.site import LinkSite
from practice.faults.wire import Answer, Request
from practice.portals.articles import Publishing
from practice.portals.gkmlpt import Gkmlpt
from practice.portals.items import Item, Site
from practice.portals.lonsun import Lonsun
from practice.publishers import Publisher

LONSUN, GKMLPT = Lonsun(), Gkmlpt(two_files_year=None)
PORTALS: Mapping[str, Publishing] = {"lonsun": LONSUN, "gkmlpt": GKMLPT}
LISTS = {
    "lonsun": {"shell": "{context}/public/column/{organ_id}", "list": LONSUN.label_path},
    "gkmlpt": {"shell": "{prefix}/gkmlpt/annualreport", "list": f"{{prefix}}/gkmlpt/api/all/{GKMLPT.column}"},
}
"""By platform, the paths of a list in the words of the registry's parameters."""
QUERIES = {
    "lonsun": f"labelName=publicInfoList&siteId={LONSUN.site_id}&organId={{organ_id}}&type={{type}}&file={LONSUN.label_file}",
    "gkmlpt": f"page=1&sid={GKMLPT.sid}",
}
"""By platform, what a list wants to be asked with at least."""


class PortalSite(LinkSite):
    """A bureau on the platform of its case."""

    def __init__(self, case: Case, port: int) -> None:
        self.portal = PORTALS[case.platform]
        super().__init__(case, port)
        self._application = Starlette(routes=self.portal.routes([self._site()]))

    def healthy(self, request: Request) -> Answer:
        """What the portal says in good health."""
        if self.place(request) == "robots":
            return super().answer("robots")
        return asked(self._application, request)

    def answer(self, place: str | None, edit: str | None = None) -> Answer:
        """As `healthy`; reports on these platforms are never edited."""
        headers = {"host": f"{self.case.address}:{self.port}"}
        return self.healthy(Request("GET", self.target(place) if place else "/nowhere", headers))

    def target(self, place: str) -> str:
        """The path of a place, and the query that it needs."""
        query = QUERIES[self.case.platform].format(**self.case.portal) if place == "list" else ""
        return self.places[place] + (f"?{query}" if query else "")

    def _places(self) -> Iterator[tuple[str, str]]:
        yield from {"robots": "/robots.txt", "home": "/", "sitemap": "/sitemap.xml"}.items()
        for place, path in LISTS[self.case.platform].items():
            yield place, path.format(**self.case.portal)
        site = self._site()
        places = {f"article {item.report_year}" if item.report_year else name: item for name, item in self._items()}
        for place, item in places.items():
            addresses = self.portal.addresses(site, item)
            yield place, addresses[0]
            yield from ((f"alias {item.report_year}", address) for address in addresses[1:])

    def _site(self) -> Site:
        publisher = Publisher(self.case.bureau_code, self.agency, reports.texts()["neighbour"], {})
        return Site(publisher, self.case.portal, tuple(item for _, item in self._items()))

    def _items(self) -> Iterator[tuple[str, Item]]:
        """Every document by name, newest first."""
        for year in sorted(self.case.reports, reverse=True):
            compose = partial(reports.report, self.agency, self.number, year)
            title = reports.title(self.agency, year)
            yield str(year), Item(year % 100, title, self.agency, reports.published_on(year), compose, report_year=year)
        for number, (place, title) in enumerate(self._titles.items(), start=1):
            notice = reports.notice(title)
            yield place, Item(number, title, self.agency, notice.published_on, partial(reports.notice, title))


def site_of(case: Case, port: int) -> LinkSite:
    """The bureau of a case, on its platform."""
    return LinkSite(case, port) if case.platform == LinkSite.platform else PortalSite(case, port)


def asked(application: Starlette, request: Request) -> Answer:
    """The answer of an application that waits for nothing, without a server; names of headers as servers write them."""
    messages: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": request.body, "more_body": False}

    async def send(message: Message) -> None:
        messages.append(message)

    path, _, query = request.target.partition("?")
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": request.method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in request.headers.items()],
    }
    _run(application(scope, receive, send))
    headers = {name.decode("latin-1").title(): value.decode("latin-1") for name, value in messages[0]["headers"]}
    headers.pop("Content-Length", None)
    return Answer(messages[0]["status"], b"".join(message.get("body", b"") for message in messages[1:]), headers)


def _run(coroutine: Coroutine[Any, Any, None]) -> None:
    """To its end; raises ``RuntimeError`` if it waits for something that nobody here can give."""
    try:
        coroutine.send(None)
    except StopIteration:
        return
    coroutine.close()
    raise RuntimeError("a portal waits for something")
