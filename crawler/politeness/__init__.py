"""How the crawler behaves towards a portal. No request goes out without this package.

rules        the limits towards each host: the crawler's own, and what its registry rows ask for
window       hours of the night, in Beijing time
retry_after  what a portal's ``Retry-After`` asks for
ledger       requests by host and day, holds and strikes, entered before a request goes out: a file (local_ledger),
             or tables that machines share (postgres_ledger, on postgres)
turns        who may ask which host when; `Postponed`
robots       robots.txt in every state, Crawl-delay, sitemaps
session      all of this for one crawl, composed by whoever starts it
handler      Scrapy's download handler behind a turn
middlewares  robots.txt asked first, no queue for a host on hold, walls left alone
retry        patience before a retry
"""

from __future__ import annotations
