"""Failures that a user can act on: one sentence, no traceback."""

from __future__ import annotations


class NightError(Exception):
    """A step of a night could not be done; the message is one clear sentence."""
