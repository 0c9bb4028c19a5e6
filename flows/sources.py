"""What is asked about one portal: a page that may become a source, from a process of its own or a file; what was read of it."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.archive import Archive, moment
from crawler.registry import Bureau, RegistryError, load
from crawler.sources.doctor import Gap, Unsettled
from crawler.sources.errors import SourceError
from warehouse.errors import WarehouseError
from warehouse.read import gaps as release_gaps
from warehouse.read import unsettled_articles

if TYPE_CHECKING:  # brings Scrapy with it
    from crawler.sources.drafting import SavedPage


def fetched_page(home: Path, run_id: str, url: str, *, any_hour: bool = False) -> SavedPage:
    """The page as the archive below ``home`` now has it; raises `SourceError` if the portal gave none.

    The caller holds the writer's lock.
    """
    from crawler.sources.drafting import SavedPage  # brings Scrapy with it

    command = [sys.executable, "-m", "crawler.sources.fetch", "--home", str(home), "--run", run_id, "--url", url]
    command += ["--any-hour"] if any_hour else []
    done = subprocess.run(command, capture_output=True, text=True, check=False, close_fds=False)  # noqa: S603
    lines = done.stdout.strip().splitlines()
    if done.returncode or not lines:
        messages = done.stderr.strip().splitlines() or [f"{url}: the request ended with status {done.returncode}"]
        raise SourceError(messages[-1].removeprefix("crawler: "))
    answer: dict[str, Any] = json.loads(lines[-1])
    if answer.get("outcome") != "ok":
        label = f" ({answer['label']})" if answer.get("label") else ""
        raise SourceError(f"{url}: {answer.get('outcome', 'failed')}{label}: {answer.get('reason', 'no answer')}")
    archive = Archive(home)
    try:
        body = archive.get(answer["sha256"])
    finally:
        archive.close()
    return SavedPage(answer["url"], body, answer["response_headers"], moment(answer["captured_at"]))


def saved_page(path: Path, url: str) -> SavedPage:
    """A page that somebody saved from ``url``; its moment is that of the file."""
    from crawler.sources.drafting import SavedPage  # brings Scrapy with it

    return SavedPage(url, path.read_bytes(), {}, datetime.fromtimestamp(path.stat().st_mtime, UTC))


def registered(registry: Path | None, code: str) -> Bureau:
    """The bureau of that code; raises ``RegistryError`` if the registry has none."""
    found = next((bureau for bureau in load(registry) if bureau.bureau_code == code), None)
    if found is None:
        raise RegistryError(f"bureau {code} is not in the registry")
    return found


def unsettled(home: Path, code: str) -> list[Unsettled] | str:
    """The bureau's articles that gave no settled report, or why nobody can say."""
    try:
        return [Unsettled(*article) for article in unsettled_articles(home, code)]
    except WarehouseError as error:
        return str(error)


def missing_years(home: Path, code: str) -> list[Gap]:
    """The years of which a settled report of the bureau is expected and not there, as the current release has it."""
    return [Gap(gap.report_year, gap.state, gap.facts) for gap in release_gaps(home, code)]
