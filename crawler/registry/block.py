"""A row as the registry's files are written: one readable block, its comment above it."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

import yaml

from crawler.bureau import Bureau

WIDTH = 118


def block(bureau: Bureau, comment: str = "") -> str:
    """The lines of one row, ending in a newline; `crawler.registry.load` reads them back to the same bureau."""
    record = bureau.as_record()
    lines = textwrap.wrap(comment, WIDTH, initial_indent="# ", subsequent_indent="# ", break_long_words=False)
    for number, (field, value) in enumerate(record.items()):
        lines += [("- " if number == 0 else "  ") + line for line in _field(field, value)]
    return "\n".join(lines) + "\n"


def _field(field: str, value: Any) -> list[str]:
    if field == "portal":
        return ["portal:", *(f"  {name}: {_flow(parameter)}" for name, parameter in value.items())]
    if field in ("names", "known_reports") and value:
        return [f"{field}:", *(f"  - {_flow(entry)}" for entry in value)]
    return [f"{field}: {_flow(value)}"]


def _flow(value: Any) -> str:
    """YAML on one line, keys in their own order."""
    plain = dict(value) if isinstance(value, Mapping) else value
    text = yaml.safe_dump(
        plain, default_flow_style=True, allow_unicode=True, sort_keys=False, width=float("inf"), default_style=None
    )
    return text.removesuffix("\n").removesuffix("\n...")
