"""One bureau whose portal is a plain page of links, visited night after night."""

from collections import Counter
from types import SimpleNamespace

import pytest

NAME = "聊城市人力资源和社会保障局"
COLUMN = "/gk/nb/"
TEXT = "<p>" + "一、总体情况。本年度，我局认真贯彻落实条例。" * 12 + "</p>"


def title(year: int) -> str:
    return f"{NAME}{year}年政府信息公开工作年度报告"


def address(year: int) -> str:
    return f"/gk/report{year}.html"


def article(year: int, text: str = TEXT) -> str:
    return f"<html><head><title>{title(year)}</title></head><body><h1>{title(year)}</h1>{text}</body></html>"


def row(url: str, text: str) -> str:
    return f'<li><a href="{url}">{text}</a><span>2024-01-12</span></li>'


def listing(years, following: str = "", rows: str = "") -> str:
    pager = f'<a href="{following}">下一页</a>' if following else ""
    return (
        f"<html><body><ul>{rows}{''.join(row(address(year), title(year)) for year in years)}</ul>{pager}</body></html>"
    )


class Bureau:
    """The portal, and nights spent on it: each the next run, ``days`` after the first."""

    def __init__(self, portal, crawl, home) -> None:
        self.portal, self._crawl, self.home, self.runs = portal, crawl, home, 0
        self.row = portal.bureau(column=COLUMN)

    @property
    def code(self) -> str:
        return self.row.bureau_code

    def publish(self, *years: int) -> None:
        """The column lists these years, and they are there."""
        self.portal.page(COLUMN, listing(years))
        for year in years:
            self.portal.page(address(year), article(year))

    def night(self, days: float = 0, discover: str = "auto", extra: tuple[str, ...] = ()) -> SimpleNamespace:
        self.runs += 1
        self.portal.visits.clear()
        night = self._crawl(
            self.home,
            f"2025013{self.runs}T023000Z-0a1b",
            (self.row,),
            later=days * 86_400,
            discover=discover,
            extra=extra,
        )
        night.asked = self.portal.asked
        night.state = night.summary["by_bureau"][self.code]["state"]
        night.seen = Counter(sighting["url"].removeprefix(self.portal.base_url) for sighting in night.sightings)
        night.addresses = {
            (outcome["state"], outcome["url"].removeprefix(self.portal.base_url))
            for outcome in night.outcomes
            if outcome["scope"] == "address"
        }
        return night


@pytest.fixture(name="bureau")
def _bureau(new_portal, crawl, tmp_path):
    return Bureau(new_portal(), crawl, tmp_path)


@pytest.fixture(name="pages", scope="session")
def _pages():
    """What the portal's pages look like."""
    return SimpleNamespace(
        column=COLUMN, title=title, address=address, article=article, listing=listing, row=row, text=TEXT
    )
