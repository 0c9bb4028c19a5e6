"""Which platform a page is of, with which parameters, and what says so. Pure: address, text and headers in.

Nothing is guessed: what neither address nor text states is null, and a page that gives no system away is a plain list
only where it links annual reports.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from scrapy.http import TextResponse

from crawler.answers import led_on
from crawler.pages import body_text, frame_url, page_titles
from crawler.pages.links import link_rows, reads_like_report
from crawler.registry.portal import FURTHER, PARAMETERS
from crawler.sources.clues import CLUES, WITHOUT_SPIDER
from parsing.prose.titles import Title, read_title

SHELL_CHARACTERS = 200
SHELL = re.compile(r"""<div[^>]+id=["']?(?:app|root|__nuxt|container)["'\s>]""")
SCRIPT = re.compile(r"<script[^>]+src=")
ART_COLUMN = re.compile(r"/art_(\d+)_\d+\.html$|/col/col(\d+)/")
STATED_COLUMN = re.compile(r"""i_columnid["']?\s+content=["']?(\d+)|columnid['"]?\s*[=:]\s*['"]?(\d+)""")
ANNUAL_REPORT = re.compile(r"xxgkAnnualReport\.jsp\?[^\"'\s]*?\barea=(\w+)")
LONSUN_PLACE = re.compile(r"^(?P<context>(?:/[^/]+)*?)/public/(?:column/)?(?P<organ>\d+)(?:/|$|\?)")
CHANNEL = re.compile(r"^/((?:site_[^/]+/)?channel_[^/]+)(?:/|$)")
MONTH = re.compile(r"\d{4,6}/t\d{8}_\d+\.s?html?$")


@dataclass(frozen=True, slots=True)
class Sniffed:
    """``platform`` is ``None`` where nothing gives it away; ``parameters`` are those of the registry, null where unstated."""

    platform: str | None
    base_url: str
    parameters: Mapping[str, Any]
    evidence: tuple[str, ...]
    """Sentences without a subject: ``names jpage/dataproxy.jsp``."""
    title: Title | None
    """Where the page itself is an annual report: what its title says."""

    @property
    def has_spider(self) -> bool:
        return self.platform in PARAMETERS


@dataclass(frozen=True, slots=True)
class _Page:
    """Address in parts, ``place`` from the root on, and the text as a page."""

    url: str
    place: str
    path: str
    query: Mapping[str, list[str]]
    text: str
    response: TextResponse


def sniff(url: str, text: str, headers: Mapping[str, str] | None = None) -> Sniffed:
    """The platform of the page at ``url``; ``headers`` may name a server that its text does not."""
    parts = urlsplit(url)
    place = (
        f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}{'#' + parts.fragment if parts.fragment else ''}"
    )
    response = TextResponse(url, body=text.encode(), encoding="utf-8")
    page = _Page(url, place, parts.path or "/", parse_qs(parts.query), text, response)
    platform, evidence = _platform(page)
    parameters = _parameters(platform, page) if platform in PARAMETERS else {}
    seen = (
        *evidence,
        *(f"is served by {value}" for name, value in (headers or {}).items() if name.lower() == "server"),
    )
    return Sniffed(platform, f"{parts.scheme}://{parts.netloc}", parameters, seen, _report_title(response))


def _platform(page: _Page) -> tuple[str | None, tuple[str, ...]]:
    found = [clue for clue in CLUES if clue.pattern.search(page.place if clue.where == "address" else page.text)]
    if found:
        platform = found[0].platform
        return platform, tuple(dict.fromkeys(clue.says for clue in found if clue.platform == platform))
    reports = sum(reads_like_report(row) for row in link_rows(page.response))
    if reports:
        return "links", (f"links {reports} annual report{'s' if reports > 1 else ''} and shows no system",)
    sent = led_on("list", page.url, page.text.encode())
    if sent is not None and not sent.is_back:
        return None, (f"redirects by {sent.how.replace('_', ' ')} to {sent.url}, which may be the list",)
    if _is_shell(page):
        return "script", (f"is a shell of fewer than {SHELL_CHARACTERS} characters that scripts fill",)
    if _report_title(page.response):
        return "links", ("is an annual report and shows no system",)
    framed = frame_url(page.response)
    return None, (f"frames {framed}, which may be the list",) if framed else ()


def _is_shell(page: _Page) -> bool:
    has_scripts = bool(SCRIPT.search(page.text) and SHELL.search(page.text))
    return has_scripts and len(body_text(page.response, "body")) < SHELL_CHARACTERS


