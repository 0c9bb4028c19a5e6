"""Failures that a user can act on: one sentence, no traceback."""

from __future__ import annotations


class AccountsError(Exception):
    """What a run did does not add up: something was lost, or counted twice; the message is one clear sentence."""


class NightError(Exception):
    """A step of a night could not be done; the message is one clear sentence."""
