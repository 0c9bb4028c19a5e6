"""Prefect's server of a night: begun before Prefect is imported, said so if it does not come, and none beside a server that is there.

That a night is recorded by it is seen where a night is played (``test_night``).
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from flows.errors import NightError
from flows.prefect_server import PrefectServer, environment, server_of_a_night


def test_a_server_that_is_named_is_the_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    with server_of_a_night() as server:
        assert server is None


def test_a_server_that_ends_at_once_is_said_in_one_sentence() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        ended.wait()
        with pytest.raises(NightError, match="Prefect's server did not start"):
            PrefectServer(ended, "http://127.0.0.1:9/api").wait()


def test_a_night_does_not_import_prefects_server(tmp_path: Path) -> None:
    """It is what takes longest, and what the server's own process does meanwhile."""
    code = (
        "import os, sys\n"
        "os.environ['PREFECT_API_URL'] = 'http://127.0.0.1:9/api'\n"
        "from flows.nightly import nightly\n"
        "print([name for name in sys.modules if name == 'prefect.server.api.server'])"
    )
    with environment(PREFECT_HOME=str(tmp_path)):
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
