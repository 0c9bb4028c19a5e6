"""A page in one pass: its titles, its text outside links, what it embeds, and whether it ends before its end.

Linear in the size of the page, whatever the page. If a portal has put its tags together wrongly, they are read as they
come.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from html import unescape
from itertools import islice

LONGEST_LINK = 200
"""Characters; a longer link is one that nobody has closed, and its text is the page's."""

TITLE_LIKE = 8
"""Characters from which on a link names something, and is no button."""

MEDIA = frozenset({"iframe", "frame", "embed", "object", "video", "canvas"})
IMAGES = frozenset({"img", "image"})
UNSEEN = frozenset({"script", "style", "noscript", "template", "select"})
HEADINGS = frozenset({"h1", "h2"})
FIRST_LINES = 12
BEGINNING_CHARACTERS = 20_000
PROBED_CHARACTERS = 4_000
LONGEST_ENTITY = 40
"""Characters by which the beginning of a text may seem longer than it is: an entity may be cut at its end."""

OFFICE_CHARACTERS = 20_000
"""How far into a page the marks of an office program are looked for."""

_TELLING = "|".join(
    sorted({"a", "title", "table", "input", *MEDIA, *IMAGES, *UNSEEN, *HEADINGS}, key=len, reverse=True)
)
_OPENING = re.compile(rf"<(?!/?(?:[bdlpu]|t[bdhr]|sp|str))(?:!--|(/?)({_TELLING})(?=[\s/>]))", re.IGNORECASE)
"""Cells, paragraphs and the like, most of a page's tags, are left out before any that tells something is tried."""

_ANY_OPENING = re.compile(r"<[a-zA-Z/!?]")
_BREAK = re.compile(r"</?(?:p|div|br|tr|td|th|li|ul|center|body|h\d)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>")
_SOURCE = re.compile(r"""\bsrc\s*=\s*["']?([^"'\s>]*)""", re.IGNORECASE)
_FILE = re.compile(r"\.(?:pdf|docx?|wps|xlsx?|et|ofd|zip|rar|jpe?g|png)\b|download", re.IGNORECASE)
_OFFICE = ("urn:schemas-microsoft-com:office", "mso-application", "progid", "class=mso", 'class="mso')
"""Marks, in lower case, of what a word processor or a spreadsheet program has saved."""


@dataclass(slots=True)
class Markup:
    """What a page holds; texts are without spaces, in NFKC, but for ``raw_text``."""

    title: str = ""
    headings: list[str] = field(default_factory=list)
    raw_text: str = ""
    """Visible text outside links, as it stands in the page, with spaces and the tags that tell nothing."""
    heading_length: int = 0
    """Characters of the headings in that text."""
    named_links: int = 0
    """Links whose text is long enough to name something."""
    has_script: bool = False
    has_media: bool = False
    """It shows something that is no image: a frame, an object."""
    images: list[str] = field(default_factory=list)
    """Addresses of its images, as they stand; an image without one is an empty text."""
    has_file: bool = False
    has_password: bool = False
    is_office: bool = False
    """Saved by a word processor or a spreadsheet program."""
    ends_inside: str | None = None
    """What the page ends in the middle of: ``tag``, ``comment``, ``script``, ``table``."""

    known_text: str | None = None
    known_length: int | None = None

    @property
    def text(self) -> str:
        """Visible text outside links; whoever only asks how long it is, asks `exceeds`."""
        if self.known_text is None:
            self.known_text = squeezed(_TAG.sub("", self.raw_text))
        return self.known_text

    def exceeds(self, length: int) -> bool:
        """Whether the text has more characters; of most pages, the beginning has."""
        if self.known_length is None:
            beginning = self.raw_text[:PROBED_CHARACTERS].rpartition("<")[0]
            self.known_length = len(squeezed(_TAG.sub("", beginning))) - LONGEST_ENTITY
        return self.known_length > length or len(self.text) > length

    @property
    def first_lines(self) -> list[str]:
        """The first lines of the visible text outside links."""
        lines = _BREAK.sub("\n", self.raw_text[:BEGINNING_CHARACTERS]).split("\n")
        return list(islice(filter(None, (squeezed(_TAG.sub("", line)) for line in lines)), FIRST_LINES))


def squeezed(text: str) -> str:
    """NFKC, without spaces."""
    return "".join(unicodedata.normalize("NFKC", unescape(text)).split())


