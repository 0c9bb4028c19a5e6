"""A night on several machines, played on one: a real S3 server, a Dask cluster. ``make test-scale``; each file is marked ``scale``."""
