"""Care for single portals, by hand: what a page is of (sniff), a new row for it (new_source), what is wrong with it (doctor)."""
