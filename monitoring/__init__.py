"""What people and programs that watch are told: of each night a digest, and alerts if somebody has to act.

news      what a night changed, from its release and the one before
alerts    the rules: what somebody has to look at, with its entry of the runbook
digest    the page of one night, as Markdown and HTML
send      the same by webhook and mail, if settings name them
status    how a home is now: its lines, each a `check`
release   runs, server, portals, machine   what these lines look at
metrics   the same for Prometheus
"""
