"""One spider for each portal platform: a new bureau on one of them is a registry row, not code.

`base` is what they share, and by far the larger part; a platform's module states the portal's facts, reads its
lists with pure functions, and says where the next page is.
"""

from crawler.spiders.base import PortalSpider
from crawler.spiders.gkmlpt import GkmlptSpider
from crawler.spiders.hanweb import HanwebSpider
from crawler.spiders.jeecms import JeecmsSpider
from crawler.spiders.liaocheng import LiaochengSpider
from crawler.spiders.lonsun import LonsunSpider

__all__ = ["SPIDERS", "PortalSpider"]

SPIDERS: dict[str, type[PortalSpider]] = {
    spider.platform: spider for spider in (GkmlptSpider, HanwebSpider, JeecmsSpider, LiaochengSpider, LonsunSpider)
}
