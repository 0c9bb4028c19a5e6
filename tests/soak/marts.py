"""The marts of a night by the SQL that dbt compiled, in place of dbt, if the environment names a home that dbt has built in."""

from __future__ import annotations

import os
from pathlib import Path

from tests.warehouse.replay import Replay
from warehouse import release

BUILT = "SOAK_BUILT_HOME"


def take_replay() -> None:
    """From here on this process builds releases by replay, if it is asked to."""
    if built := os.environ.get(BUILT):
        release.build_marts = Replay(Path(built))  # type: ignore[assignment]
