"""What a report says in words: whose it is, of which year, and the numbers it states.

titles, heading    title, agency and report year
narrative          paragraphs -> sentences by part of the report
claims             sentences -> numbers stated of a metric (a package of its own)
"""
