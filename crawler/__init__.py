"""The crawler: from the registry's portals to the archive of raw bytes, and a landing folder of what was seen.

    registry      which bureaus publish where, as data
    spiders       one for each portal platform, on a base that carries the rest
    pages         what the platforms' pages have in common, pure functions
    hosts         which addresses may be fetched at all
    middlewares   hosts checked, every answer through the archive
    manners       robots.txt, patience before a retry
    archive       bytes by SHA-256 and the log of captures
    night         one run's state and landing folder

It decides by titles what to fetch and never reads a report: that is `parsing`. ``python -m crawler`` runs it.
"""
