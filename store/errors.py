"""Failures of the disk that a user can act on: one sentence, no traceback."""

from __future__ import annotations


class StoreError(Exception):
    """The home cannot be used; the message is one clear sentence."""


class AnotherRunError(StoreError):
    """Another run writes to the home; the message says which."""


class FullDiskError(StoreError):
    """There is no room for what was to be written, or too little to begin; the message says what to do."""


class ArchiveError(Exception):
    """The archive cannot give or take bytes; the message is one sentence."""


class NoStoreError(ArchiveError):
    """The store of the archive does not answer, or does not let us in: no byte can be kept, whoever sent it."""
