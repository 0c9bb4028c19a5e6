"""Web archives as others write them."""

import gzip
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.registry import Bureau, BureauName, KnownReport, load

DATE = "2024-02-01T08:00:00Z"
HOST = "http://rsj.example.gov.cn"


class WebArchive:
    """Records written one after the other; ``path`` is the file."""

    def __init__(self, path: Path, *, packed: bool = True) -> None:
        self.path = path
        self._file = io.BytesIO()
        self._writer = WARCWriter(self._file, gzip=packed, warc_version="1.0")
        self._writer.write_record(self._writer.create_warcinfo_record("x.warc.gz", {"software": "another crawler"}))

    def response(self, url: str, body: bytes | str, status: str = "200 OK", date: str = DATE, **headers: str) -> str:
        """Write a response; gives its record id."""
        data = body.encode() if isinstance(body, str) else body
        said = {
            "Content-Type": "text/html; charset=utf-8",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        return self.record(
            url, "response", data, StatusAndHeaders(status, list(said.items()), "HTTP/1.1"), WARC_Date=date
        )

    def request(self, url: str, concurrent: str, method: str = "GET") -> str:
        head = StatusAndHeaders(f"{method} /a HTTP/1.1", [("Host", "x"), ("Cookie", "a=1")], is_http_request=True)
        return self.record(url, "request", b"", head, WARC_Date=DATE, WARC_Concurrent_To=concurrent)

    def revisit(self, url: str, digest: str, date: str) -> str:
        head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], "HTTP/1.1")
        return self.record(url, "revisit", b"", head, WARC_Date=date, WARC_Payload_Digest=digest)

    def record(self, url: str, kind: str, body: bytes, http: object = None, **headers: str) -> str:
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        record = self._writer.create_warc_record(
            url, kind, payload=io.BytesIO(body), length=len(body), http_headers=http, warc_headers_dict=said
        )
        self._writer.write_record(record)
        self._save()
        return record.rec_headers.get_header("WARC-Record-ID")

    def raw(self, data: bytes) -> None:
        """Anything at all."""
        self._file.write(data)
        self._save()

    def size(self) -> int:
        return self._file.tell()

    def change(self, change: Callable[[bytes], bytes]) -> None:
        self.path.write_bytes(change(self.path.read_bytes()))

    def as_one_member(self) -> None:
        """The whole file packed as one, as some tools do."""
        self.change(lambda data: gzip.compress(gzip.decompress(data)))

    def _save(self) -> None:
        self.path.write_bytes(self._file.getvalue())


@pytest.fixture(name="web_archive")
def _web_archive(tmp_path) -> WebArchive:
    return WebArchive(tmp_path / "crawl.warc.gz")


@pytest.fixture(name="plain_archive")
def _plain_archive(tmp_path) -> WebArchive:
    return WebArchive(tmp_path / "crawl.warc", packed=False)


@pytest.fixture(name="bureaus", scope="session")
def _bureaus() -> tuple[Bureau, ...]:
    """Two bureaus on one city's host, one of them with a known report, and a bureau elsewhere."""
    template = load()[0]

    def bureau(code: str, name: str, base_url: str, *known: str) -> Bureau:
        return replace(
            template,
            bureau_code=code,
            names=(BureauName(name, name, None, None),),
            aliases=(),
            platform="links",
            portal={"base_url": base_url, "column": None},
            known_reports=tuple(KnownReport(2022, url) for url in known),
        )

    return (
        bureau("hrss-900001", "甲市人力资源和社会保障局", HOST),
        bureau("hrss-900002", "甲市乙区人力资源和社会保障局", HOST, f"{HOST}/known/2022.html"),
        bureau("hrss-900003", "丙市人力资源和社会保障局", "https://www.elsewhere.gov.cn"),
    )
