"""What the platforms' pages have in common, as pure functions.

rows      entries of a list: title, date, the following page, the frame that holds the list
titles    what an article calls itself, and the column it says it belongs to
files     the files behind an article: links, embedded viewers, frames, scanned pages
"""

from crawler.pages.files import attachment_urls, body_text, canonical, is_address, is_image, names_file
from crawler.pages.rows import PageError, Row, ShortList, find_date, frame_url, link_title, next_page, squeeze, text_of
from crawler.pages.titles import PageTitles, column_link, page_title, page_titles

__all__ = [
    "PageError",
    "PageTitles",
    "Row",
    "ShortList",
    "attachment_urls",
    "body_text",
    "canonical",
    "column_link",
    "find_date",
    "frame_url",
    "is_address",
    "is_image",
    "link_title",
    "names_file",
    "next_page",
    "page_title",
    "page_titles",
    "squeeze",
    "text_of",
]
