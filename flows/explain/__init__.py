"""Any published number, back to the bytes it came from.

trace        mart, metric, cell or claim, capture, address, object
page_image   the page as a picture, the number framed
text         the trace in words
"""
