"""Which bureaus make a shard. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from hashlib import sha256

from crawler.politeness.rules import host_of
from crawler.registry import Bureau


def shards(bureaus: Iterable[Bureau], count: int) -> tuple[tuple[Bureau, ...], ...]:
    """``count`` parts, some of which may be empty; all bureaus that share a host, and those that share one with them, are in one.

    A bureau that comes or goes moves no others but those that it ties together.
    """
    parts: list[list[Bureau]] = [[] for _ in range(count)]
    for smallest, tied in _tied(bureaus):
        parts[int(sha256(smallest.encode()).hexdigest()[:8], 16) % count] += tied
    return tuple(map(tuple, parts))


def _tied(bureaus: Iterable[Bureau]) -> Iterator[tuple[str, list[Bureau]]]:
    """Bureaus that hosts tie together, with the smallest of these hosts."""
    leads: dict[str, str] = {}

    def lead(host: str) -> str:
        while leads.setdefault(host, host) != host:
            leads[host] = leads[leads[host]]
            host = leads[host]
        return host

    rows = list(bureaus)
    for bureau in rows:
        first, *others = (lead(host_of(url)) for url in bureau.hosts)
        for other in others:
            smaller, larger = sorted((lead(first), lead(other)))
            leads[larger] = smaller
    tied: defaultdict[str, list[Bureau]] = defaultdict(list)
    for bureau in rows:
        tied[lead(host_of(bureau.base_url))].append(bureau)
    yield from tied.items()
