"""Imported by the process that workers are forked from, and by nothing else: what every document needs is made once.

Without it each new worker would make the words and frames of claims and the editions of the form anew.
"""

from __future__ import annotations

from parsing.form import EDITIONS, load_edition
from parsing.prose.claims import load_rules

load_rules()
for edition in EDITIONS:
    load_edition(edition)
