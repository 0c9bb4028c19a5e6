"""A document while it is read: its bytes, and the container that they are, opened once for all who read it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cached_property
from types import TracebackType

from parsing import media
from parsing.blocks import ReadError
from parsing.compounds import Compound
from parsing.limits import MAX_ARCHIVED
from parsing.readers.pdf_file import Pdf, open_pdf
from parsing.zip_file import Zip

_SYSTEM = ("__MACOSX/", ".")


class Opened:
    """The bytes of one document; its container is opened when it is first asked for, and closed with it.

    ``pdf``, ``package`` and ``compound`` raise ``ReadError`` with the reason if the bytes are no such container.
    """

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._closing = ExitStack()

    def __enter__(self) -> Opened:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._closing.close()

    @cached_property
    def media_type(self) -> str:
        return media.kind_of(self.data, lambda: self.package, lambda: self.compound)

    @cached_property
    def pdf(self) -> Pdf:
        pdf = open_pdf(self.data)
        self._closing.callback(pdf.close)
        return pdf

    @cached_property
    def package(self) -> Zip:
        package = Zip(self.data)
        self._closing.callback(package.close)
        return package

    @cached_property
    def compound(self) -> Compound:
        compound = Compound(self.data)
        self._closing.callback(compound.close)
        return compound

    @cached_property
    def members(self) -> Members:
        members = Members(self.package)
        self._closing.callback(members.close)
        return members


class Members:
    """The documents inside a zip, without what systems leave there; each is unpacked and opened once.

    Raises ``ReadError`` if there are more than are looked at.
    """

    def __init__(self, package: Zip) -> None:
        self._package = package
        self._opened: dict[str, Opened] = {}
        self.names = tuple(
            name for name in package.names if not name.rpartition("/")[2].startswith(_SYSTEM) and _SYSTEM[0] not in name
        )
        if len(self.names) > MAX_ARCHIVED:
            raise ReadError(
                f"the zip file holds {len(self.names)} files, more than the {MAX_ARCHIVED} that are looked at"
            )

    def peek(self, name: str) -> Opened:
        """A member that stays open until it is read or the zip is closed; raises ``ReadError`` if it is damaged."""
        if name not in self._opened:
            self._opened[name] = Opened(self._package.read(name))
        return self._opened[name]

    @contextmanager
    def reading(self, name: str) -> Iterator[Opened]:
        """A member that is closed and forgotten in the end, so that one after the other is in memory."""
        with self.peek(name) as member:
            try:
                yield member
            finally:
                del self._opened[name]

    def close(self) -> None:
        for member in self._opened.values():
            member.close()
        self._opened.clear()
