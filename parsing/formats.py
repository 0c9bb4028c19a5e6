"""The formats of documents (``formats.csv``): one list for the crawler, which asks for files, and the parser, which reads them.

A leaf: it imports nothing of this project. ``suffixes`` end the addresses of files that portals publish reports in; ``magic`` is
a regular expression for the first bytes. A format inside a ``container`` (a zip, or an OLE compound file) is known by a part
of it: ``inside`` is the name of that part, or a folder with XML parts.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Format:
    code: str
    media_type: str
    suffixes: tuple[str, ...]
    """In lower case, with their dot."""
    magic: re.Pattern[bytes] | None
    container: str
    """``zip``, ``compound``, or nothing."""
    inside: tuple[str, ...]
    is_binary: bool
    """Whether the bytes cannot be read as text."""

    @property
    def is_image(self) -> bool:
        return self.media_type.startswith("image/")

    @property
    def is_known_by_folder(self) -> bool:
        return any(part.endswith("/") for part in self.inside)

    def is_inside(self, names: Collection[str]) -> bool:
        """Whether a container with parts of these names is a document of this format."""
        return any(
            any(name.startswith(part) and name.endswith(".xml") for name in names)
            if part.endswith("/")
            else part in names
            for part in self.inside
        )


@cache
def formats() -> dict[str, Format]:
    """Every format by its code."""
    with files("parsing").joinpath("formats.csv").open(encoding="utf-8") as lines:
        return {
            row["format"]: Format(
                code=row["format"],
                media_type=row["media_type"],
                suffixes=tuple(row["suffixes"].split("|")) if row["suffixes"] else (),
                magic=re.compile(row["magic"].encode("ascii"), re.DOTALL) if row["magic"] else None,
                container=row["container"],
                inside=tuple(row["inside"].split("|")) if row["inside"] else (),
                is_binary=row["is_binary"] == "1",
            )
            for row in csv.DictReader(lines)
        }


def by_first_bytes(data: bytes) -> Format | None:
    """The format whose magic the data begins with; a container is not looked into."""
    return next((found for found in formats().values() if found.magic and found.magic.match(data)), None)


def in_container(container: Format, names: Collection[str]) -> Format:
    """The format of a container with parts of these names; the container itself if it holds no other."""
    held = (found for found in formats().values() if found.container == container.code)
    return next((found for found in held if found.is_inside(names)), container)


def suffixes(*, is_image: bool) -> tuple[str, ...]:
    """Endings of the addresses of images, or of every other file."""
    return tuple(end for found in formats().values() if found.is_image == is_image for end in found.suffixes)
