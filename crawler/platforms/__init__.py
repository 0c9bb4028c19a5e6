"""The platforms that portals run on: a new bureau on one of them is a registry row, not code.

`base` is what they share: `Platform`, and `ColumnPlatform` for a list in pages. Every other module states the facts of one
platform and reads its lists with pure functions. A module in this folder is a platform as soon as it has a class with a name.

parameters   what a registry row may say of a portal, with its check and its JSON schema
clues        how a page gives its platform away
unread       systems that are recognised and cannot be read
"""

from importlib import import_module
from inspect import getmembers, isclass
from pkgutil import iter_modules

from crawler.platforms.base import ColumnPlatform, ListPage, ListRequest, Platform, Rendering

__all__ = ["PLATFORMS", "ColumnPlatform", "ListPage", "ListRequest", "Platform", "Rendering"]


def _found() -> dict[str, Platform]:
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    classes = [
        kind for module in modules for _, kind in getmembers(module, isclass) if kind.__module__ == module.__name__
    ]
    named = [kind for kind in classes if issubclass(kind, Platform) and "name" in vars(kind)]
    return {kind.name: kind() for kind in sorted(named, key=lambda kind: kind.name)}


PLATFORMS: dict[str, Platform] = _found()
"""Each platform by its name."""
