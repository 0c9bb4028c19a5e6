"""Which practice portal answers at which loopback address, and the registry rows that point there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from starlette.routing import Route

from crawler.registry import Bureau, KnownReport, load
from practice.portals import gkmlpt, hanweb, jeecms, liaocheng, lonsun
from practice.portals.shelf import Site

DEFAULT_PORT = 8620
CONTROL_ADDRESS = "127.0.0.10"


@dataclass(frozen=True, slots=True)
class Host:
    """``parameters`` as the registry names them; ``robots`` is the text of robots.txt, ``None`` for 404."""

    address: str
    bureau_code: str
    platform: str
    parameters: Mapping[str, Any]
    routes: Callable[[Site], list[Route]]
    robots: str | None


HOSTS = (
    Host(
        "127.0.0.11",
        "hrss-410105",
        "jeecms",
        {"department": 12, "directory": "D42Y"},
        jeecms.routes,
        "User-agent: *\nDisallow: /login\n",
    ),
    Host(
        "127.0.0.12",
        "hrss-371500",
        "liaocheng",
        {"channel": "channel_l_srsjchannel201911221748522677536714"},
        liaocheng.routes,
        None,
    ),
    Host(
        "127.0.0.13",
        "hrss-340603",
        "lonsun",
        {"context": "/zwgk", "organ_id": 139, "type": 3},
        lonsun.routes,
        "User-agent: *\nDisallow: /search\nDisallow: /admin/\n",
    ),
    Host(
        "127.0.0.14",
        "hrss-330600",
        "hanweb",
        {"column_id": 1229425785},
        hanweb.routes,
        "User-agent: BadBot\nDisallow: /\n\nUser-agent: *\nAllow: /\n",
    ),
    Host(
        "127.0.0.15",
        "hrss-440113",
        "gkmlpt",
        {"prefix": "/gzpyrsj", "column_name": "年度报告"},
        gkmlpt.routes,
        "",
    ),
)


def registry(port: int) -> tuple[Bureau, ...]:
    """The bundled bureaus that have a practice portal, their addresses replaced by those of the portals on ``port``."""
    bundled = {bureau.bureau_code: bureau for bureau in load()}
    return tuple(_practising(bundled[host.bureau_code], host, port) for host in HOSTS)


def _practising(bureau: Bureau, host: Host, port: int) -> Bureau:
    base_url = f"http://{host.address}:{port}"
    known = tuple(
        KnownReport(report.report_year, base_url + urlsplit(report.url).path) for report in bureau.known_reports
    )
    portal = {"base_url": base_url, **host.parameters, "download_delay": 0}
    return replace(bureau, platform=host.platform, portal=portal, known_reports=known)
