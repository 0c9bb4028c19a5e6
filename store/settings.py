"""The settings of a home, in one place: ``gongkai.toml`` in the home, and environment variables, which win.

A setting ``contact`` is ``GONGKAI_CONTACT`` in the environment. Which home it is, ``GONGKAI_HOME`` alone says: the file lies in it.
Import this inside functions only: Pydantic takes longer to import than most commands to answer.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from store.errors import StoreError
from store.home import HOME_VARIABLE, Home

PREFIX = "GONGKAI_"
_HIDDEN = "********"


def _five_fields(cron: str) -> str:
    if len(cron.split()) != 5:
        raise ValueError("a cron expression has five fields")
    return cron


Cron = Annotated[str, AfterValidator(_five_fields)]


def _without_password(address: str) -> str:
    if re.search(r"password\s*=|://[^/@]*:[^/@]*@", address):
        raise ValueError("a password belongs in PGPASSWORD or in ~/.pgpass, which are shown to nobody")
    return address


NoPassword = Annotated[str, AfterValidator(_without_password)]


class Settings(BaseSettings):
    """Every setting with its default; the description is what ``gongkai config`` and the documentation say."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True, env_ignore_empty=True)

    contact: str = Field(
        "", description="Mail or web address that portals read in the user agent: whom to ask about requests."
    )
    archive_url: str = Field(
        "",
        description="Where the bytes of the archive are kept, if not below the home: an address that fsspec knows (s3://bucket/folder).",
    )
    ledger_url: SecretStr | None = Field(
        None,
        description="PostgreSQL that holds the ledger of requests, if machines share it (postgresql://user@host/database).",
    )
    crawl_shards: int = Field(
        1,
        ge=1,
        description="In how many parts a night asks portals, each on a worker of work_pool; 1: this machine asks them.",
    )
    work_pool: str = Field("", description="Prefect's work pool whose workers ask portals, if crawl_shards says so.")
    dask_address: str = Field(
        "",
        description="Scheduler of the Dask cluster that documents are read on (tcp://host:8786); by default this machine reads them.",
    )
    lake_catalog: NoPassword = Field(
        "",
        description="Catalog of the DuckLake that holds the staging tables (postgres:dbname=gongkai host=db); by default one file does.",
    )
    lake_data: str = Field(
        "",
        description="Where the lake's Parquet files are (a folder that several machines share, or s3://bucket/folder); by default below the home.",
    )
    chromium: Path | None = Field(None, description="Chromium's program, if it is not where it is looked for.")
    min_free_mb: int | None = Field(
        None,
        ge=0,
        description="Free disk space, in MiB, below which no night starts; by default what a night may need.",
    )
    discover_at: Cron = Field(
        "30 1 * * *", description="When lists are looked through for new reports: cron, Beijing time."
    )
    recheck_at: Cron = Field(
        "30 3 * * 6", description="When old reports are looked at again for edits: cron, Beijing time."
    )
    jitter_minutes: int = Field(
        20, ge=0, le=180, description="A scheduled night starts up to so many minutes later, by chance."
    )
    night_hours: float = Field(
        10, gt=0, description="Hours after which a night is ended; the next one goes on from there."
    )
    ui_port: int = Field(4200, ge=1, le=65535, description="Port of Prefect's pages and API, on loopback.")
    keep_releases: int = Field(
        10, ge=1, description="Newest releases that are kept, beside the last one of each month."
    )
    keep_logs_days: int = Field(90, ge=1, description="Days that log files are kept.")
    keep_landing_days: int = Field(
        30, ge=0, description="Days that the read rows of a loaded run are kept as Parquet; 0 for ever."
    )
    keep_pages_days: int = Field(
        0, ge=0, description="Days that the bytes of superseded lists that nothing cites are kept; 0 for ever."
    )
    alert_url: SecretStr | None = Field(None, description="Webhook that alerts and digests are posted to, as JSON.")
    digest_every_night: bool = Field(False, description="Send each night's digest, not alerts alone.")
    mail_to: str = Field("", description="Addresses that alerts go to, with commas between them.")
    mail_from: str = Field("", description="Sender of the mails.")
    smtp_host: str = Field("", description="Mail server.")
    smtp_port: int = Field(587, ge=1, le=65535, description="Port of the mail server.")
    smtp_user: str = Field("", description="User at the mail server, if it asks for one.")
    smtp_password: SecretStr | None = Field(None, description="Password at the mail server.")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over the file; there are no other sources."""
        file = init_settings()["file"]
        return env_settings, TomlConfigSettingsSource(settings_cls, toml_file=file)


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting as ``gongkai config`` shows it: a secret's value is hidden."""

    name: str
    value: str
    source: str
    """``default``, the file, or the environment variable that gives it."""
    description: str


def read_settings(home: Path) -> Settings:
    """The settings of a home; raises ``StoreError`` with one sentence if the file or a value cannot be used."""
    file = Home(home).settings
    try:
        return Settings(file=file)  # type: ignore[call-arg]  # not a setting: which file is read
    except ValidationError as error:
        raise StoreError(_sentence(error, home)) from error
    except (OSError, ValueError) as error:  # TOML's own error is a ValueError
        raise StoreError(f"{file} cannot be read: {' '.join(str(error).split())}") from error


def _sentence(error: ValidationError, home: Path) -> str:
    problem = error.errors()[0]
    name = str(problem["loc"][0]) if problem["loc"] else ""
    if problem["type"] == "extra_forbidden":
        return f"{Home(home).settings}: there is no setting {name}; `gongkai config` lists them"
    return f"{_source(name, home)}: {name} cannot be used: {problem['msg'].removeprefix('Value error, ')}"


def listed(home: Path) -> Iterator[Setting]:
    """Every setting with its value and where it comes from."""
    settings = read_settings(home)
    yield Setting(
        "home", str(home), HOME_VARIABLE if os.environ.get(HOME_VARIABLE) else "default", "The folder of everything."
    )
    for name, facts in Settings.model_fields.items():
        yield Setting(name, _shown(getattr(settings, name)), _source(name, home), facts.description or "")


def _source(name: str, home: Path) -> str:
    variable = PREFIX + name.upper()
    if os.environ.get(variable):
        return variable
    file = Home(home).settings
    return str(file) if file.is_file() and name in _keys(file) else "default"


def _keys(file: Path) -> dict[str, Any]:
    import tomllib  # only if there is a file

    return tomllib.loads(file.read_text(encoding="utf-8"))


def _shown(value: object) -> str:
    if isinstance(value, SecretStr):
        return _HIDDEN
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def unknown_variables() -> list[str]:
    """Variables of the environment that look like settings and are none: most likely misspelt."""
    known = {PREFIX + name.upper() for name in Settings.model_fields} | {HOME_VARIABLE}
    return sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known)
