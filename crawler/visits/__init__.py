"""A visit: what one night does for one bureau, whatever its platform.

spider    the one spider of a night, which drives the visits
visit     which strategy is tried when; it has a context, a scan of lists and a reader of reports
context   what those share: the bureau, its requests made ready, and what went wrong with them
lists     how deep lists are walked, what they offer, and what is no longer on them
reports   articles and files: asked for, judged by their own titles, rechecked, missed
records   what became of them: sightings, rows of the frontier, news for the outcomes
scans     reports published as images of their pages, bound into one document
sitemap   candidates among the addresses of a sitemap, pure
"""
