"""Real reports are never taken for anything else, whatever page they stand on."""

from html import escape

import pytest

WRAPPINGS = {
    "paragraphs": lambda lines: "<html><body>" + "".join(f"<p>{line}</p>" for line in lines) + "</body></html>",
    "breaks": lambda lines: "<div class='TRS_Editor'>" + "<br>".join(lines) + "</div>",
    "cells": lambda lines: (
        "<html><body><table>" + "".join(f"<tr><td>{line}</td></tr>" for line in lines) + "</table></body></html>"
    ),
    "one line": lambda lines: f"<html><body>{''.join(lines)}</body></html>",
    "scripted": lambda lines: (
        "<html><head><title>某市政府</title><script src=/a.js></script></head><body>"
        + "".join(f"<span>{line}</span>" for line in lines)
        + "<script>document.cookie='a=1';location.hash</script></body></html>"
    ),
    "plain": lambda lines: "\n".join(lines),
}


@pytest.mark.parametrize("wrapping", WRAPPINGS)
@pytest.mark.parametrize("kind", ["report", "attachment"])
@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_a_real_report_is_ok(verdict, seeds, wrapping, kind, charset):
    for seed in sorted(seeds.glob("*.txt")):
        lines = [escape(line) for line in seed.read_text(encoding="utf-8").splitlines() if line.strip()]
        body = WRAPPINGS[wrapping](lines).encode(charset)
        assert verdict(body, kind, headers={"Content-Type": "text/html"}) == ("ok", None), seed.name
