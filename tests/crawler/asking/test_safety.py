"""What a portal may do to the crawler: lead it inside, flood it, hang up on it. Each is refused or cut off, and recorded."""

import gzip
import time
import zlib
from collections.abc import Iterator

import brotli
import pytest

from practice.faults.certificate import secured, self_signed
from tests.crawler.portal import Visit, answer

PAGE = "<html><body><p>" + "本机关主动公开政府信息。" * 40 + "</p></body></html>"
MEGABYTE = 1024 * 1024


def outcome(done, url: str) -> tuple[str, str | None]:
    return done.results[url]["outcome"], done.results[url].get("label")


INSIDE = (
    "http://127.0.0.1:{port}/secret", "http://localhost:{port}/secret", "http://10.0.0.1/", "http://192.168.1.1/admin",
    "http://169.254.169.254/latest/meta-data/", "http://[::1]:{port}/secret", "http://[::ffff:127.0.0.1]:{port}/secret",
    "http://2130706433:{port}/secret", "http://0x7f.1:{port}/secret", "http://0177.0.0.1:{port}/secret",
)  # fmt: skip


def asked_all(ask, portal, answers: dict[str, object], kind: str = "report", **keywords) -> dict[str, tuple]:
    """Ask for each of ``answers``, in one run; the outcome of each."""
    portal.answers |= {f"/{number}.html": answer for number, answer in enumerate(answers.values())}
    urls = [f"{portal.base_url}/{number}.html" for number in range(len(answers))]
    done = ask(*([url, kind] for url in urls), origins=[portal.base_url], **keywords)
    return {name: outcome(done, url) for name, url in zip(answers, urls, strict=True)}


def test_a_redirect_into_a_private_network_is_refused(ask, portal, new_portal):
    secret = new_portal()
    secret.answers["/secret"] = answer(PAGE)
    targets = [target.format(port=secret.port) for target in INSIDE]
    redirects = {target: answer("", 302, Location=target) for target in targets}
    assert asked_all(ask, portal, redirects) == dict.fromkeys(targets, ("refused", "private_address"))
    assert secret.visits == []


def test_a_redirect_to_an_unregistered_host_is_refused(ask, portal):
    portal.answers["/a.html"] = answer("", 302, Location="http://www.mirror.example/nb.html")
    url = f"{portal.base_url}/a.html"
    assert outcome(ask([url, "report"], origins=[portal.base_url]), url) == ("refused", "host")


def test_an_address_with_a_user_in_it_is_refused(ask, portal):
    netloc = portal.base_url.removeprefix("http://")
    urls = [f"http://{name}/a.html" for name in (f"user@{netloc}", f"127.0.0.1:1@{netloc}", f"{netloc}@127.0.0.1:1")]
    done = ask(*([url, "report"] for url in urls), origins=[portal.base_url])
    assert {outcome(done, url)[0] for url in urls} == {"refused"}
    assert portal.visits == []


def test_a_registered_name_that_resolves_inside_is_refused(ask, portal):
    portal.answers["/robots.txt"] = answer(PAGE)
    port = portal.port
    addresses = ("127.0.0.1", "10.0.0.1", "::1", "::ffff:127.0.0.1", "169.254.169.254", "64:ff9b::7f00:1")
    names = {f"www{number}.inside.gov.cn": [address] for number, address in enumerate(addresses)}
    origins = [f"http://{name}:{port}" for name in names]
    done = ask(*([f"{origin}/robots.txt", "robots"] for origin in origins), origins=origins, names=names)
    for origin, address in zip(origins, addresses, strict=True):
        assert outcome(done, f"{origin}/robots.txt") == ("refused", "private_address")
        assert address in done.results[f"{origin}/robots.txt"]["error"]
    assert portal.visits == []


def test_an_environment_that_names_a_proxy_is_not_heeded(ask, portal, new_portal):
    proxy = new_portal()
    portal.answers["/a.html"] = answer(PAGE)
    url = f"{portal.base_url}/a.html"
    done = ask([url, "report"], origins=[portal.base_url], environment={"http_proxy": proxy.base_url})
    assert outcome(done, url) == ("ok", None)
    assert proxy.visits == []


def test_a_body_beyond_the_cap_is_cut_off(ask, portal):
    sent = []

    def flood(length: str):
        def said(visit: Visit) -> Iterator[bytes]:
            yield answer(b"%PDF-1.7", Content_Length=length, Content_Type="application/pdf")
            for _ in range(64):
                sent.append(1)
                yield b"0" * MEGABYTE

        return said

    floods = {"declared": flood(str(64 * MEGABYTE)), "not declared": flood("")}
    assert asked_all(ask, portal, floods, "attachment") == dict.fromkeys(floods, ("too_large", None))
    assert len(sent) < 64, "the connection is dropped, not drained"


BOMBS = {
    "gzip": gzip.compress(b"0" * 40 * MEGABYTE, mtime=0),
    "deflate": zlib.compress(b"0" * 40 * MEGABYTE),
    "br": brotli.compress(b"0" * 40 * MEGABYTE, quality=5),
    "gzip, gzip": gzip.compress(gzip.compress(b"0" * 40 * MEGABYTE, mtime=0), mtime=0),
}


def test_a_body_that_unpacks_to_too_much_is_not_taken(ask, portal):
    bombs = {packing: answer(body, Content_Encoding=packing) for packing, body in BOMBS.items()}
    assert asked_all(ask, portal, bombs) == dict.fromkeys(BOMBS, ("too_large", None))


