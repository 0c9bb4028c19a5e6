"""The platforms: each is a class whose fields are the switches of its traps, with ``routes(sites)`` and ``address(site, item)``.

``items`` says which documents stand in a list, ``formats`` in which format an article carries its report, ``articles`` answers at the
addresses of articles and files. ``page`` fills templates and answers conditional requests, and ``hanweb_xxgk`` is a part of
``hanweb``. Every other module is a platform, with the hosts that run it (``HOSTS``). Pages are alike at every request, and an
article or file never names its host or port. So a document fetched twice has the same bytes.
"""
