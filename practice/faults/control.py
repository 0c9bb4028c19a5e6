"""What stands around the deck: its rows of the registry, and its stages."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from urllib.request import Request as Asking
from urllib.request import urlopen

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from crawler.registry import Bureau, BureauName, BureauStatus, KnownReport
from practice.faults.case import FIRST, Case, cases
from practice.faults.portal_site import site_of
from practice.faults.reports import regions, texts
from practice.faults.server import Deck
from practice.faults.site import COLUMN
from practice.hosts import CONTROL_ADDRESS
from practice.log import Rules

STAGE_PATH = "/__stage"
COOL_DOWN_S = 0.2
"""Seconds that a host of the deck is left alone after a refusal, if its case does not say otherwise."""


def registry(port: int) -> tuple[Bureau, ...]:
    """A row for each case, on ``port``."""
    return tuple(_row(case, port) for case in cases())


def rules(case: Case, stage: str = FIRST) -> Rules:
    """What the host of a case may expect of a guest while ``stage`` lasts, beside what its registry row asks for."""
    speaks = stage == FIRST or "robots" in case.stages.get(stage, case.stages[FIRST]).faults
    return Rules(
        delay=max(case.crawl_delay, float(case.portal.get("download_delay", 0.0))),
        daily_budget=case.portal.get("daily_budget"),
        disallowed=case.disallowed if speaks else (),
        cool_down=float(case.portal.get("cool_down", COOL_DOWN_S)),
    )


def _row(case: Case, port: int) -> Bureau:
    site, region = site_of(case, port), regions()[case.region_code]
    parameters: dict[str, Any] = {"column": COLUMN} if case.platform == "links" else {}
    name_en = texts()["bureau_en"].format(region=region.region_name_en)
    return Bureau(
        bureau_code=case.bureau_code,
        names=(BureauName(region.agency_name, name_en, None, None),),
        aliases=(),
        level="county",
        region_code=region.region_code,
        region_name_zh=region.region_name_zh,
        region_name_en=region.region_name_en,
        platform=case.platform,
        portal={
            "base_url": site.base_url, **parameters, "download_delay": 0, "cool_down": COOL_DOWN_S, **case.portal,
        },
        known_reports=tuple(KnownReport(year, site.base_url + site.places[f"article {year}"]) for year in case.known),
        first_expected_year=min(case.reports),
        status=BureauStatus("active", None, None),
        confirmed=False,
    )  # fmt: skip


def routes(deck: Deck) -> list[Route]:
    """What the control address answers for the deck: ``POST /__stage?case=…&stage=…`` (``case=*``: all that have it)."""

    async def switch(request: Request) -> Response:
        try:
            deck.stage(request.query_params["case"], request.query_params["stage"])
        except KeyError as error:
            return PlainTextResponse(f"there is no {error.args[0]}", status_code=404)
        return PlainTextResponse("")

    return [Route(STAGE_PATH, switch, methods=["POST"])]


def stage(port: int, case: str, stage: str) -> None:
    """Let a case of the running deck go over to a stage; raises ``HTTPError`` if it has no stage of that name."""
    query = urlencode({"case": case, "stage": stage})
    asked = Asking(f"http://{CONTROL_ADDRESS}:{port}{STAGE_PATH}?{query}", method="POST")
    with urlopen(asked, timeout=10):  # noqa: S310 - loopback
        pass
