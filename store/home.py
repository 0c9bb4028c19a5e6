"""Where everything of a ``GONGKAI_HOME`` lies. Path arithmetic: nothing is created, and nothing read but names.

archive/objects/<sha256[:2]>/<sha256>, captures/<run>.jsonl, index.sqlite, frontier.sqlite, ledger.sqlite, dropped.jsonl
landing/<run>/sightings.jsonl, outcomes.jsonl, bureaus.jsonl, <part>.parquet, manifest.json, night.json, accounts.json, digest.md, digest.html
warehouse.duckdb, rebuilding/, lake/
releases/<n>/, current, gate.json, releases.jsonl
dbt/target/manifest.json, run_results.json, dbt/proved
gongkai.toml, logs/<run>.jsonl, logs/serve.log, serve.lock, serve.json, writer.lock, writer.json, registry.yaml, prefect/, shards/, .restoring/
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

HOME_VARIABLE = "GONGKAI_HOME"
DEFAULT_HOME = "data"
PRACTICE = "practice"

RELEASE_FILE = "gongkai.duckdb"
RELEASE_RECORD = "release.json"
"""Of a release's folder: its database, and what it was made from."""


def home_folder(*, practice: bool = False) -> Path:
    """The folder named by ``GONGKAI_HOME`` (default ``./data``); practice runs have one of their own inside it."""
    home = Path(os.environ.get(HOME_VARIABLE) or DEFAULT_HOME)
    return home / PRACTICE if practice else home


@dataclass(frozen=True, slots=True, order=True)
class Landing:
    """What one run saw, and what was read of it. The run writes lines; whoever reads its documents adds Parquet files."""

    folder: Path

    @property
    def run_id(self) -> str:
        return self.folder.name

    @property
    def sightings(self) -> Path:
        """Which bytes the run saw at which address."""
        return self.folder / "sightings.jsonl"

    @property
    def outcomes(self) -> Path:
        """How each bureau, and each noteworthy address, came out."""
        return self.folder / "outcomes.jsonl"

    @property
    def bureaus(self) -> Path:
        """The registry's rows as they were then."""
        return self.folder / "bureaus.jsonl"

    @property
    def manifest(self) -> Path:
        """Written last: what was read of the run is whole."""
        return self.folder / "manifest.json"

    @property
    def night(self) -> Path:
        """What the run came to."""
        return self.folder / "night.json"

    @property
    def accounts(self) -> Path:
        """The run's accounts by bureau."""
        return self.folder / "accounts.json"

    def digest(self, suffix: str) -> Path:
        """The page for people about the run."""
        return self.folder / f"digest{suffix}"

    def part(self, name: str) -> Path:
        """One kind of row of what was read."""
        return self.folder / f"{name}.parquet"

    @property
    def is_loadable(self) -> bool:
        """Whether what was read of the run is still there; it goes some time after it was loaded."""
        return self.manifest.is_file() and any(self.folder.glob("*.parquet"))


