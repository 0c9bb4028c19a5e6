"""The registry: which bureaus publish where, as data (``bureaus/<province>.yaml``, shape in `crawler.registry.schema`).

A bureau is one row; a new bureau on a known platform needs no code. Reading is strict and completes nothing: a row that lacks
a field, has one too many or a value outside its list is refused with one sentence.

A portal parameter that nobody has read off the live site yet is null, never guessed. The bureau's lists are then not asked
for; its known reports are. ``confirmed: false`` marks a row whose address or parameters are inferred
(the comment above it says from what). ``first_expected_year`` is the year of the oldest report known, and at the latest
2019, the first year of the national report form. A name carries years if the year of renaming is established: an organ's
forerunner (labour and social security) and a region's former name are names of one bureau, not bureaus.

`rows` reads them, `portal` judges what they say of a portal; the parameters of a platform are its own (`crawler.platforms`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from crawler.bureau import Bureau, BureauName, BureauStatus, KnownReport, RegistryError
from crawler.registry.region import renumbered
from crawler.registry.rows import read_row

__all__ = [
    "BUNDLED",
    "Bureau",
    "BureauName",
    "BureauStatus",
    "KnownReport",
    "RegistryError",
    "dump",
    "load",
]

BUNDLED = Path(__file__).with_name("bureaus")

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
"""libyaml's if it is installed: a registry of three thousand rows takes seconds without it."""


def load(path: Path | None = None) -> tuple[Bureau, ...]:
    """The bureaus of a registry file, or of every ``.yaml`` of a folder (the bundled one without ``path``), by code.

    A single file keeps its own order. Raises `RegistryError`.
    """
    source = path or BUNDLED
    is_folder = source.is_dir()
    files = sorted(source.glob("*.yaml")) if is_folder else [source]
    if not files:
        raise RegistryError(f"registry {source} holds no .yaml file")
    bureaus = tuple(bureau for file in files for bureau in _read(file))
    codes = [bureau.bureau_code for bureau in bureaus]
    doubled = sorted(code for code, times in Counter(codes).items() if times > 1)
    if doubled:
        raise RegistryError(f"registry {source} has {', '.join(doubled)} more than once")
    followed = tuple(_followed(bureau, frozenset(codes)) for bureau in bureaus)
    return tuple(sorted(followed, key=lambda bureau: bureau.bureau_code)) if is_folder else followed


def _followed(bureau: Bureau, codes: Collection[str]) -> Bureau:
    """A renamed bureau whose region got another code has the one under that code as its successor, if the row says nothing."""
    if bureau.status.code != "renamed" or bureau.successors:
        return bureau
    successor = f"hrss-{renumbered().get(bureau.region_code)}"
    return replace(bureau, successors=(successor,)) if successor in codes else bureau


def dump(bureaus: Iterable[Bureau], path: Path) -> None:
    """Write a registry file that `load` reads back to the same bureaus."""
    records = [bureau.as_record() for bureau in bureaus]
    path.write_text(yaml.dump(records, Dumper=DUMPER, allow_unicode=True, sort_keys=False), encoding="utf-8")


def _read(file: Path) -> Iterable[Bureau]:
    try:
        rows = yaml.load(file.read_text(encoding="utf-8"), LOADER)  # noqa: S506  a safe loader
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise RegistryError(f"registry {file} cannot be read: {' '.join(str(error).split())}") from error
    if not isinstance(rows, list) or not rows:
        raise RegistryError(f"registry {file} holds no list of bureaus")
    return [_bureau(row, number) for number, row in enumerate(rows, start=1)]


def _bureau(row: Any, number: int) -> Bureau:
    label = row.get("bureau_code", f"number {number}") if isinstance(row, dict) else f"number {number}"
    try:
        return read_row(row)
    except (TypeError, ValueError) as error:
        raise RegistryError(f"registry row {label}: {error}") from error
