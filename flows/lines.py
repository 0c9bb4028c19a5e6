"""What a night and its steps say of themselves at their end, a line a step."""

from __future__ import annotations

from flows.rebuild import RebuildSummary
from flows.summary import NightSummary
from flows.tidy import tidy_lines
from lookup.show import counted, unpublished_lines
from warehouse.release import ReleaseSummary


def night_lines(summary: NightSummary, *, names_documents: bool = True) -> list[str]:
    """What a night did, a line a step, and each document that it left out."""
    crawled, read, built = summary.crawl, summary.parse, summary.release
    verdicts = ", ".join(f"{count} {verdict}" for verdict, count in sorted(read.verdicts.items()))
    lines = [f"run      {summary.run_id}"]
    if crawled:
        lines.append(
            f"crawl    {crawled.requests} requests, {crawled.from_archive} answered from the archive, "
            f"{crawled.sightings} documents seen, {crawled.refused} refused, {crawled.failed} failed"
        )
    if crawled and crawled.lacking:
        lines.append(f"LACKS    {crawled.lacking}: portals that are nothing without it were not asked")
    if read.is_rebuilt:
        lines.append("rebuild  the warehouse was of another version, or gone: made anew from the archive")
    if read.lost:
        lines.append(
            f"LOST     {read.lost} documents are not in the archive any more and stay as an older parser read them"
        )
    anew = f", {read.reread} of them anew by a newer parser" if read.reread else ""
    lines += [
        f"parse    {read.documents} documents read{f' ({verdicts})' if verdicts else ''}{anew}, {read.known} known",
        f"load     {summary.rows_added} rows added",
        f"release  {release_line(built)}",
        *tidy_lines(summary.tidied),
    ]
    return lines + (unpublished_lines(summary.unpublished) if names_documents else [])


def rebuild_lines(rebuilt: RebuildSummary, built: ReleaseSummary) -> list[str]:
    """What a rebuild read, and what came of it."""
    verdicts = ", ".join(f"{count} {verdict}" for verdict, count in sorted(rebuilt.verdicts.items()))
    lost = [f"LOST     {counted(rebuilt.lost, 'document')} missing from the archive"] if rebuilt.lost else []
    return [
        f"rebuild  {counted(rebuilt.runs, 'run')}, {counted(rebuilt.documents, 'document')} read ({verdicts})",
        *lost,
        f"release  {release_line(built)}",
    ]


def release_line(built: ReleaseSummary) -> str:
    """What came of a build, in one line."""
    reports = built.row_counts.get("fct_report", 0)
    standing = f"release {built.release} with {counted(reports, 'report')}" if built.release else "no release"
    if built.status == "released":
        return f"{standing} is current"
    if built.status == "unchanged":
        return f"nothing new, {standing} stays"
    return f"REFUSED, {standing} stays: {built.reason}"
