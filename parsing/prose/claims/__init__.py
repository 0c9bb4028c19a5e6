"""Sentences in, claims out: every number that the prose states, bound to what it counts or kept with the reason why not.

sentence → tokens (``tokens``, by ``lexicon.csv``) → mentions: each number with its phrase, what leads to it and what it is a part
of (``mentions``) → verb, noun and channel of the phrase (``facets``) → metric (``binding``, by ``frames.yaml``) → changes, rates and
days (``quantities``), zeros and answers in time in words (``zeros``) → parts against wholes (``sums``).
"""

from parsing.prose.claims.reader import ProseNumbers, load_rules, read_claims

__all__ = ["ProseNumbers", "load_rules", "read_claims"]
