"""Run this, nightly, and nothing else: what runs when, and the command line. Logic lives in the other packages.

steps      the steps of a night as plain functions: crawl, parse, load, build and release
landed     what runs have landed, read as documents
night      the steps in order
nightly    the same steps as a Prefect flow, with retries and a summary artifact
deployed   what a schedule plays, a flow each: discover, recheck, backfill, rebuild
deployments what is played when
serve      these by the clock, with a Prefect server of its own
prefect_server  Prefect's server, for the nights of `serve` and for one that is played by hand
watch      what the server says of its nights
served     who serves the nights of a home
limits     how long a night may take
backfill   a night for what is known and was never captured
rebuild    the warehouse made anew from the archive
sources    a page that may become a source, asked for in a process of its own
progress   how far a run has come, told to whoever watches it
lines      what a night says of itself at its end
cli        ``gongkai``
entry      where it begins
"""
