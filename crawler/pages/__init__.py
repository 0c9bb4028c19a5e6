"""What the platforms' pages have in common, as pure functions.

rows      entries of a list: title, date, the following page, the frames that may hold it
links     the links of a page as such entries, and whether one reads like a report's
titles    what an article calls itself, and the column it says it belongs to
files     the files behind an article: links, embedded viewers, frames, scanned pages
"""

from crawler.pages.files import attachment_urls, body_text, canonical, is_address, is_image, names_file
from crawler.pages.links import address_of, link_rows, reads_like_report, stays_below_root
from crawler.pages.rows import (
    NEXT_PAGE_LABELS,
    PageError,
    Row,
    ShortList,
    entry_rows,
    find_date,
    frame_urls,
    link_title,
    next_page,
    squeeze,
    text_of,
)
from crawler.pages.titles import PageTitles, column_link, page_title, page_titles

__all__ = [
    "NEXT_PAGE_LABELS",
    "PageError",
    "PageTitles",
    "Row",
    "ShortList",
    "address_of",
    "attachment_urls",
    "body_text",
    "canonical",
    "column_link",
    "entry_rows",
    "find_date",
    "frame_urls",
    "is_address",
    "is_image",
    "link_rows",
    "link_title",
    "names_file",
    "next_page",
    "page_title",
    "page_titles",
    "reads_like_report",
    "squeeze",
    "stays_below_root",
    "text_of",
]
