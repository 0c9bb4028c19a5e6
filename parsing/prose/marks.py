"""Marks of a report's prose, to tell an edited text from a new layout, and a text that was used again from a new one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import blake2b, sha256

from parsing.model import Prose
from parsing.prose.narrative import Sentence

_NUMBERS = re.compile(r"[\d.,%]+")
_SHORTEST = 8
"""Characters of a sentence that says something of its own."""


def marks(sentences: Iterable[Sentence]) -> Prose:
    """The digest of all sentences, and a mark for each different one, its numbers left out.

    Years and figures change in a text that is used again; the words around them do not.
    """
    texts = [sentence.text for sentence in sentences]
    words = {_NUMBERS.sub("#", text) for text in texts}
    return Prose(
        sha256("\n".join(texts).encode()).hexdigest(),
        tuple(sorted(_mark(text) for text in words if len(text) >= _SHORTEST)),
    )


def _mark(text: str) -> int:
    """63 bits, so that it fits a signed 64-bit integer."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") >> 1