def _report_title(response: TextResponse) -> Title | None:
    """The title of an article that is an annual report: one that states a year, of a page that is not a list of several."""
    titles = page_titles(response)
    named = filter(None, (titles.stated, *titles.headings, *titles.window))
    for title in map(read_title, named):
        if title.is_annual_report and title.report_year is not None:
            return title
    return None


def _parameters(platform: str | None, page: _Page) -> dict[str, Any]:
    stated = EXTRACTORS[platform or ""](page)
    own = {name: stated.get(name) for name in PARAMETERS[platform or ""]}
    further = {name: stated[name] for name in FURTHER.get(platform or "", {}) if stated.get(name) is not None}
    return own | further


def _one(page: _Page, name: str) -> str | None:
    return page.query.get(name, [None])[0]


def _number(text: str | None) -> int | str | None:
    return int(text) if text is not None and re.fullmatch(r"[1-9]\d{0,17}|0", text) else text


def _jeecms(page: _Page) -> dict[str, Any]:
    directory = re.match(r"/(D\d+[A-Z])/\d+\.jhtml$", page.path)
    return {"department": _number(_one(page, "d")), "directory": _one(page, "p") or (directory and directory.group(1))}


def _liaocheng(page: _Page) -> dict[str, Any]:
    channel = CHANNEL.match(page.path)
    return {"channel": channel and channel.group(1)}


def _lonsun(page: _Page) -> dict[str, Any]:
    """A column's address states all; an article's the organ, and is filed in the column of its kind."""
    place = LONSUN_PLACE.match(page.path)
    if place is None:
        return {}
    return {
        "context": place["context"],
        "organ_id": _number(place["organ"]),
        "type": _number(_one(page, "type")),
        "category_id": _number(_one(page, "catId")),
    }


def _hanweb(page: _Page) -> dict[str, Any]:
    by_address, by_text = ART_COLUMN.search(page.path), STATED_COLUMN.search(page.text)
    column = next((group for match in (by_address, by_text) if match for group in match.groups() if group), None)
    linked = ANNUAL_REPORT.search(page.text)
    own = _one(page, "area") if page.path.endswith("xxgkAnnualReport.jsp") else None
    search = {name: values[0] for name, values in page.query.items()} if page.path.endswith("/search.jsp") else {}
    return {
        "column_id": _number(column),
        "area": own or (linked.group(1) if linked else None),
        "xxgk": {name: value for name, value in search.items() if name not in ("currpage", "fbtime") and value} or None,
    }


def _gkmlpt(page: _Page) -> dict[str, Any]:
    prefix = page.path.partition("/gkmlpt")[0] if "/gkmlpt" in page.path else None
    column = urlsplit(page.url).fragment
    name = re.search(rf'"id"\s*:\s*"?{column}"?\s*,\s*"name"\s*:\s*"([^"]+)"', page.text) if column.isdigit() else None
    return {"prefix": prefix, "column_name": name and name.group(1)}


def _path_column(page: _Page) -> dict[str, Any]:
    """The page's own place where it is a list."""
    return {"column": None if _report_title(page.response) else page.place.partition("#")[0]}


def _jpaas(page: _Page) -> dict[str, Any]:
    folder, found, _ = page.path.partition("/art/")
    return {"column": f"{folder}/"} if found else _path_column(page)


def _nfcms(page: _Page) -> dict[str, Any]:
    folder = re.match(r"(.*/)content/m?post_\d+\.html$", page.path)
    return {"column": folder.group(1)} if folder else _path_column(page)


def _trs(page: _Page) -> dict[str, Any]:
    folder, found, _ = page.path.partition(match.group()) if (match := MONTH.search(page.path)) else ("", "", "")
    return {"column": folder} if found else _path_column(page)


def _vsb(page: _Page) -> dict[str, Any]:
    is_article = re.search(r"/info/\d+/\d+\.html?$|content\.jsp$", page.path)
    return {"column": None} if is_article else _path_column(page)


def _script(page: _Page) -> dict[str, Any]:
    return {
        "column": page.place,
        "why_browser": f"the page holds fewer than {SHELL_CHARACTERS} characters until its scripts have run",
    }


EXTRACTORS: Mapping[str, Callable[[_Page], dict[str, Any]]] = {
    "jeecms": _jeecms,
    "liaocheng": _liaocheng,
    "lonsun": _lonsun,
    "hanweb": _hanweb,
    "gkmlpt": _gkmlpt,
    "jpaas": _jpaas,
    "nfcms": _nfcms,
    "trs": _trs,
    "vsb": _vsb,
    "links": _path_column,
    "script": _script,
}
"""How each platform's parameters are read off an address and a text."""

__all__ = ["EXTRACTORS", "WITHOUT_SPIDER", "Sniffed", "sniff"]
