"""The sitemap of a practice host: the address of every document, no titles; also as gzip."""

from __future__ import annotations

import gzip
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from practice.portals import page
from practice.portals.articles import Portal
from practice.portals.items import Site


def route(path: str, portal: Portal, sites: Sequence[Site]) -> Route:
    """Answers at ``path``; a path that ends in ``.gz`` is served as a gzip file, not as a compressed answer."""

    async def sitemap(request: Request) -> Response:
        base = str(request.base_url).rstrip("/")
        rows = (
            page.fill("sitemap_url.xml", url=base + portal.address(site, item), date=item.published_on)
            for site in sites
            for item in site.items
        )
        text = page.fill("sitemap.xml", urls=page.joined(rows))
        if path.endswith(".gz"):
            return Response(gzip.compress(text.encode(), mtime=0), media_type="application/gzip")
        return Response(text, media_type="application/xml")

    return Route(path, sitemap)
