"""One spider for each portal platform: a new bureau on one of them is a registry row, not code.

`base` is what they share, and by far the larger part; a platform's module states the portal's facts, reads its
lists with pure functions, and says where the next page is. A module in this folder is a platform as soon as it is there.
`every` runs them all in one crawl.
"""

from importlib import import_module
from inspect import getmembers, isclass
from pkgutil import iter_modules

from crawler.spiders.base import PortalSpider

__all__ = ["SPIDERS", "PortalSpider"]


def _found() -> dict[str, type[PortalSpider]]:
    modules = (
        import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__) if module.name != "every"
    )
    return {
        spider.platform: spider
        for module in modules
        for _, spider in getmembers(module, isclass)
        if issubclass(spider, PortalSpider) and spider.__module__ == module.__name__ and "platform" in vars(spider)
    }


SPIDERS: dict[str, type[PortalSpider]] = _found()
"""The spider of each platform."""
