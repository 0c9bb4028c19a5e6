"""The web application: which address is answered by what, the headers of every answer, and errors as helpful pages.

Nothing here reaches another host, and no page may. The content policy lets a browser load this server's own files only, and
no script or style that stands in a page itself.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard import downloads
from dashboard.errors import PageError
from dashboard.frame import frame_of
from dashboard.pages import PAGES, Page
from dashboard.releases import Release, Releases
from dashboard.render import fill, fill_error
from dashboard.visit import Visit
from dashboard.whole import whole
from dashboard.wording import LANGUAGES, Language

HEADERS = {
    b"content-security-policy": b"default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; "
    b"form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-resource-policy": b"same-origin",
}
_STATIC = Path(__file__).parent / "static"


class OwnHeaders:
    """Adds ``HEADERS`` to every answer; a page may change with the next release, so nobody keeps it unasked."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name for name, _ in message["headers"]}
                added = {**HEADERS, b"cache-control": b"no-cache"}
                message["headers"] += [(name, value) for name, value in added.items() if name not in present]
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


def create_app(home: Path, *, base: str = "") -> Starlette:
    """The dashboard on the releases of ``home``; ``base`` is a path such as ``/gongkai`` that all addresses begin with."""
    releases = Releases(home)
    routes: list[BaseRoute] = [Route("/", _choose_language)]
    for language in LANGUAGES:
        routes += [Route(f"/{language}{path}", _page(releases, language, page)) for path, page in PAGES.items()]
        routes += [
            Route(f"/{language}{path}", _file(releases, language, answer)) for path, answer in downloads.FILES.items()
        ]
    routes.append(Mount("/static", StaticFiles(directory=_STATIC), name="static"))
    if base:
        routes = [Mount(base, routes=routes), Route("/", lambda request: RedirectResponse(f"{base}/"))]
    app = Starlette(
        routes=routes,
        middleware=[Middleware(OwnHeaders), Middleware(GZipMiddleware, minimum_size=1000)],
        exception_handlers={PageError: _explain, HTTPException: _explain, Exception: _explain},
    )
    app.state.base = base
    return app


async def _choose_language(request: Request) -> Response:
    """To the language that the browser asks for first; Chinese is the reports' own."""
    wanted = request.headers.get("accept-language", "").lower()
    places = {language: wanted.find(language) for language in LANGUAGES if language in wanted}
    first = min(places, key=lambda language: places[language], default="zh")
    return RedirectResponse(f"{request.app.state.base}/{first}/", 302)


Endpoint = Callable[[Request], Response]


def _page(releases: Releases, language: Language, page: Page) -> Endpoint:
    """A page from the release that is current when it is asked for."""

    def answer(request: Request) -> Response:
        visit = _visit(request, language, releases.home, releases.current())
        context = page(visit, **request.path_params)
        if isinstance(context, Response):
            return context
        template = f"{page.__module__.rpartition('.')[2]}.html"
        return HTMLResponse(fill(template, visit, frame_of(visit.home, visit.release), **context))

    return answer


def _file(releases: Releases, language: Language, answer_: Callable[..., Response]) -> Endpoint:
    """A file of the release that its address names: what a page shows and what is downloaded from it are of one release."""

    def answer(request: Request) -> Response:
        release = _asked_for(releases, request.query_params.get("release", ""))
        return answer_(_visit(request, language, releases.home, release), **request.path_params)

    return answer


def _asked_for(releases: Releases, text: str) -> Release:
    if not text:
        return releases.current()
    number = whole(text)
    if number is None:
        raise PageError("no_such_choice", value=text[:60])
    return releases.numbered(number)


def _visit(request: Request, language: Language, home: Path, release: Release) -> Visit:
    base = request.app.state.base
    path = request.url.path.removeprefix(f"{base}/{language}") or "/"
    return Visit(language, home, release, base, path, _query(request))


def _query(request: Request) -> dict[str, str]:
    """The query's values; those of a name that comes several times, as ticked boxes do, are joined by commas."""
    parameters = request.query_params
    return {name: ",".join(filter(None, parameters.getlist(name))) for name in parameters}


def _explain(request: Request, error: Exception) -> Response:
    """An error as a page in the visitor's language, with a way on."""
    base = request.app.state.base
    inner = request.url.path.removeprefix(base)
    language: Language = "en" if inner.startswith("/en/") else "zh"
    if isinstance(error, PageError):
        word, status, values = error.word, error.status, error.values
    else:
        status = error.status_code if isinstance(error, HTTPException) else 500
        word, values = ("no_such_page" if status == 404 else "not_understood"), {}
    headers = error.headers if isinstance(error, HTTPException) else None
    return HTMLResponse(fill_error(language, base, word, status, values), status, headers)
