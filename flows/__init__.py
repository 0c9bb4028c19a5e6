"""What runs when, and the command line. Logic lives in the other packages; a flow only calls it.

home       where data lives, run identifiers, one night at a time
steps      the steps of a night as plain functions: crawl, parse, load, build and release
night      the steps in order, without Prefect
nightly    the same steps as a Prefect flow, with retries and a summary artifact
imports    local files into the archive, as a run of their own
cli        ``gongkai``; ``show`` is what it prints
"""
