"""Where an answer sends us: on to the page, in a circle, through a handshake of cookies, or away from the page.

By its status line, or as a page (`onward`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import SplitResult, urldefrag, urljoin, urlsplit

from crawler.answers.onward import Onward
from crawler.answers.wording import wording

STATUSES = frozenset({301, 302, 303, 307, 308})
MAX_HOPS = 5
MAX_HANDSHAKES = 2
"""How often we may be sent to where we were, with a cookie: MOJ does so once, and then shows the page."""

HOME_IS_WHERE_IT_WAS = frozenset({"robots", "sitemap"})

_SETS_COOKIE = re.compile(r"document\.cookie\s*=(?!=)")


def redirect(kind: str, url: str, headers: Mapping[str, str], redirected_from: Sequence[str]) -> tuple[str, str | None]:
    """Outcome and label of a redirect of ``url``, which ``redirected_from`` has led to; ``ok``: to be followed.

    Header names are in lower case.
    """
    try:
        target = urldefrag(urljoin(url, headers["location"].strip())).url
        path, target_path = urlsplit(url).path, urlsplit(target).path
    except ValueError:
        return "failed", "other"
    if urlsplit(target).scheme not in ("http", "https"):
        return "failed", "other"
    visited = [urldefrag(earlier).url for earlier in (*redirected_from, url)]
    if target in visited:
        if not headers.get("set-cookie"):
            return "failed", "redirect_loop"
        return ("ok", None) if visited.count(target) <= MAX_HANDSHAKES else ("blocked", "cookie_wall")
    if path != target_path and wording().wall_paths.search(target_path):
        return "blocked", "captcha"
    if path != target_path and wording().not_here_paths.search(target_path):
        return "soft_404", None
    if leads_home(kind, url, target):
        return "soft_404", None
    if len(redirected_from) >= MAX_HOPS:
        return "failed", "too_many_redirects"
    return "ok", None


def sent_on(
    kind: str, url: str, sent: Onward, source: str, headers: Mapping[str, str], redirected_from: Sequence[str]
) -> tuple[str, str | None]:
    """Outcome and label of a page that sends on by itself; if it is to be followed, the label says how.

    A page that does nothing but ask for itself again, by a script or with a cookie, is a wall: only
    who does as the script does gets behind it. No handshake as that of the status line is gone through here.
    """
    is_scripted = sent.how == "script"
    has_cookie = "set-cookie" in headers or bool(_SETS_COOKIE.search(source))
    if (sent.is_back and (is_scripted or has_cookie)) or (is_scripted and _SETS_COOKIE.search(source)):
        return "blocked", "cookie_wall"
    outcome, label = redirect(kind, url, {"location": sent.url}, redirected_from)
    if label == "redirect_loop" and has_cookie:
        return "blocked", "cookie_wall"
    return outcome, sent.how if outcome == "ok" else label


def leads_home(kind: str, url: str, target: str) -> bool:
    """Whether a page was asked for and the site's home page is offered instead."""
    asked, offered = urlsplit(url), urlsplit(target)
    home = wording().home_paths
    if kind in HOME_IS_WHERE_IT_WAS or not home.search(offered.path) or not _is_one_site(asked, offered):
        return False
    is_page = not home.search(asked.path) or bool(asked.query)
    return is_page and not (asked.query and asked.query == offered.query)


def _is_one_site(asked: SplitResult, offered: SplitResult) -> bool:
    """Whether two hosts are the same or share all but their first label, as ``rsj.sx.gov.cn`` and ``www.sx.gov.cn`` do."""
    here, there = asked.hostname or "", offered.hostname or ""
    parent = here.partition(".")[2]
    is_name = not here.replace(".", "").isdecimal() and parent.count(".") >= 2
    return here == there or (is_name and (there == parent or there.endswith(f".{parent}")))
