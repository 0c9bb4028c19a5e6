"""A crawl as it is run at night: ``python -m crawler`` in a process of its own, against portals of this machine."""

import json
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from crawler.registry import Bureau, dump


def command(home: Path, run_id: str, bureaus: tuple[Bureau, ...]) -> list[str]:
    registry = home / "registry.yaml"
    home.mkdir(parents=True, exist_ok=True)
    dump(bureaus, registry)
    return [
        sys.executable, "-m", "crawler", "--home", str(home), "--run", run_id, "--registry", str(registry),
    ]  # fmt: skip


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def crawl(home: Path, run_id: str, bureaus: tuple[Bureau, ...]) -> SimpleNamespace:
    """Run to the end; gives the summary, what stderr said, the sightings and the captures of the run."""
    done = subprocess.run(command(home, run_id, bureaus), capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    log = home / "archive" / "captures" / f"{run_id}.jsonl"
    return SimpleNamespace(
        summary=json.loads(done.stdout),
        stderr=done.stderr,
        sightings=lines(home / "landing" / run_id / "sightings.jsonl"),
        captures=lines(log) if log.exists() else [],
    )


@pytest.fixture(name="crawl", scope="session")
def _crawl() -> Callable[..., SimpleNamespace]:
    return crawl


@pytest.fixture(name="crawl_command", scope="session")
def _crawl_command() -> Callable[..., list[str]]:
    return command


@pytest.fixture(scope="session")
def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
