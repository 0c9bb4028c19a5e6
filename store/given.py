"""The settings of a home, if it has one of those that bring other machines in. Most have none, and need not wait for Pydantic to say so."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from store.home import Home

if TYPE_CHECKING:  # Pydantic takes long to import
    from store.settings import Settings


def settings_with(home: Path, setting: str) -> Settings | None:
    """The settings, if the environment gives this one or the home's file has its name in it; ``None`` if it can only be the default."""
    file = Home(home).settings
    if not (os.environ.get(f"GONGKAI_{setting.upper()}") or (file.is_file() and setting in file.read_text("utf-8"))):
        return None
    from store.settings import read_settings  # the same

    return read_settings(home)
