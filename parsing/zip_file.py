"""Zip files as containers of documents, opened only once their directory has been found harmless.

Sizes that the directory declares are checked first and enforced while unpacking, so a lying one gains nothing.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence

from parsing.blocks import ReadError
from parsing.limits import MAX_MEMBERS, MAX_UNPACKED_BYTES, MAX_UNPACKED_RATIO, MIB, RATIO_COUNTS_FROM
from parsing.readers.decode import decode

_END = b"PK\x05\x06"
_END_LENGTH = 22
_LONGEST_COMMENT = 65_535
_MAX_DIRECTORY_BYTES = 4 * MIB
_UTF8_NAME = 0x800
_LOCKED = 0x1
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, struct.error, NotImplementedError, IndexError)


class Zip:
    """The members of a zip by name; raises ``ReadError`` with the reason if it is damaged or a bomb."""

    def __init__(self, data: bytes) -> None:
        _check_directory(data)
        try:
            self._file = zipfile.ZipFile(io.BytesIO(data))
            found = [member for member in self._file.infolist() if not member.is_dir()]
        except _BROKEN as error:
            raise ReadError("the zip file is damaged or cut short") from error
        try:
            _check_members(found, len(data))
        except ReadError:
            self.close()
            raise
        self._members = {_name(member): member for member in found}

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._members)

    def close(self) -> None:
        self._file.close()

    def read(self, name: str) -> bytes:
        """Unpacked bytes of a member; raises ``KeyError`` if no member has that name."""
        member = self._members[name]
        if member.flag_bits & _LOCKED:
            raise ReadError("the zip file is locked by a password")
        try:
            with self._file.open(member) as unpacked:
                data = unpacked.read(member.file_size + 1)
        except (*_BROKEN, RuntimeError) as error:
            raise ReadError(f"{name} in the zip file is damaged") from error
        if len(data) > member.file_size:
            raise ReadError(f"{name} in the zip file is larger than declared")
        return data


def _check_directory(data: bytes) -> None:
    """A directory of a million entries would cost a gigabyte merely to list."""
    at = data.rfind(_END, max(len(data) - _END_LENGTH - _LONGEST_COMMENT, 0))
    if at < 0 or len(data) < at + _END_LENGTH:
        raise ReadError("the zip file is damaged or cut short")
    (directory_bytes,) = struct.unpack_from("<I", data, at + 12)
    if directory_bytes > _MAX_DIRECTORY_BYTES:
        raise ReadError(f"the zip file has more members than the {MAX_MEMBERS} that are read")


def _check_members(found: Sequence[zipfile.ZipInfo], packed_bytes: int) -> None:
    if len(found) > MAX_MEMBERS:
        raise ReadError(f"the zip file has {len(found)} members, more than the {MAX_MEMBERS} that are read")
    total = sum(member.file_size for member in found)
    if total > MAX_UNPACKED_BYTES:
        raise ReadError(f"the zip file unpacks to more than {MAX_UNPACKED_BYTES // MIB} MiB")
    if total > RATIO_COUNTS_FROM and total > MAX_UNPACKED_RATIO * packed_bytes:
        raise ReadError(f"the zip file unpacks to more than {MAX_UNPACKED_RATIO} times its size")


def _name(member: zipfile.ZipInfo) -> str:
    """Names without the UTF-8 flag are in the packer's own code page: GBK if Chinese Windows packed them."""
    name = member.filename
    if member.flag_bits & _UTF8_NAME or name.isascii():
        return name
    try:
        packed = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    return decode(packed)
