"""Any published number, back to the bytes it came from.

asked        what the question means: a metric, a cell, a claim, a sum, a finding
trace        mart, metric, cell or claim, capture, address, object
page_image   the page as a picture, the number framed
text         the trace in words
"""
