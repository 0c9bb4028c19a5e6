"""Answers in short: a page around a text, and the judgement of it."""

from collections.abc import Callable

import pytest

from crawler.answers import Judgement, judge
from crawler.media import media_type

URL = "http://rsj.example.gov.cn/zwgk/gknb/202401/t20240119_5601.html"


def judged(
    body: str | bytes,
    kind: str = "report",
    status: int = 200,
    headers: dict[str, str] | None = None,
    url: str = URL,
    redirected_from: tuple[str, ...] = (),
) -> Judgement:
    data = body.encode() if isinstance(body, str) else body
    said = {"Content-Type": "text/html; charset=utf-8", **(headers or {})}
    return judge(kind, url, status, said, data, media_type(data, said["Content-Type"]), redirected_from)


@pytest.fixture(name="verdict", scope="session")
def _verdict() -> Callable[..., tuple[str, str | None]]:
    """Outcome and label of an answer."""

    def verdict(*arguments, **keywords) -> tuple[str, str | None]:
        judgement = judged(*arguments, **keywords)
        return judgement.outcome, judgement.label

    return verdict


def page(text: str, title: str = "", head: str = "", links: int = 0) -> str:
    """A page of a portal with ``links`` links in its menu."""
    menu = "".join(f'<li><a href="/col{n}/">政务公开栏目第{n}号名称</a></li>' for n in range(links))
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head>"
        f"<body><ul>{menu}</ul><div id='zoom'>{text}</div></body></html>"
    )


@pytest.fixture(name="page", scope="session")
def _page() -> Callable[..., str]:
    return page
