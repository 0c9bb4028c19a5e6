"""What a portal in trouble needs from a person, by the state of its last run and the label of the trouble."""

from __future__ import annotations

WALL = (
    "A wall is left alone, never worked around: ask the portal's operator, or find the reports at another official address"
    " and add it to known_reports."
)

NEEDS: dict[tuple[str, str | None], str] = {
    ("blocked", None): WALL,
    ("blocked", "geo_block"): "The portal refuses foreign networks: run the crawler from one in China.",
    (
        "blocked",
        "rate_limited",
    ): "The host wants fewer requests: give the row a longer download_delay or a smaller daily_budget.",
    ("refused", None): "Nothing was asked for: see the reason below.",
    ("refused", "robots"): "Its robots.txt refuses the page: look for another official address of the reports.",
    (
        "refused",
        "host",
    ): "The documents lie on a host that the row does not name: add it to other_hosts if it is the bureau's.",
    (
        "refused",
        "private_address",
    ): "The host's name leads into a private network: look for the portal's public address.",
    ("failed", None): "The portal does not answer: open it by hand; if it has moved, correct base_url.",
    ("failed", "dns"): "The host's name no longer resolves: look for the portal's new address and correct base_url.",
    (
        "failed",
        "tls_error",
    ): "No secure connection comes about: try the portal's other scheme in base_url; checks stay on.",
    (
        "failed",
        "maintenance",
    ): "Nothing yet: the portal says that it is being worked on. Open it by hand if that lasts for weeks.",
    (
        "failed",
        "http_error",
    ): "The portal answers with an error of its own: wait, and open it by hand if that lasts for weeks.",
    ("failed", "not_here"): "The list is no longer at its address: open the portal by hand and correct the column.",
    ("failed", "soft_404"): "The list is no longer at its address: open the portal by hand and correct the column.",
    ("failed", "redirect_loop"): "The list redirects for ever: open it by hand and correct the column.",
    ("failed", "too_many_redirects"): "The list redirects for ever: open it by hand and correct the column.",
    ("empty", None): (
        "The list answers and offers no report of this bureau: open it by hand; `gongkai new-source` says what a page is of."
    ),
    ("empty", "script"): (
        "The list is a page without a word whose script leads on, and scripts are not run: open it by hand and correct the column."
    ),
    ("postponed", None): "Nothing: what was not asked for is asked for in the next run.",
    ("postponed", "budget"): "Nothing, if the next runs catch up; else a larger daily_budget in the row.",
    (
        "postponed",
        "no_browser",
    ): "This machine has no Chromium that starts, and the portal is nothing without one: `apt install chromium`.",
    ("postponed", "night_window"): "Start the crawl earlier in the night, or with --any-hour.",
}
"""A label that is not here is met as its state without one."""

UNSETTLED: dict[str, str] = {
    "not_a_report": (
        "A page that its list calls a report is not read as one: open it by hand. If it is the report, its form is one that the reader"
        " does not know, and `gongkai parse` on the saved page shows what is read; if it is not, nothing is lost."
    ),
    "unreadable": "A document cannot be read: open it by hand, and look for the report in another format or at another address.",
    "uncertain": "The reading of a document is not settled: `gongkai parse` on it shows which sums fail.",
}
"""By the verdict of the reader on a document that was fetched and is no settled report."""

GAPS: dict[str, str] = {
    "missing": (
        "A year is missing: the lists were read after its deadline and offer no report of it. Look for it by hand; if it is at"
        " another address, add that to known_reports of the row. If the bureau published none, nothing is to be done."
    ),
    "blocked": "Whether a year was published, nobody can say: the reason stands beside it, and the year comes when that is mended.",
    "fetched": UNSETTLED["not_a_report"],
    "quarantined": UNSETTLED["uncertain"],
}
"""By the state of a bureau and year in `coverage`, of which a settled report is expected and not there."""

UNKNOWN = "Ask again later: what was read of its pages cannot be looked at now. {}"
PARKED = "Read portal parameter {} off the live site and write it into the row: until then its lists are not asked for."
NEVER_RUN = "No run has come to this bureau yet."


def need(state: str, label: str | None) -> str | None:
    """One sentence, or ``None`` for a state that needs nothing."""
    return NEEDS.get((state, label)) or NEEDS.get((state, None))
