"""What a limited child could not do: one sentence, no traceback."""

from __future__ import annotations


class ChildError(Exception):
    """The work on one document took too long, needed too much memory or crashed."""
