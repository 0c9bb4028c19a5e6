"""The server gets ready before anyone asks."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest
import uvicorn

from dashboard import evidence
from dashboard.serve import serve


def test_what_reads_documents_is_started_with_the_server(shown: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    warmed, said = Event(), list[str]()
    monkeypatch.setattr(evidence, "warm", warmed.set)
    monkeypatch.setattr(uvicorn.Server, "run", lambda self, sockets: None)
    serve(shown, "127.0.0.1", 0, "/gongkai/", say=said.append)
    assert warmed.wait(10)
    assert "/gongkai/ " in said[0]


def test_getting_ready_reads_nothing_and_fails_nothing() -> None:
    evidence.warm()
