"""One shard of a night's crawl, asked on this machine: the job of a worker, whoever starts it.

The crawler runs in a home of its own that begins with what the night's machine has handed out, and that nobody needs afterwards.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from crawler.politeness.ledger import Claim, LedgerError, ledger_url
from crawler.shards import handover
from crawler.shards.claims import BEAT_SECONDS, Claims
from flows.errors import NightError
from store import disk
from store.errors import FullDiskError
from store.home import Home
from store.lock import made
from store.settings import read_settings
from store.summary import CrawlSummary

LEFT_SECONDS = 24 * 3600.0
"""What a worker that was killed has left is nobody's after so long; no night is longer."""


def require_shared(home: Path) -> str:
    """The address of the ledger; raises ``NightError`` if the home does not name what machines share."""
    settings = read_settings(home)
    for name in ("archive_url", "ledger_url"):
        if not getattr(settings, name):
            raise NightError(f"shards of a crawl need the setting {name} (GONGKAI_{name.upper()}): what machines share")
    return ledger_url(home)


def crawl_shard(home: Path, run_id: str, number: int) -> None:
    """Ask the hosts of one shard, and put what came of it where the night's machine finds it.

    Raises ``LedgerError`` if another worker has the shard, ``NightError`` or ``FullDiskError`` if it did not come to its end.
    """
    with closing(Claims(require_shared(home))) as claims:
        claim = claims.take(run_id, number)
        try:
            if not handover.has_ended(home, run_id, number):
                _ask(home, claim, claims)
        except BaseException as error:
            with suppress(LedgerError):
                claims.release(claim, f"{type(error).__name__}: {error}")
            raise
        claims.release(claim, has_ended=True)


def _ask(home: Path, claim: Claim, claims: Claims) -> None:
    plan = handover.plan_of(home, claim.run_id)
    if plan is None:
        raise NightError(f"run {claim.run_id} has no shards")
    with _scratch(home, claim) as scratch:
        registry, before = handover.begin(home, scratch, claim)
        keep_free = str(int(disk.needed_bytes(home) * disk.WHILE_ASKING))
        command = [sys.executable, "-m", "crawler", "--home", str(scratch), "--run", claim.run_id]
        command += ["--registry", str(registry), "--shard", str(claim.number), "--token", claim.token, *plan.arguments]
        command += ["--keep-free", keep_free, "--until-input-closes", "--progress"]
        summary = _followed(command, claim, claims)
        if not claims.beat(claim, ""):
            raise _lost(claim)
        handover.end(home, scratch, claim, before, summary)


def _followed(command: list[str], claim: Claim, claims: Claims) -> CrawlSummary:
    """What a crawler ends with; a sign of life goes to the ledger while it runs, and it is ended if the shard is lost."""
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as crawler:  # noqa: S603
        said = _Said()
        listener = threading.Thread(target=said.listen, args=(crawler.stdout,), daemon=True)
        listener.start()
        try:
            while not said.is_over.wait(BEAT_SECONDS):
                if not claims.beat(claim, said.progress):
                    raise _lost(claim)
        except BaseException:
            crawler.kill()
            raise
    listener.join()
    if crawler.returncode == disk.FULL_STATUS:
        raise FullDiskError(said.last)
    if crawler.returncode:
        raise NightError(
            f"the crawl of shard {claim.number} of run {claim.run_id} ended with status {crawler.returncode}"
        )
    return CrawlSummary.from_record(json.loads(said.last))


def _lost(claim: Claim) -> NightError:
    return NightError(f"shard {claim.number} of run {claim.run_id} is another worker's now, or the run has ended")


@dataclass
class _Said:
    """What a crawler says: how far it is, and its last line."""

    progress: str = ""
    last: str = ""
    is_over: threading.Event = field(default_factory=threading.Event)

    def listen(self, lines: Iterator[str]) -> None:
        for line in lines:
            self.last = line.strip() or self.last
            if line.startswith('{"asked"'):
                self.progress = self.last
        self.is_over.set()


@contextmanager
def _scratch(home: Path, claim: Claim) -> Iterator[Path]:
    """An empty home with the settings and the logs of this machine's; those that killed workers have left go."""
    shards = made(Home(home).shards)
    for left in shards.iterdir():
        if left.is_dir() and time.time() - left.stat().st_mtime > LEFT_SECONDS:
            shutil.rmtree(left, ignore_errors=True)
    scratch = shards / f"{claim.run_id}-{claim.number}-{claim.token}"
    scratch.mkdir()
    if Home(home).settings.is_file():
        Home(scratch).settings.symlink_to(Home(home).settings.resolve())
    Home(scratch).logs.symlink_to(made(Home(home).logs).resolve(), target_is_directory=True)
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
