"""Read access: what staging already holds, and the current release."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from store.home import RELEASE_FILE, Home
from warehouse.connection import first_line, open_locked
from warehouse.errors import WarehouseError
from warehouse.schema_version import SCHEMA_VERSION, schema_version
from warehouse.staging import to_read

STALE_DAYS = 8
"""Lists are walked once a week even out of season; the same as the freshness of dbt's source ``outcome``."""


def parsed(home: Path, parser_version: str) -> set[str]:
    """SHA-256 of every document that staging holds as read by ``parser_version``; empty before the first load.

    Raises WarehouseError if another process holds the database.
    """
    with to_read(home) as connection:
        if connection is None:
            return set()
        try:
            rows = connection.execute(
                "select sha256 from staging.document where parser_version = ?", [parser_version]
            ).fetchall()
        except duckdb.CatalogException:
            return set()
    return {sha256 for (sha256,) in rows}


def unread(home: Path, parser_version: str) -> list[str]:
    """SHA-256 of every document ever observed that ``parser_version`` has not read, in the order of their runs.

    Raises WarehouseError if another process holds the database.
    """
    with to_read(home) as connection:
        if connection is None:
            return []
        rows = connection.execute(
            "select sha256 from staging.observation"
            " anti join (select sha256 from staging.document where parser_version = ?) using (sha256)"
            " group by sha256 order by min(run_id), sha256",
            [parser_version],
        ).fetchall()
    return [sha256 for (sha256,) in rows]


def loaded_runs(home: Path) -> set[str]:
    """Runs that staging holds; raises WarehouseError if another process holds the database."""
    with to_read(home) as connection:
        if connection is None or schema_version(connection) != SCHEMA_VERSION:
            return set()
        return {run_id for (run_id,) in connection.execute("select run_id from staging.run").fetchall()}


def is_outdated(home: Path) -> bool:
    """Whether the tables are those of another version of this program, so that the warehouse has to be made anew.

    Raises WarehouseError if the file is no database or another process holds it.
    """
    with to_read(home) as connection:
        return connection is not None and schema_version(connection) not in (None, SCHEMA_VERSION)


def is_gone(home: Path) -> bool:
    """Whether there is no warehouse, although runs have been read for it."""
    with to_read(home) as connection:
        return connection is None and bool(Home(home).read_landings())


@dataclass(frozen=True, slots=True)
class Unpublished:
    """A document of the current release's ``unpublished_document``: read, and not published."""

    sha256: str
    source_url: str
    reason_code: str
    reason: str
    """One English sentence."""
    detail: str | None
    """The parser's message about it."""

    @property
    def is_lost(self) -> bool:
        """Whether what it says is not published from another document either."""
        return self.reason_code != "another_document"


def unpublished(home: Path, sha256s: Iterable[str] | None = None) -> tuple[Unpublished, ...]:
    """The unpublished documents of the current release (of those in ``sha256s``), what may be a lost report first.

    None before the first release, and none of a release from before there was such a table.
    """
    if current_release(home) is None:
        return ()
    wanted = "where list_contains(?, sha256)" if sha256s is not None else ""
    with connect_release(home) as connection:
        try:
            rows = connection.execute(
                f"select sha256, source_url, reason_code, reason_en, detail from unpublished_document {wanted}",  # noqa: S608
                [] if sha256s is None else [list(sha256s)],
            ).fetchall()
        except duckdb.CatalogException:
            return ()
    return tuple(Unpublished(*row) for row in rows)


@dataclass(frozen=True, slots=True)
class Gap:
    """A bureau and year of which a settled report is expected and not there; ``state`` is that of ``coverage``."""

    bureau_code: str
    report_year: int
    state: str
    due_on: date
    looked_on: date | None
    """The day of Beijing on which its lists were first read after the deadline, if they were."""
    reason: str | None
    """Why nobody can say; or what was fetched, and read as what."""

    @property
    def facts(self) -> str:
        """What is known of it, for people."""
        looked = f"looked for on {self.looked_on}" if self.looked_on else None
        return ", ".join(filter(None, (f"due on {self.due_on}", looked, self.reason)))


def gaps(home: Path, bureau_code: str | None = None) -> tuple[Gap, ...]:
    """The gaps of the current release (of one bureau), the newest year first; none before the first release."""
    if current_release(home) is None:
        return ()
    with connect_release(home) as connection:
        try:
            rows = connection.execute((Path(__file__).parent / "gaps.sql").read_text(encoding="utf-8"), [bureau_code])
            return tuple(Gap(*row) for row in rows.fetchall())
        except (duckdb.CatalogException, duckdb.BinderException):  # a release of an older program
            return ()


def unsettled_articles(home: Path, bureau_code: str) -> list[tuple[str, str | None, str, str | None]]:
    """Address, title, verdict and reason of each article of a bureau, with its files, that gave no settled report.

    By the newest look at each address and the newest parser; not if another article has settled the same year. Raises
    WarehouseError if another process holds the database.
    """
    statement = (Path(__file__).parent / "unsettled_articles.sql").read_text(encoding="utf-8")
    with to_read(home) as connection:
        if connection is None or schema_version(connection) != SCHEMA_VERSION:
            return []
        return connection.execute(statement, [bureau_code]).fetchall()


def current_release(home: Path) -> Path | None:
    """The folder of the current release, resolved, or ``None`` before the first."""
    link = Home(home).current
    return link.resolve() if (link / RELEASE_FILE).is_file() else None


def connect_release(home: Path) -> duckdb.DuckDBPyConnection:
    """A read-only connection to the current release; it keeps reading that release when the next one comes.

    Whoever asks through it can only ask: no other file, no extension, no setting (`connection.open_locked`). Raises
    WarehouseError if there is no release or it cannot be opened.
    """
    release = current_release(home)
    while release is not None:
        try:
            return open_locked(release / RELEASE_FILE)
        except duckdb.Error as error:
            opened, release = release, current_release(home)
            if release == opened:  # else it was replaced, and deleted, since we looked
                raise WarehouseError(f"Release {opened.name} cannot be opened: {first_line(error)}.") from error
    raise WarehouseError(f"There is no release in {Home(home).releases} yet; run a night or an import.")
