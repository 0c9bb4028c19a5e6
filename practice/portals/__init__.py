"""The platforms: each module answers ``routes(site)`` with what one real platform serves, oddities included.

``shelf`` says which documents stand in a list, ``page`` fills templates and answers conditional requests; ``jeecms``,
``liaocheng``, ``lonsun``, ``hanweb`` and ``gkmlpt`` are the platforms. Pages are alike at every request, and an article
or file never names its host or port, so that a document fetched twice has the same bytes.
"""
