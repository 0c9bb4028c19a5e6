"""Which platform a page is of, with which parameters, and what says so. Pure: address, text and headers in.

Nothing is guessed: what neither address nor text states is null. A page that gives no system away is a plain list
only if it links annual reports. What gives a platform away, and how its parameters are read, is the platform's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from crawler.answers import led_on
from crawler.pages import frame_urls, link_rows, reads_like_report
from crawler.platforms import PLATFORMS
from crawler.platforms.clues import Clue, Sample
from crawler.platforms.script import SHELL_CHARACTERS, is_shell
from crawler.platforms.unread import UNREAD
from parsing.prose.titles import Title


@dataclass(frozen=True, slots=True)
class Sniffed:
    """``platform`` is ``None`` if nothing gives it away; ``parameters`` are those of the registry, null if unstated."""

    platform: str | None
    base_url: str
    parameters: Mapping[str, Any]
    evidence: tuple[str, ...]
    """Sentences without a subject: ``names jpage/dataproxy.jsp``."""
    title: Title | None
    """If the page itself is an annual report: what its title says."""

    @property
    def is_readable(self) -> bool:
        """Whether portals of this platform can be crawled."""
        return self.platform in PLATFORMS


def sniff(url: str, text: str, headers: Mapping[str, str] | None = None) -> Sniffed:
    """The platform of the page at ``url``; ``headers`` may name a server that its text does not."""
    sample = Sample(url, text)
    platform, evidence = _platform(sample)
    served = (f"is served by {value}" for name, value in (headers or {}).items() if name.lower() == "server")
    parameters = _parameters(platform, sample) if platform in PLATFORMS else {}
    return Sniffed(platform, sample.base_url, parameters, (*evidence, *served), sample.report_title)


def _platform(sample: Sample) -> tuple[str | None, tuple[str, ...]]:
    fitting = [(name, clue) for name, clue in _clues() if clue.fits(sample)]
    if not fitting:
        return _unknown(sample)
    found = sorted(fitting, key=lambda pair: pair[1].strength)  # stable: among equals the first system
    platform = found[0][0]
    return platform, tuple(dict.fromkeys(clue.says for name, clue in found if name == platform))


def _clues() -> Iterator[tuple[str, Clue]]:
    """The clues of all systems; of two that are equally strong, a platform's own come before those of an unread system."""
    yield from ((name, clue) for name, platform in PLATFORMS.items() for clue in platform.clues)
    yield from ((system.name, clue) for system in UNREAD for clue in system.clues)


def _unknown(sample: Sample) -> tuple[str | None, tuple[str, ...]]:
    """A page of no known system: a plain list of links, a shell that scripts fill, or only a step on the way to one."""
    reports = sum(reads_like_report(row) for row in link_rows(sample.response))
    if reports:
        return "links", (f"links {reports} annual report{'s' if reports > 1 else ''} and shows no system",)
    sent = led_on("list", sample.url, sample.text.encode())
    if sent is not None and not sent.is_back:
        return None, (f"redirects by {sent.how.replace('_', ' ')} to {sent.url}, which may be the list",)
    if is_shell(sample):
        return "script", (f"is a shell of fewer than {SHELL_CHARACTERS} characters that scripts fill",)
    if sample.report_title:
        return "links", ("is an annual report and shows no system",)
    framed = frame_urls(sample.response)
    return None, (f"frames {', '.join(framed)}, which may be the list",) if framed else ()


def _parameters(platform: str | None, sample: Sample) -> dict[str, Any]:
    known = PLATFORMS[platform or ""]
    stated = known.stated_parameters(sample)
    return {
        parameter.name: stated.get(parameter.name)
        for parameter in known.parameters
        if parameter.is_required or stated.get(parameter.name) is not None
    }
