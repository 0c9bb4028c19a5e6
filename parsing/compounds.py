"""OLE compound files (MS-CFB), the containers of legacy Office documents, as streams by name."""

from __future__ import annotations

import io
import struct

import olefile  # type: ignore[import-untyped]

from parsing.blocks import ReadError
from parsing.limits import MAX_BYTES

BROKEN = (OSError, ValueError, IndexError, TypeError, OverflowError, struct.error)
"""What a damaged compound file raises while it is opened or a stream of it is read."""


class Compound:
    """The streams of a compound file by name; raises ``ReadError`` if it is damaged."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        try:
            self._file = olefile.OleFileIO(io.BytesIO(data))
        except BROKEN as error:
            raise ReadError("the Office document is damaged or cut short") from error

    def __contains__(self, name: str) -> bool:
        """Whether there is a stream of this name; case makes no difference."""
        return bool(self._file.exists(name))

    def read(self, name: str) -> bytes:
        """The bytes of a stream, never more than one document may have; raises one of ``BROKEN`` if it is damaged or missing."""
        found: bytes = self._file.openstream(name).read(MAX_BYTES)
        return found

    def close(self) -> None:
        self._file.close()
