"""A neutral report in a file format: ``html`` (a fragment), ``word`` (.docx), ``pdf``; same report, same bytes."""
