"""WARC (ISO 28500), the format of web archives: our captures out to it, and back; pages of public web archives in.

export    the archive, or what it captured since a day, as one file of WARC 1.1
records   records of any WARC file, one at a time, in bounded memory, past whatever is damaged
payload   what an HTTP message in a record carries: framing and packing taken off, within a limit
reading   answers to GET requests among the records, of registered hosts
intake    such answers into the archive, if they are reports of registered bureaus, and our own exports back into it
"""

from crawler.warc.export import Exported, export
from crawler.warc.intake import TakenIn, take_in
from crawler.warc.reading import Answer, read

__all__ = ["Answer", "Exported", "TakenIn", "export", "read", "take_in"]
