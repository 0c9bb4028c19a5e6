"""What every test shares: no socket reaches beyond loopback, and the shared seeds where they are."""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT.parent / "shared" / "seeds"

# Tests start hundreds of processes. Where compiled modules may not be kept, each compiles all that it imports anew: Scrapy
# takes a second more of processor time to start, dbt five.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection of this process that does not stay on this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and isinstance(address, tuple):
            host = address[0]
            if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
                raise AssertionError(f"a test tried to connect to {host}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The dashboard's tests last: their browser keeps a loop running in its worker, beside which no other test can run one."""
    items.sort(key=lambda item: "dashboard" in item.path.parts)


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of real reports; tests that need it are skipped without it and must be backed by others."""
    if not SEEDS.is_dir():
        pytest.skip("the shared seeds are not beside this checkout")
    return SEEDS


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes made by a test may hold the time of day: as names they would differ between the workers of one run."""
    return argname if isinstance(val, bytes) else None
