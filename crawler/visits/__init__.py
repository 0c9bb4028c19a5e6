"""A visit: what one night does for one bureau, whatever its platform.

errand    requests made ready, and what went wrong with them
reading   reports and files: asked for, judged by their own titles, sighted, patrolled, missed
scans     reports published as images of their pages, bound into one document
walking   lists: how deep they are walked, what they offer, and what is no longer on them
visit     which strategy is tried when
spider    the one spider of a night, which drives the visits
sitemap   candidates among the addresses of a sitemap, pure
"""
