"""A crawl as it is run at night: ``python -m crawler`` in a process of its own, against portals of this machine."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from deck.guest import free_port

from crawler.registry import Bureau, dump
from tests import warm
from tests.crawler.portal import Portal


def command(home: Path, run_id: str, bureaus: tuple[Bureau, ...], *extra: str) -> list[str]:
    registry = home / "registry.yaml"
    home.mkdir(parents=True, exist_ok=True)
    dump(bureaus, registry)
    return [
        sys.executable, "-m", "crawler", "--home", str(home), "--run", run_id, "--registry", str(registry), *extra,
    ]  # fmt: skip


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def crawl(
    home: Path,
    run_id: str,
    bureaus: tuple[Bureau, ...],
    *,
    later: float = 0,
    discover: str = "auto",
    extra: tuple[str, ...] = (),
) -> SimpleNamespace:
    """Run to the end; gives the summary, what stderr said, and what the run landed, saw and captured."""
    asked = command(home, run_id, bureaus, "--later", str(later), "--discover", discover, *extra)
    done = warm.run("-m", asked[2:])
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    log, landing = home / "archive" / "captures" / f"{run_id}.jsonl", home / "landing" / run_id
    return SimpleNamespace(
        summary=json.loads(done.stdout),
        stderr=done.stderr,
        sightings=lines(landing / "sightings.jsonl"),
        outcomes=lines(landing / "outcomes.jsonl"),
        captures=lines(log) if log.exists() else [],
    )


@pytest.fixture(name="crawl", scope="session")
def _crawl() -> Callable[..., SimpleNamespace]:
    return crawl


@pytest.fixture(name="crawl_command", scope="session")
def _crawl_command() -> Callable[..., list[str]]:
    return command


@pytest.fixture(name="new_portal", scope="module")
def _new_portal() -> Iterator[Callable[..., Portal]]:
    """Makes portals that are closed with the module."""
    opened: list[Portal] = []

    def new(*arguments, **keywords) -> Portal:
        opened.append(Portal(*arguments, **keywords))
        return opened[-1]

    yield new
    for portal in opened:
        portal.close()


@pytest.fixture(name="portal")
def _portal() -> Iterator[Portal]:
    portal = Portal()
    yield portal
    portal.close()


@pytest.fixture(name="free_port", scope="session")
def _free_port() -> int:
    return free_port()
