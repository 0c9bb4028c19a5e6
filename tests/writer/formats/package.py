"""XML parts in a zip, as .xlsx and OFD have them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping


def xml_package(parts: Mapping[str, str]) -> bytes:
    """The same bytes whenever it is written: a bare ``ZipInfo`` carries no time of day."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, text in parts.items():
            xml = f'<?xml version="1.0" encoding="UTF-8"?>{text}'
            file.writestr(zipfile.ZipInfo(name), xml, compress_type=zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
