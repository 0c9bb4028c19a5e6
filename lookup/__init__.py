"""What people ask of a release and of single documents. It reads; it changes nothing.

query           a user's SQL, and what the release holds
explain         any published number, back to its bytes
reading         local files, read in limited child processes
show            documents and tables for a terminal (show_prose: the prose)
year_over_year  the answer that a practice night is played for
"""
