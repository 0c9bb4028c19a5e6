"""Imported by the process that workers are forked from, and by nothing else: what every document needs is made once.

Without it each new worker spends a third of a second on the rules for claims, five times as long as on most documents.
"""

from __future__ import annotations

from parsing.form import EDITIONS, load_edition
from parsing.prose.claim_rules import claim_rules

claim_rules()
for edition in EDITIONS:
    load_edition(edition)
