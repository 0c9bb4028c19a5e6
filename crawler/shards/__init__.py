"""A night's crawl in shards: workers on several machines ask disjoint sets of hosts, each in a home of its own.

partition   which bureaus make a shard: a host belongs to exactly one
claims      who asks which shard, and is still alive: a table beside the ledger
handover    what a shard begins with and what it leaves, as objects beside the archive's

The machine whose night it is keeps the frontier, the logs and the landing. A shard begins with a part of them, and may begin
anew on any machine: what was asked before, the archive answers. So a worker is a cache that may vanish at any moment.
"""
