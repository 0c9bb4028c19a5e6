"""Whether a home has a setting at all. Most have none of those that bring other machines in, and need not wait for Pydantic to say so."""

from __future__ import annotations

import os
from pathlib import Path

from store.home import Home


def may_be_given(home: Path, setting: str) -> bool:
    """Whether the environment gives a setting, or the home's file has its name in it; `store.settings` then says what it is."""
    file = Home(home).settings
    return bool(os.environ.get(f"GONGKAI_{setting.upper()}")) or (file.is_file() and setting in file.read_text("utf-8"))