def test_a_body_that_is_not_packed_as_it_says_is_taken_as_it_is(ask, portal):
    packings = ("gzip", "deflate", "br", "zstd", "x-unknown")
    answers = {packing: answer(PAGE, Content_Encoding=packing) for packing in packings}
    assert asked_all(ask, portal, answers) == dict.fromkeys(packings, ("ok", None))


def test_a_packed_body_is_archived_unpacked_and_its_length_is_not_that_of_the_page(ask, portal):
    packed = gzip.compress(b"<html><body><p>" + "公开".encode() * 30 + b"</p></body></html>")
    portal.answers["/a.html"] = answer(packed, Content_Encoding="gzip")
    url = f"{portal.base_url}/a.html"
    done = ask([url, "report"], origins=[portal.base_url])
    assert outcome(done, url) == ("ok", None)
    assert done.captures[0]["response_headers"]["Content-Length"] == str(len(packed))
    assert ask([url, "report"], origins=[portal.base_url]).results[url]["text"].startswith("<html>")


ENDLESS = (
    b"X-A: b\r\n",
    b" more\r\n",
    b"X-Long: " + b"a" * 8000 + b"\r\n",
    b"HTTP/1.1 100 Continue\r\n\r\n",
    b"a" * 9999,
)


def test_headers_without_end_are_cut_off(ask, portal):
    sent = []

    def flood(line: bytes):
        def said(visit: Visit) -> Iterator[bytes]:
            yield b"HTTP/1.1 200 OK\r\nX-First: a\r\n"
            for _ in range(100_000):
                sent.append(len(line))
                yield line

        return said

    found = asked_all(ask, portal, {line: flood(line) for line in ENDLESS})
    assert set(found.values()) <= {("too_large", None), ("failed", "other"), ("failed", "reset")}
    assert found[ENDLESS[0]] == found[ENDLESS[1]] == found[ENDLESS[2]] == ("too_large", None)
    assert sum(sent) < 32 * MEGABYTE


def test_a_slow_body_is_given_its_time_and_no_more(ask, portal):
    def drip(visit: Visit) -> Iterator[bytes]:
        yield answer("", Content_Length="1000")
        while True:
            time.sleep(0.1)
            yield b"0"

    portal.answers["/a.html"] = drip
    url = f"{portal.base_url}/a.html"
    done = ask([url, "report"], origins=[portal.base_url], settings={"DOWNLOAD_TIMEOUT": 2})
    assert outcome(done, url) == ("failed", "timeout")


def test_a_body_shorter_than_announced_is_truncated_and_kept(ask, portal):
    portal.answers["/a.html"] = [answer(PAGE, Content_Length="50000")]
    url = f"{portal.base_url}/a.html"
    done = ask([url, "report"], origins=[portal.base_url])
    assert outcome(done, url) == ("truncated", None)
    assert done.captures[0]["size"] == len(PAGE.encode())


def test_a_connection_that_breaks_brings_nothing(ask, portal):
    def breaks(before: bytes):
        def said(visit: Visit) -> Iterator[bytes]:
            if before:
                yield before
                time.sleep(0.2)
            raise ConnectionResetError

        return said

    portal.reset_on_close()
    endings = {
        "no head": b"",
        "a length": answer(PAGE, Content_Length="50000"),
        "no length": answer(PAGE, Content_Length=""),
    }
    found = asked_all(ask, portal, {name: breaks(before) for name, before in endings.items()})
    assert found == dict.fromkeys(endings, ("failed", "reset"))


def test_a_host_where_nobody_listens_is_a_failure(ask, portal):
    portal.close()
    url = f"{portal.base_url}/robots.txt"
    assert outcome(ask([url, "robots"], origins=[portal.base_url]), url) == ("failed", "other")


def test_a_name_that_nobody_knows_is_a_failure_of_its_own(ask):
    origin = "http://www.nowhere.gov.cn"
    done = ask([f"{origin}/robots.txt", "robots"], origins=[origin], names={origin[7:]: []})
    assert outcome(done, f"{origin}/robots.txt") == ("failed", "dns")


@pytest.fixture(name="certificate", scope="module")
def _certificate(tmp_path_factory) -> str:
    """A certificate for 127.0.0.1 that vouches for itself, and its key, in one file."""
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    path.write_bytes(self_signed("127.0.0.1"))
    return str(path)


def test_a_certificate_that_holds_is_recorded(ask, new_portal, certificate):
    portal = new_portal(tls=secured(certificate))
    portal.answers["/a.html"] = answer(PAGE)
    url = f"{portal.base_url}/a.html"
    done = ask([url, "report"], origins=[portal.base_url], environment={"SSL_CERT_FILE": certificate})
    facts = done.captures[0]["tls"]
    assert (facts["subject"], facts["issuer"]) == ("CN=127.0.0.1", "CN=127.0.0.1")
    assert facts["protocol"].startswith("TLSv1.") and facts["cipher"]
    assert facts["not_before"] < facts["not_after"] and len(facts["sha256"]) == 64


def test_a_certificate_that_nobody_vouches_for_is_a_failure_and_nothing_is_asked(ask, new_portal, certificate):
    portal = new_portal(tls=secured(certificate))
    portal.answers["/robots.txt"] = answer("User-agent: *")
    url = f"{portal.base_url}/robots.txt"
    assert outcome(ask([url, "robots"], origins=[portal.base_url]), url) == ("failed", "tls_error")
    assert portal.visits == []
