"""What `gongkai parse` prints of the prose: each number inside its sentence, bound or not, and why.

The sentences come from documents that anybody may have written: what would steer a terminal is shown as `�`.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from rich.console import Console
from rich.text import Text

from parsing.form import claim_kinds, claim_metrics, unbound_reasons
from parsing.model import Claim, ClaimSum, Report, UnboundNumber
from parsing.output import digits

AROUND = 60
"""Characters that are shown on either side of a number: two lines of most terminals."""
MARK = "bold reverse"
SUM_WORDS = {
    "pass": ("=", "the parts add up", "green"),
    "fail": ("≠", "the parts do not add up", "red"),
    "unknown": (":", "the words do not say that these are all parts", "dim"),
}
"""By status: the sign between a whole and its parts, what to say, and in which style."""


def print_prose(console: Console, report: Report) -> None:
    """The claims of a report, then the sums that its sentences state, then every number that no claim has."""
    if report.claims or report.unbound:
        console.print(
            f"  numbers of the prose: {len(report.claims)} bound to a metric, {len(report.unbound)} not; "
            f"sums: {len(report.claim_sums)}",
            soft_wrap=True,
        )
    for claim in report.claims:
        _print(console, _of_claim(claim), claim.sentence, claim.span)
    for claim_sum in report.claim_sums:
        _print(console, _of_sum(claim_sum), claim_sum.sentence, None)
    for unbound in report.unbound:
        _print(console, _of_unbound(unbound), unbound.sentence, unbound.span)


def _print(console: Console, head: Text, sentence: str, span: tuple[int, int] | None) -> None:
    console.print(Text("  ").append_text(head), soft_wrap=True)
    shown = in_sentence(sentence, span, is_styled=console.color_system is not None)
    console.print(Text("      ").append_text(shown), soft_wrap=True)


def in_sentence(sentence: str, span: tuple[int, int] | None, *, is_styled: bool) -> Text:
    """The sentence, shortened around its number; the number is marked by a style, or by »« if there are no styles.

    Without a ``span`` nothing is marked, so nothing is left out either.
    """
    if span is None:
        return Text(harmless(sentence))
    start, end = span
    before, after = start - AROUND, end + AROUND
    number = harmless(sentence[start:end])
    found = Text(("…" if before > 0 else "") + harmless(sentence[max(before, 0) : start]))
    found.append(number if is_styled else f"»{number}«", MARK)
    return found.append(harmless(sentence[end:after]) + ("…" if after < len(sentence) else ""))


def harmless(text: str) -> str:
    """The text on one line, without a sign that moves the cursor, colours what follows or turns the direction of reading."""
    return "".join(sign if sign.isprintable() else " " if sign.isspace() else "�" for sign in text)


def _of_claim(claim: Claim) -> Text:
    value = f"{'≈ ' if claim.is_approximate else ''}{digits(claim.value)}"
    head = Text.assemble(
        _metric(claim.metric), " · ", f"{claim.kind} {_both(claim_kinds()[claim.kind])}", " ", (value, "bold")
    )
    if claim.span is None:
        head.append(f" ({harmless(claim.raw)})")
    if claim.contains:
        head.append(" · contains ").append_text(_metric(claim.contains))
    return head.append(f" · because of {harmless(claim.why)}" if claim.why else "", "dim")


def _of_sum(claim_sum: ClaimSum) -> Text:
    sign, words, style = SUM_WORDS[claim_sum.status]
    parts = " + ".join(f"{harmless(part.label)} {digits(part.value)}" for part in claim_sum.parts)
    total = digits(sum((part.value for part in claim_sum.parts), Decimal(0)))
    return Text.assemble(
        "sum ",
        _metric(claim_sum.metric),
        f" {digits(claim_sum.value)} {sign} {parts} ({total})",
        (f" · {words}", style),
    )


def _of_unbound(unbound: UnboundNumber) -> Text:
    reason = f"{unbound.reason} {_both(unbound_reasons()[unbound.reason])}"
    head = Text.assemble(("not bound", "yellow"), f" {harmless(unbound.raw)} · {reason}")
    if unbound.detail:
        head.append(f": {harmless(unbound.detail)}")
    if unbound.candidates:
        head.append(" · ").append_text(Text(" or ").join(map(_metric, unbound.candidates)))
    return head


def _metric(code: str) -> Text:
    return Text.assemble((code, "cyan"), f" {_both(claim_metrics()[code])}")


def _both(row: Mapping[str, str]) -> str:
    """The name in both languages."""
    return f"{row['label_zh']} ({row['label_en']})"
