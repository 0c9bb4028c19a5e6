"""``gongkai``: the command line, a module a topic. Every failure is one line on stderr and a status of its kind.

nights     run, crawl, build, release, serve
documents  import, parse
answers    sql, explain, status
pages      dashboard
portals    practice, registry, new-source, doctor
archives   archive verify, export
care       backup, restore
settings   config
"""

from importlib import import_module

from flows.cli.app import app, main

__all__ = ["app", "main"]

for topic in (
    "nights",
    "documents",
    "answers",
    "pages",
    "portals",
    "archives",
    "care",
    "settings",
):  # as the help lists their commands
    import_module(f"flows.cli.{topic}")
