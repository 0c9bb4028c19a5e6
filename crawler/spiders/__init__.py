"""One spider for each portal platform."""
