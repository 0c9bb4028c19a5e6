"""Prefect kept to itself: its state below ``GONGKAI_HOME``, no telemetry. To be called before Prefect is imported."""

from __future__ import annotations

import os
from pathlib import Path

from store.home import Home
from store.lock import made
from store.marks import leave_mark

KEPT_DAYS = 30
"""Records of flow runs. What a night found is in our own store; these only say how Prefect played it."""


def keep_prefect_in(home: Path) -> None:
    """Defaults for settings that the environment does not name; a user's own ``PREFECT_*`` variables win.

    Prefect starts its server before the night has the lock: the server bears this process's mark from the start.
    """
    leave_mark(home)
    for name, value in {
        "PREFECT_HOME": str(made(Home(home).prefect).resolve()),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_LOGGING_LEVEL": "WARNING",
        "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(KEPT_DAYS * 24 * 3600),
        "PREFECT_CLI_PROMPT": "false",
    }.items():
        os.environ.setdefault(name, value)
