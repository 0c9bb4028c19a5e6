"""Documents that give no report, each with one sentence. A leaf: whoever only hands documents on need not import the parser."""

from __future__ import annotations

from parsing.formats import formats
from parsing.model import Document, Report, Source, Verdict

UNKNOWN = formats()["unknown"].media_type


def failed(source: Source, verdict: Verdict, reason: str) -> Document:
    """A document that was looked at in vain."""
    return Document(source, Report(None, None, None, None, verdict), reason)


def unread(path: str, reason: str) -> Document:
    """A document whose bytes could not be had at all."""
    return failed(Source(path, "", UNKNOWN, None), "unreadable", reason)