@dataclass(frozen=True, slots=True)
class Home:
    """The paths below one home."""

    folder: Path

    @property
    def archive(self) -> Path:
        return self.folder / "archive"

    @property
    def objects(self) -> Path:
        """Bytes by their SHA-256."""
        return self.archive / "objects"

    def object(self, sha256: str) -> Path:
        return self.objects / sha256[:2] / sha256

    @property
    def dropped(self) -> Path:
        """Objects that were dropped on purpose, one a line."""
        return self.archive / "dropped.jsonl"

    @property
    def captures(self) -> Path:
        """The folder of capture logs."""
        return self.archive / "captures"

    def capture_log(self, run_id: str) -> Path:
        return self.captures / f"{run_id}.jsonl"

    def capture_logs(self) -> list[Path]:
        """The log of every run, oldest run first."""
        return sorted(self.captures.glob("*.jsonl"))

    @property
    def capture_index(self) -> Path:
        """Where the newest answers stand in the logs; derived."""
        return self.archive / "index.sqlite"

    @property
    def frontier(self) -> Path:
        """What is known of every report, and how far each list was walked; derived."""
        return self.archive / "frontier.sqlite"

    @property
    def ledger(self) -> Path:
        """What each host was asked, and when it may be asked again."""
        return self.archive / "ledger.sqlite"

    def landing(self, run_id: str) -> Landing:
        return Landing(self.folder / "landing" / run_id)

    def landings(self) -> list[Landing]:
        """The landing of every run that saw anything or ended without, oldest first."""
        return self._landings("sightings.jsonl")

    def read_landings(self) -> list[Landing]:
        """Those whose documents were read to the end, oldest first."""
        return self._landings("manifest.json")

    def visits(self) -> list[Landing]:
        """Those of runs that asked portals, oldest first."""
        return [landing for landing in self._landings("outcomes.jsonl") if landing.outcomes.stat().st_size]

    def _landings(self, file: str) -> list[Landing]:
        return sorted(Landing(path.parent) for path in self.folder.glob(f"landing/*/{file}"))

    @property
    def warehouse(self) -> Path:
        """The writer's private database; readers open a release instead."""
        return self.folder / "warehouse.duckdb"

    @property
    def lake(self) -> Path:
        """The Parquet files of a lake whose data is nowhere else."""
        return self.folder / "lake"

    @property
    def rebuilding(self) -> Path:
        """Where a warehouse is made anew before it takes the old one's place."""
        return self.folder / "rebuilding"

    @property
    def releases(self) -> Path:
        return self.folder / "releases"

    def release(self, number: int) -> Path:
        return self.releases / str(number)

    @property
    def current(self) -> Path:
        """The symlink that names the current release; it is only ever replaced, never written through."""
        return self.releases / "current"

    @property
    def candidate(self) -> Path:
        """The release that is being built; nobody reads it."""
        return self.releases / ".candidate"

    @property
    def builder_lock(self) -> Path:
        return self.releases / ".lock"

    @property
    def gate(self) -> Path:
        """The gate's last word."""
        return self.releases / "gate.json"

    @property
    def release_log(self) -> Path:
        """``release.json`` of every release there ever was, one a line."""
        return self.releases / "releases.jsonl"

    @property
    def dbt(self) -> Path:
        """dbt's own files (compiled SQL, logs, scratch database): kept out of the checkout and out of releases."""
        return self.folder / "dbt"

    @property
    def dbt_manifest(self) -> Path:
        """What dbt last built: models, tests, and the sources they come from."""
        return self.dbt / "target" / "manifest.json"

    @property
    def dbt_proved(self) -> Path:
        """The rules (`warehouse.digest.rules_digest`) that dbt's unit tests have last proved."""
        return self.dbt / "proved"

    @property
    def dbt_results(self) -> Path:
        """What came of each model and test of dbt's last build."""
        return self.dbt / "target" / "run_results.json"

    @property
    def writer_lock(self) -> Path:
        return self.folder / "writer.lock"

    @property
    def restoring(self) -> Path:
        """Where a backup is restored to before any of it takes its place."""
        return self.folder / ".restoring"

    @property
    def settings(self) -> Path:
        """The settings that the environment does not give."""
        return self.folder / "gongkai.toml"

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    def run_log(self, run_id: str) -> Path:
        """What all processes of one run had to say, a line of JSON each."""
        return self.logs / f"{run_id}.jsonl"

    @property
    def serve_log(self) -> Path:
        """What the server of the nights had to say, for people."""
        return self.logs / "serve.log"

    @property
    def serve_lock(self) -> Path:
        """Held by the one server of the nights."""
        return self.folder / "serve.lock"

    @property
    def served(self) -> Path:
        """Who serves the nights, where its pages are, and what is next."""
        return self.folder / "serve.json"

    @property
    def lease(self) -> Path:
        """Who holds the writer's lock, since when, and how far he has come."""
        return self.folder / "writer.json"

    @property
    def shards(self) -> Path:
        """Where this machine asks shards of other machines' nights, a folder each while it lasts."""
        return self.folder / "shards"

    @property
    def registry(self) -> Path:
        """The rows of the portals that a practice run plays on."""
        return self.folder / "registry.yaml"

    @property
    def prefect(self) -> Path:
        """Prefect's own settings and database."""
        return self.folder / "prefect"
