"""Which bureaus make a shard. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from hashlib import sha256

from crawler.politeness.rules import host_of
from crawler.registry import Bureau


def shards(
    bureaus: Iterable[Bureau], count: int, seen: Iterable[tuple[str, str]] = ()
) -> tuple[tuple[Bureau, ...], ...]:
    """``count`` parts, some of which may be empty; all bureaus that share a host, and those that share one with them, are in one.

    ``seen`` are codes with addresses that lists have offered: a bureau whose reports lie on another's host is tied to it. A bureau
    that comes or goes moves no others but those that it ties together.
    """
    parts: list[list[Bureau]] = [[] for _ in range(count)]
    for smallest, tied in _tied(list(bureaus), seen):
        parts[int(sha256(smallest.encode()).hexdigest()[:8], 16) % count] += tied
    return tuple(map(tuple, parts))


def _tied(rows: list[Bureau], seen: Iterable[tuple[str, str]]) -> Iterator[tuple[str, list[Bureau]]]:
    """Bureaus that hosts tie together, with the smallest of these hosts."""
    hosts = {bureau.bureau_code: list(map(host_of, bureau.hosts)) for bureau in rows}
    registered = {host for of_bureau in hosts.values() for host in of_bureau}
    for code, host in {(code, host_of(url)) for code, url in seen}:
        if code in hosts and host in registered:
            hosts[code].append(host)
    leads: dict[str, str] = {}

    def lead(host: str) -> str:
        while leads.setdefault(host, host) != host:
            leads[host] = leads[leads[host]]
            host = leads[host]
        return host

    for first, *others in hosts.values():
        for other in others:
            smaller, larger = sorted((lead(first), lead(other)))
            leads[larger] = smaller
    tied: defaultdict[str, list[Bureau]] = defaultdict(list)
    for bureau in rows:
        tied[lead(host_of(bureau.base_url))].append(bureau)
    yield from tied.items()
