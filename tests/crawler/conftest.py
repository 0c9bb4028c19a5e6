"""A crawl as it is run at night: ``python -m crawler`` in a process of its own, against portals of this machine."""

import json
import socket
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest

from crawler.registry import Bureau, dump, load
from tests import warm

Answer = tuple[int, dict[str, str], bytes]
DAY = 86_400
"""Seconds, for ``later``."""


class Portal:
    """A portal on a free port; ``answers`` maps a path to what it says, or to a function of the number of the request."""

    def __init__(self, address: str = "127.0.0.1") -> None:
        self.answers: dict[str, Answer | Callable[[int], Answer]] = {"/robots.txt": (404, {}, b"")}
        self.asked: Counter[str] = Counter()
        self.headers: dict[str, dict[str, str]] = {}
        portal = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                portal.asked[self.path] += 1
                portal.headers[self.path] = dict(self.headers)
                answer = portal.answers.get(self.path, (404, {}, b"not here"))
                status, headers, body = answer(portal.asked[self.path]) if callable(answer) else answer
                self.send_response(status)
                for name, value in {"Content-Type": "text/html", "Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments: object) -> None:
                pass

        self.server = ThreadingHTTPServer((address, 0), Handler)
        self.base_url = f"http://{address}:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def bureau(self, platform: str = "links", like: Bureau | None = None, **portal: object) -> Bureau:
        """A bureau of the registry, moved to this portal; its known reports stay behind."""
        row = like or next(bureau for bureau in load() if bureau.bureau_code == "hrss-371500")
        moved = {"base_url": self.base_url, "download_delay": 0, **portal}
        return replace(row, platform=platform, portal=moved, known_reports=())

    def page(self, path: str, html: str, **headers: str) -> None:
        self.answers[path] = (200, headers, html.encode())

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


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
    hunt: str = "auto",
    extra: tuple[str, ...] = (),
) -> SimpleNamespace:
    """Run to the end; gives the summary, what stderr said, and what the run landed, saw and captured."""
    asked = command(home, run_id, bureaus, "--later", str(later), "--hunt", hunt, *extra)
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

    def new(address: str = "127.0.0.1") -> Portal:
        opened.append(Portal(address))
        return opened[-1]

    yield new
    for portal in opened:
        portal.close()


@pytest.fixture(scope="session")
def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
