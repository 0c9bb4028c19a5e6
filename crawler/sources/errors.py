"""Failures that a user can act on."""

from __future__ import annotations


class SourceError(Exception):
    """A page cannot be had, or no row drafted from it; the message is one sentence for the user."""
