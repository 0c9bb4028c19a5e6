"""A guest that asks portals as a night does."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests import warm

GUEST = Path(__file__).with_name("guest.py")
RUNS = iter(f"20250131T02{number // 60:02d}{number % 60:02d}Z-{number:04x}" for number in range(3600))


@pytest.fixture(name="ask")
def _ask(tmp_path) -> Callable[..., SimpleNamespace]:
    """Ask ``(address, kind)`` pairs in one run; gives the results by address, the captures and what stderr said."""

    def ask(
        *asked,
        origins=(),
        later=0.0,
        purpose=None,
        meta=None,
        names=None,
        settings=None,
        environment=None,
        platform="links",
    ) -> SimpleNamespace:
        run = next(RUNS)
        wanted = {
            "home": str(tmp_path), "run": run, "origins": list(origins), "asked": asked, "later": later,
            "purpose": purpose or {}, "meta": meta or {}, "names": names or {}, "settings": settings or {}, "platform": platform,
        }  # fmt: skip
        env = {**os.environ, **(environment or {})}
        if names:  # Twisted takes its resolver when it is imported: that must be after the guest has put in its own
            done = subprocess.run(
                [sys.executable, str(GUEST), json.dumps(wanted)],
                capture_output=True, text=True, timeout=120, check=False, env=env,
            )  # fmt: skip
        else:
            done = warm.run(str(GUEST), [json.dumps(wanted)], env=env)
        assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr
        log = tmp_path / "archive" / "captures" / f"{run}.jsonl"
        captures = [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []
        return SimpleNamespace(
            results=json.loads(done.stdout),
            captures=[capture for capture in captures if capture["kind"] != "robots"],
            stderr=done.stderr,
        )

    return ask
