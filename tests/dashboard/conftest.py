"""A small release of imported reports, the dashboard on it, and a browser to look with."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest
import uvicorn
from starlette.testclient import TestClient

from crawler import browser as chromium
from dashboard import evidence
from dashboard.app import create_app
from tests.dashboard.releases import small_release
from tests.flows.conftest import LIAOCHENG, PANYU, XIANGSHAN, landed, report_file
from tests.warehouse.replay import replaying
from warehouse.read import connect_release

HOSTILE = '<script>document.title="run"</script><a href="javascript:alert(1)">=HYPERLINK("x")</a>'
"""What nobody may run: it stands in a title and in a sentence."""


@pytest.fixture(scope="session", autouse=True)
def patience() -> Iterator[None]:
    """A visitor is told to come again after seconds; a test on a busy machine waits."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(evidence, "WAIT_SECONDS", 120.0)
        yield


def hostile_report(folder: Path) -> None:
    """Liaocheng's report of 2021 with text in it that would be run if a page did not escape it."""
    file = report_file(folder, LIAOCHENG, 2021, ".html")
    text = file.read_text(encoding="utf-8")
    escaped = HOSTILE.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    title, sentence = "年度报告</strong>", "全年主动公开"
    assert title in text and sentence in text
    text = text.replace(title, f"年度报告{escaped}</strong>", 1).replace(sentence, f"{escaped}{sentence}", 1)
    file.write_text(text, encoding="utf-8")


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice home: two years of a web page that does not add up, a docx, a PDF, and a title that wants to be run.

    Nobody changes it.
    """
    made = tmp_path_factory.mktemp("dashboard") / "practice"
    folder = tmp_path_factory.mktemp("reports")
    for year in (2022, 2023):
        report_file(folder, LIAOCHENG, year, ".html")
    hostile_report(folder)
    for year in (2020, 2021):
        report_file(folder, XIANGSHAN, year, ".docx")
    report_file(folder, PANYU, 2023, ".pdf")
    with replaying(tmp_path_factory):
        landed(made, folder, is_practice=True)
    return made


@pytest.fixture
def home(released: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed at will."""
    return Path(shutil.copytree(released, tmp_path / "home", symlinks=True))


@pytest.fixture(scope="session")
def client(released: Path) -> TestClient:
    return TestClient(create_app(released))


@pytest.fixture(scope="session")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a release made by hand, for the pages that list; nobody changes it."""
    made = tmp_path_factory.mktemp("lists") / "home"
    small_release(made)
    return made


@pytest.fixture(scope="session")
def visitor(shown: Path) -> TestClient:
    return TestClient(create_app(shown), follow_redirects=False)


@pytest.fixture
def get(visitor: TestClient) -> Callable[[str], str]:
    """The HTML at an address, which has to be there."""

    def opened(address: str) -> str:
        answer = visitor.get(address)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        return answer.text

    return opened


@pytest.fixture(scope="session")
def release(shown: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The same release, to be asked in SQL."""
    with connect_release(shown) as connection:
        yield connection


@contextmanager
def serving(home: Path, base: str = "") -> Iterator[str]:
    """The dashboard on a port of this machine; gives the address that its paths follow."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(home, base=base), log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}{base}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """The Chromium that the crawler uses, too."""
    path = chromium.executable()
    return {**({"executable_path": path} if path else {}), "args": chromium.flags(os.geteuid() == 0)}
