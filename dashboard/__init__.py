"""The dashboard: pages for people who write no SQL. It reads a release and, for evidence, the archive; it writes nothing.

app         addresses, headers, errors; `create_app` is what a server runs
visit       one request: its language, its release, its links
releases    the current release, opened once; the next one is picked up by the next page
evidence    archived documents read and drawn again, in limited children, and what is kept of that
seen        a number in its document, as a page shows it
form        the tables of the form as a report prints them
downloads   tables, charts and archived pages as files
sql/        one question to the release a file
filters     what an address asks of lists: the same for a page and for its table as a file
pages/      one module a page: rows in, a template filled
charts/     rows in, SVG out
words/      every word of the pages in both languages, as data
templates/  the pages' HTML
static/     one stylesheet, the charts' own, a few lines of script
"""
