"""Questions that have no answer: one sentence, no traceback."""

from __future__ import annotations


class QuestionError(Exception):
    """What was asked is wrong, or not in the release; the message is one clear sentence."""
