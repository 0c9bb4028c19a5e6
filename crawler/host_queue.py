"""Whose request is sent next: hosts take turns, those that are being asked are passed over."""

from __future__ import annotations

from scrapy import Request
from scrapy.pqueues import DownloaderAwarePriorityQueue


class HostQueue(DownloaderAwarePriorityQueue):
    """Scrapy's queues of the hosts, of which it looks at each for every request: with thousands, that takes longer than a page.

    For the setting ``SCHEDULER_PRIORITY_QUEUE``. The queues stand in the order of the round, the next one first.
    """

    def pop(self) -> Request | None:
        for _ in range(len(self.pqueues)):
            if not self._downloader_interface._active_downloads(self._next()):
                break
        else:
            if not self.pqueues:
                return None
            self._next()
        host, queue = next(reversed(self.pqueues.items()))
        request = queue.pop()
        if not queue:
            del self.pqueues[host]
            queue.close()
        return request

    def _next(self) -> str:
        """The host whose turn it is, which goes to the end of the round."""
        host = next(iter(self.pqueues))
        self.pqueues[host] = self.pqueues.pop(host)
        return host
