"""Failures of the disk that a user can act on: one sentence, no traceback."""

from __future__ import annotations


class StoreError(Exception):
    """The home cannot be used; the message is one clear sentence."""
