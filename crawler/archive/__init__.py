"""The archive: raw bytes by SHA-256, an append-only log of every capture, and an index of what the logs say.

    archive/objects/<sha256[:2]>/<sha256>     written to a temporary name, synced, renamed          (objects)
    archive/captures/<run_id>.jsonl           one capture a line, synced before anyone relies on it (log)
    archive/index.sqlite                      where the newest answers stand in the logs; derived   (index)

`Archive` (store) is the way in. A URL is done only when its capture is on disk. So a run killed at any moment loses
nothing: the next one finds what is there and goes on. Nothing is rewritten but the index, which is made anew from the
logs whenever it is missing or damaged. Only lists that newer ones superseded may be dropped (superseded).
"""

from crawler.archive.record import iso, moment
from crawler.archive.store import Archive
from crawler.clock import utc_now
from store.errors import ArchiveError

__all__ = ["Archive", "ArchiveError", "iso", "moment", "utc_now"]
