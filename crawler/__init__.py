"""The crawler: from the registry's portals to the archive of raw bytes, and a landing folder of what was seen.

    registry      which bureaus publish where, as data; its check
    sources       a portal sniffed, a new row written, a portal's troubles reported
    bureau        a bureau as the registry has it, values only
    platforms     one class for each make of portal: its facts, parameters, clues, lists
    visits        what one night does for one bureau, whatever its platform; the one spider
    pages         what the platforms' pages have in common, pure functions
    evidence      whether a title, and then its page, is the report it is taken for
    frontier      what is known of every report, and how far each list was walked
    clock         the time, from one place
    due_dates     when something is due
    http_limits   how much of an answer is taken
    host_queue    whose request goes next: hosts in turn
    run           one run on disk: its captures and its landing folder, which nobody else writes
    crawl         a run that asks portals, and what all parts of its process share
    progress      what a run has seen of one bureau, and the state it comes to
    asked         how many bureaus a night is through with
    hosts         which addresses may be fetched at all
    politeness    how portals are asked: robots.txt, budgets, holds, turns
    browser       pages that only a browser can draw
    middlewares   good answers to the spider, everything else as an error
    capture       every answer through the archive
    answers       what an answer is: the page, or one of the many things that a portal says instead
    archive       bytes by SHA-256, the log of captures
    warc          the archive as a file of web archives, and what such files hold of ours
    imports       files from outside into a run of their own

It decides by titles what to fetch and never reads a report: that is `parsing`. ``python -m crawler`` runs it.
"""
