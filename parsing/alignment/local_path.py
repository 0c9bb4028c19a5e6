"""Local sequence alignment (Smith and Waterman, 1981): the stretch of rows that carries some lines best, in their order.

Rows in between may go unmatched (headers repeated after a page break, rows the form does not have), and so may lines.
"""

from __future__ import annotations

_ROW_GAP, _LINE_GAP = 0.02, 0.15


def best_path(scores: list[list[float]]) -> list[tuple[int, int]]:
    """Cells (row, line) of the best local path through a score matrix; both gaps cost, a zero score never matches."""
    if not scores:
        return []
    width = len(scores[0])
    best = [[0.0] * (width + 1) for _ in range(len(scores) + 1)]
    came: list[list[str]] = [[""] * (width + 1) for _ in range(len(scores) + 1)]
    top, end = 0.0, (0, 0)
    for i, row in enumerate(scores, start=1):
        above, here, steps = best[i - 1], best[i], came[i]
        for j, score in enumerate(row, start=1):
            value, step = 0.0, ""
            if above[j] - _ROW_GAP > value:
                value, step = above[j] - _ROW_GAP, "row"
            if here[j - 1] - _LINE_GAP > value:
                value, step = here[j - 1] - _LINE_GAP, "line"
            if score and above[j - 1] + score > value:
                value, step = above[j - 1] + score, "match"
                # Of equal paths the later wins: a table of contents or a summary stands before the form itself.
                if value >= top:
                    top, end = value, (i, j)
            here[j], steps[j] = value, step
    path = []
    i, j = end
    while came[i][j]:
        step = came[i][j]
        if step == "match":
            path.append((i - 1, j - 1))
        i, j = i - (step != "line"), j - (step != "row")
    return path[::-1]
