"""Any published number, back to the bytes it came from.

asked        what the question means: a metric, a cell, a claim, a sum, a finding
sums         which cells of the form have to add up
trace        mart, metric, cell or claim, capture, address, object
spots        where the numbers of a document stand, as its bytes read again show it
page_image   the page as a picture, the number framed
text         the trace in words
"""