def read_markup(source: str) -> Markup:
    return _Reader(source).read()


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        head = source[:OFFICE_CHARACTERS].lower()
        self.page = Markup(is_office=any(mark in head for mark in _OFFICE))
        self.text: list[str] = []
        self.link: list[str] | None = None
        self.capture: list[str] | None = None
        self.open_tables = 0
        self.missing: set[str] = set()

    def read(self) -> Markup:
        source, position = self.source, 0
        while opening := _OPENING.search(source, position):
            self._say(source[position : opening.start()])
            position = self._opened(opening)
        unfinished = _ANY_OPENING.search(source, max(position, source.rfind(">") + 1))
        self._say(source[position : unfinished.start() if unfinished else len(source)])
        if unfinished:
            self._unfinished("tag", unfinished.start())
        self._close_link()
        self.text += self.capture or []
        return self._finished()

    def _opened(self, opening: re.Match[str]) -> int:
        """Read the tag or the comment that begins there; gives where to go on."""
        source = self.source
        if opening.group(2) is None:
            return self._after("-->", opening.start() + 2, "comment")
        end = source.find(">", opening.end())
        if end < 0:
            return self._unfinished("tag", opening.start())
        tag, is_end = opening.group(2).lower(), bool(opening.group(1))
        self._tag(tag, is_end, source[opening.end() : end])
        if tag in UNSEEN and not is_end and source[end - 1] != "/":
            return self._after(f"</{tag}", end, "script" if tag == "script" else None)
        return end + 1

    def _tag(self, tag: str, is_end: bool, attributes: str) -> None:
        page = self.page
        if tag == "a":
            self._close_link()
            if not is_end and "href" in attributes.lower():
                self.link = []
                page.has_file = page.has_file or bool(_FILE.search(attributes))
        elif tag in HEADINGS or tag == "title":
            self._capture(tag, is_end)
        elif tag == "table":
            self.open_tables += -1 if is_end else 1
        elif not is_end:
            page.has_script = page.has_script or tag == "script"
            page.has_media = page.has_media or tag in MEDIA
            if tag in IMAGES:
                source = _SOURCE.search(attributes)
                page.images.append(source.group(1) if source else "")
            page.has_password = page.has_password or (tag == "input" and "password" in attributes.lower())

    def _capture(self, tag: str, is_end: bool) -> None:
        """Begin or end a title or a heading; a title is no visible text, one that nobody has closed is."""
        if not is_end:
            self.text += self.capture or []
            self.capture = []
            return
        if self.capture is None:
            return
        found, self.capture = squeezed(_TAG.sub("", "".join(self.capture))), None
        if tag == "title":
            self.page.title = self.page.title or found
        elif found:
            self.page.headings.append(found)
            self.page.heading_length += len(found)
            self.text.append(f"\n{found}\n")

    def _say(self, text: str) -> None:
        if not text:
            return
        if self.capture is not None:
            self.capture.append(text)
        elif self.link is not None:
            self.link.append(text)
        else:
            self.text.append(text)

    def _close_link(self) -> None:
        if self.link is None:
            return
        text, self.link = _TAG.sub("", "".join(self.link)), None
        length = len("".join(text.split()))
        if length > LONGEST_LINK:
            self.text.append(text)
        elif length >= TITLE_LIKE:
            self.page.named_links += 1

    def _after(self, mark: str, start: int, inside: str | None) -> int:
        """Behind the next ``mark``, in any case of letters."""
        found = None
        if mark not in self.missing:
            found = re.compile(re.escape(mark), re.IGNORECASE).search(self.source, start)
        if found is not None:
            return found.end()
        self.missing.add(mark)
        return self._unfinished(inside, start) if inside else start + 1

    def _unfinished(self, inside: str | None, start: int) -> int:
        """The rest of the page is inside something; if the page's own end comes later, it is only put together wrongly."""
        if self.source.lower().find("</html", start) < 0:
            self.page.ends_inside = inside
        return len(self.source)

    def _finished(self) -> Markup:
        page = self.page
        page.raw_text = "".join(self.text)
        if page.ends_inside is None and self.open_tables > 0:
            folded = self.source.lower()
            if "<html" in folded and "</html" not in folded:
                page.ends_inside = "table"
        return page
