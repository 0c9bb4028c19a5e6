"""XML parts in a zip, as .xlsx and OFD have them."""

from __future__ import annotations

from collections.abc import Mapping

from practice.writers.packed import archive


def xml_package(parts: Mapping[str, str]) -> bytes:
    return archive({name: f'<?xml version="1.0" encoding="UTF-8"?>{text}'.encode() for name, text in parts.items()})
