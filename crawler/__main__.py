"""``python -m crawler --home HOME --run RUN_ID``: crawl the registry's bureaus, end, print one line of JSON.

Exit status 0 if the run ended by itself: a portal's failure is an outcome, not a crash. It is 1 if the run could not
start or was interrupted, 2 for a wrong call, and 6 if there is no room on the disk: then the last line says so.
"""

from __future__ import annotations

import argparse
import gc
import logging
import sqlite3
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from scrapy.crawler import CrawlerProcess

from crawler import clock
from crawler.browser.installed import look_for_chromium
from crawler.crawl import Crawl
from crawler.parent import watch_parent
from crawler.platforms import PLATFORMS
from crawler.politeness.ledger import Claim
from crawler.politeness.session import politeness_towards
from crawler.registry import Bureau, RegistryError, load
from crawler.registry.portal import is_loopback
from crawler.settings import settings
from crawler.visits.spider import EverySpider
from store import disk
from store.errors import ArchiveError, StoreError
from store.log import logged
from store.run_id import RUN_ID
from store.settings import Settings, read_settings

logger = logging.getLogger(__name__)


def main(arguments: list[str] | None = None) -> int:
    parser = _parser()
    options = parser.parse_args(arguments)
    if not RUN_ID.fullmatch(options.run):
        parser.error(f"--run {options.run} is not of the form 20250131T023000Z-0a1b")
    try:
        bureaus = _chosen(load(options.registry), options.bureau)
        if options.later:
            _play_later(options.later, bureaus)
        wanted = read_settings(options.home)
        claim = Claim(options.run, int(options.shard), options.token) if options.shard else None
        politeness = politeness_towards(options.home, bureaus, any_hour=options.any_hour, claim=claim)
        with (
            logged(options.home, options.run),
            Crawl(
                options.home,
                options.run,
                bureaus,
                politeness,
                discover=options.discover,
                rechecks=options.recheck == "auto",
                claim=claim,
            ) as crawl,
        ):
            crawl.asked.tell = _tell if options.progress else None
            crawl.keeps_free = options.keep_free
            crawl.lacking = _lacking(crawl.bureaus, wanted)
            if options.until_input_closes:
                watch_parent(partial(_from_thread, crawl.stop))
            is_complete = run(crawl, wanted, "INFO" if options.verbose else "WARNING")
        if crawl.is_full:
            return _full(crawl.stopped or "")
        if crawl.stopped:
            sys.stderr.write(f"crawler: {crawl.stopped}\n")
    except (RegistryError, StoreError, ArchiveError, OSError, sqlite3.Error) as error:
        if disk.is_full(error):
            return _full(str(disk.full_disk(options.home, error)))
        sys.stderr.write(f"crawler: {error}\n")
        return 1
    sys.stdout.write(crawl.summary().as_line().decode())
    return 0 if is_complete else 1


def run(crawl: Crawl, wanted: Settings, log_level: str) -> bool:
    """Run the crawl's spider; ``False`` if it was stopped before its end."""
    process = CrawlerProcess(settings(crawl.bureaus, log_level, contact=wanted.contact, chromium=wanted.chromium))
    logging.getLogger("scrapy").setLevel(logging.WARNING)
    if not wanted.contact and not all(map(_is_practice, crawl.bureaus)):
        logger.warning("GONGKAI_CONTACT is not set: portals cannot tell whom to ask about these requests")
    process.crawl(EverySpider, crawl=crawl)
    gc.freeze()  # what has been made up to here stays, and need not be looked through for garbage
    process.start()
    return crawl.is_complete


def _lacking(bureaus: tuple[Bureau, ...], wanted: Settings) -> str | None:
    """What this machine has not, known before any portal is asked; ``None`` if it has what these bureaus need."""
    if not any(PLATFORMS[bureau.platform].needs_browser for bureau in bureaus):
        return None
    found = look_for_chromium(wanted.chromium)
    if found.lacking:
        logger.warning("%s; portals that are nothing without it are not asked (see `gongkai status`)", found.lacking)
    return found.lacking


def _chosen(bureaus: tuple[Bureau, ...], codes: list[str]) -> tuple[Bureau, ...]:
    unknown = sorted(set(codes) - {bureau.bureau_code for bureau in bureaus})
    if unknown:
        raise RegistryError(f"bureau {', '.join(unknown)} is not in the registry")
    return tuple(bureau for bureau in bureaus if not codes or bureau.bureau_code in codes)


def _play_later(seconds: float, bureaus: tuple[Bureau, ...]) -> None:
    """A real portal never gets a wrong time, nor a request before its time."""
    if not all(map(_is_practice, bureaus)):
        raise RegistryError("--later is for practice portals only")
    clock.shift(seconds)


def _full(reason: str) -> int:
    sys.stdout.write(f"{reason}\n")
    return disk.FULL_STATUS


def _from_thread(stop: Callable[[str], None], reason: str) -> None:
    from twisted.internet import reactor  # installed by now: Scrapy chooses which

    reactor.callFromThread(stop, reason)


def _tell(line: str) -> None:
    sys.stdout.write(line)
    sys.stdout.flush()


def _is_practice(bureau: Bureau) -> bool:
    return is_loopback(urlsplit(bureau.base_url).hostname or "")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m crawler", description="Crawl the bureaus of a registry once.")
    parser.add_argument("--home", type=Path, required=True, help="folder of archive/ and landing/")
    parser.add_argument("--run", required=True, metavar="RUN_ID", help="e.g. 20250131T023000Z-0a1b (UTC)")
    parser.add_argument("--registry", type=Path, help="registry file (default: the bundled one)")
    parser.add_argument("--bureau", action="append", default=[], metavar="CODE", help="only this one; repeatable")
    parser.add_argument(
        "--discover", choices=("auto", "always", "never"), default="auto", help="walk lists when due, always, or never"
    )
    parser.add_argument(
        "--recheck",
        choices=("auto", "never"),
        default="auto",
        help="look at what was captured again when due, or never",
    )
    parser.add_argument("--any-hour", action="store_true", help="ask outside the portals' night windows, too")
    parser.add_argument("--shard", metavar="NUMBER", help="the registry is this shard of the run (see crawler.shards)")
    parser.add_argument("--token", default="", help="ask while the shard is held under this name")
    parser.add_argument("--later", type=float, default=0.0, metavar="SECONDS", help="practice: play so much later")
    parser.add_argument("--progress", action="store_true", help="print lines of JSON on the way, too: bureaus asked")
    parser.add_argument(
        "--keep-free", type=int, default=0, metavar="BYTES", help="end when less room is left on the disk"
    )
    parser.add_argument("--until-input-closes", action="store_true", help="end when the standard input does")
    parser.add_argument("--verbose", action="store_true", help="log what is passed over, too")
    return parser


if __name__ == "__main__":
    sys.exit(main())
