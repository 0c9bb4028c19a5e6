"""What answers at the addresses of articles and of the files behind them, the same on every platform."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, partial
from types import MappingProxyType
from typing import ClassVar, Protocol
from urllib.parse import parse_qsl, unquote, urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from practice.portals import formats, page
from practice.portals.formats import File
from practice.portals.items import Item, Site

Key = tuple[str, frozenset[tuple[str, str]]]
Answers = Callable[[Request], Response | None]


class Portal(Protocol):
    """A platform with its switches; a host runs one, for one bureau or several."""

    __slots__ = ()

    platform: ClassVar[str]

    def routes(self, sites: Sequence[Site]) -> list[Route]:
        """Everything the host answers, robots.txt and sitemaps aside."""

    def address(self, site: Site, item: Item) -> str:
        """Path (and query) of an article from the host's root."""


class Publishing(Portal, Protocol):
    """A platform whose articles `article_routes` can serve."""

    __slots__ = ()

    def addresses(self, site: Site, item: Item) -> Sequence[str]:
        """Every path at which the article answers; the listed one first."""
        return (self.address(site, item),)

    def file_address(self, site: Site, item: Item, index: int, file: File) -> str:
        """Path (and query) of file ``index`` (from 0) of the article."""

    def article(self, site: Site, item: Item, body: str) -> str:
        """The page around ``body``."""
        return article_page(self, site, item, body)


def article_page(portal: Portal, site: Site, item: Item, body: str, **more: object) -> str:
    """The platform's template around ``body``; ``more`` are the values that only this template has."""
    values = {"title": item.title, "agency": item.agency_name, "date": item.published_on, "body": page.Html(body)}
    column = site.parameters.get("column")
    return page.fill(f"{portal.platform}_article.html", **{**values, "column": column, **more})


def list_pages(
    sites: Sequence[Site], numbered: Callable[[Site], Iterable[tuple[str, int]]], write: Callable[[Site, int], str]
) -> dict[str, Callable[[], str]]:
    """The pages of every list by their address; ``numbered`` gives address and number of each page of one."""
    return {
        address: partial(write, site, number) for site in sites if site.is_listed for address, number in numbered(site)
    }


def key(address: str) -> Key:
    """What makes two addresses of a host the same: escapes and the order of the query do not count."""
    parts = urlsplit(address)
    return unquote(parts.path), frozenset(parse_qsl(parts.query, keep_blank_values=True))


def asked(request: Request) -> str:
    query = request.scope["query_string"].decode("latin-1")
    return str(request.scope["path"]) + (f"?{query}" if query else "")


def file_addresses(portal: Publishing, site: Site, item: Item) -> list[str]:
    files = formats.files(item.report, item.format)
    return [portal.file_address(site, item, index, file) for index, file in enumerate(files)]


def body(portal: Publishing, site: Site, item: Item) -> str:
    """The article's body: the report itself, or what leads to its files."""
    addresses = () if item.format == "page" else file_addresses(portal, site, item)
    return formats.body(item.report, item.format, addresses)


def article_routes(
    portal: Publishing, sites: Sequence[Site], lists: Mapping[str, Callable[[], str]] = MappingProxyType({})
) -> list[Route]:
    """A last route that knows every article and file of the host by its address, and 404 for all else.

    ``lists`` are pages of lists by their address, written anew at each request.
    """
    answers = answers_by_address(portal, sites)
    listings = {key(address): write for address, write in lists.items()}

    def answer(request: Request) -> Response | None:
        write = listings.get(key(asked(request)))
        return answers(request) if write is None else page.listing(write())

    return last_routes(answer)


def last_routes(answers: Answers) -> list[Route]:
    """The pdf.js viewer that some articles embed, and all else: what ``answers`` knows, or 404."""

    async def viewer(request: Request) -> Response:
        return page.listing(page.fill("viewer.html"))

    async def answer(request: Request) -> Response:
        found = answers(request) if request.method in ("GET", "HEAD") else None
        return found or page.missing()

    return [Route(formats.VIEWER, viewer), Route("/{path:path}", answer, methods=["GET", "POST"])]


def answers_by_address(portal: Publishing, sites: Sequence[Site]) -> Answers:
    """The answer to a request for an article or a file of the host; ``None`` if it is neither."""
    articles = {
        key(address): (site, item) for site in sites for item in site.items for address in portal.addresses(site, item)
    }

    @cache
    def files() -> Mapping[Key, tuple[Item, File]]:
        carried = [(site, item) for site in sites for item in site.items if item.format != "page"]
        return {
            key(portal.file_address(site, item, index, file)): (item, file)
            for site, item in carried
            for index, file in enumerate(formats.files(item.report, item.format))
        }

    def answer(request: Request) -> Response | None:
        wanted = key(asked(request))
        found = articles.get(wanted) or articles.get((wanted[0], frozenset()))
        if found is not None:
            site, item = found
            return page.article(request, portal.article(site, item, body(portal, site, item)), item.published_on)
        filed = files().get(wanted)
        if filed is not None:
            item, file = filed
            return page.document(request, file.write(), file.media_type, item.published_on)
        return None

    return answer
