"""One small release for all tests of the pages: a web page, a Word file and a PDF, and a client that asks for pages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dashboard import evidence
from dashboard.app import create_app
from practice.publishers import publisher
from practice.writers import html, pdf, word

LIAOCHENG, XIANGSHAN, PANYU = "hrss-371500", "hrss-340603", "hrss-440113"


@pytest.fixture(scope="session", autouse=True)
def patience() -> Iterator[None]:
    """A visitor is told to come again after seconds; a test on a busy machine waits."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(evidence, "WAIT_SECONDS", 120.0)
        yield


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a release of three reports; Liaocheng 2023 does not add up in itself. Nobody changes it."""
    from flows.home import new_run_id, writing
    from flows.imports import land, local_files
    from flows.night import finish

    folder, home = tmp_path_factory.mktemp("reports"), tmp_path_factory.mktemp("home")
    reports = {
        key: publisher(key[0]).years[key[1]].report for key in ((LIAOCHENG, 2023), (XIANGSHAN, 2020), (PANYU, 2023))
    }
    (folder / "page.html").write_text(html.fragment(reports[LIAOCHENG, 2023], with_title=True), encoding="utf-8")
    (folder / "word.docx").write_bytes(word.document(reports[XIANGSHAN, 2020]))
    (folder / "printed.pdf").write_bytes(pdf.document(reports[PANYU, 2023]))
    run_id = new_run_id()
    with writing(home):
        land(home, run_id, local_files([folder]))
        assert finish(home, run_id, None).release.status == "released"
    return home


@pytest.fixture
def home(released: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed at will."""
    return Path(shutil.copytree(released, tmp_path / "home", symlinks=True))


@pytest.fixture(scope="session")
def client(released: Path) -> TestClient:
    return TestClient(create_app(released))
