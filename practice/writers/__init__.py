"""A neutral report in a file format; same report, same bytes.

``html`` (a fragment or a page), ``word`` (.docx), ``sheet`` (.xlsx), ``pdf``, ``picture`` (scanned pages), ``packed`` (zip).
"""
