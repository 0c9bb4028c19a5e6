"""Only what the registry names is fetched."""

from dataclasses import replace

import pytest
from scrapy.resolver import CachingHostnameResolver
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.error import DNSLookupError

from crawler.hosts import Hosts, PublicResolver, require_public, spelled_address
from crawler.registry import KnownReport, load


@pytest.fixture(name="hosts")
def _hosts() -> Hosts:
    (first, *others) = load()
    practice = replace(first, portal={**first.portal, "base_url": "http://127.0.0.11:8620"})
    return Hosts((practice, *others))


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.11:8620/robots.txt",
        "http://rsj.liaocheng.gov.cn/channel_x/",
        "https://rsj.liaocheng.gov.cn/channel_x/",
        "https://WWW.SX.GOV.CN/col/col1/index.html",
    ],
)
def test_a_registered_host_may_be_asked(hosts, url):
    assert hosts.refusal(url) is None


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.11:8621/",
        "http://127.0.0.12:8620/",
        "http://127.0.0.1/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]:8620/",
        "https://www.sx.gov.cn:8443/",
        "https://sx.gov.cn/",
        "https://www.sx.gov.cn.example.com/",
        "https://www.panyu.gov.cn@example.com/",
        "https://rngsoft.cn/zwgk/zfxxgk/",
        "ftp://www.sx.gov.cn/",
        "file:///etc/hostname",
        "https://www.sx.gov.cn:port/",
        "https://www.sx.gov.cn:99999/",
        "https://www.sx.gov.cn./",
        "https://user:secret@www.sx.gov.cn/",
        "https://www.sx.gov.cn:443@127.0.0.1/",
        "https://www.sx.gov.cn\\@127.0.0.1/",
        "https://www.sx.gov.cn%2f@127.0.0.1/",
        "https://ｗｗｗ.sx.gov.cn/",
        "https://www。sx。gov。cn/",
        "http://127.0.0.11.:8620/",
        "http://2130706443:8620/",
        "http://0x7f00000b:8620/",
        "http://0177.0.0.013:8620/",
        "http://127.11:8620/",
        "http://[::ffff:127.0.0.11]:8620/",
        "http://",
        "http://[::1",
        "//www.sx.gov.cn/",
    ],
)
def test_any_other_address_is_refused_with_a_reason(hosts, url):
    assert hosts.refusal(url)


@pytest.mark.parametrize(
    ("url", "label"),
    [
        ("http://10.0.0.1/", "private_address"),
        ("http://127.0.0.99:8620/", "private_address"),
        ("http://localhost/", "private_address"),
        ("http://169.254.169.254/latest/meta-data", "private_address"),
        ("http://[::1]:8620/", "private_address"),
        ("http://[fe80::1]/", "private_address"),
        ("http://[::ffff:10.0.0.1]/", "private_address"),
        ("http://2130706433/", "private_address"),
        ("http://0x7f.1/", "private_address"),
        ("http://0300.0250.0.1/", "private_address"),
        ("http://1.1.1.1/", "host"),
        ("https://www.mirror.example/nb.html", "host"),
        ("https://sx.gov.cn/", "host"),
        ("file:///etc/hostname", "host"),
    ],
)
def test_a_private_address_is_called_one(hosts, url, label):
    refusal = hosts.judge(url)
    assert refusal is not None and refusal.label == label


def test_further_hosts_and_those_of_known_reports_may_be_asked():
    (first, *_) = load()
    portal = {**first.portal, "base_url": "https://www.sx.gov.cn", "other_hosts": ["http://rsj.sx.gov.cn:8080"]}
    row = replace(first, portal=portal, known_reports=(KnownReport(2023, "http://gk.sx.gov.cn/art/1.html"),))
    hosts = Hosts([row])
    for url in ("https://www.sx.gov.cn/", "http://rsj.sx.gov.cn:8080/a.pdf", "https://gk.sx.gov.cn/other.html"):
        assert hosts.refusal(url) is None
    assert hosts.refusal("https://rsj.sx.gov.cn/")


PRIVATE = [
    "10.1.2.3", "127.0.0.1", "169.254.169.254", "192.168.0.1", "100.64.0.1", "0.1.2.3", "224.0.0.1", "240.0.0.1",
    "255.255.255.255", "198.18.0.1", "192.0.2.1", "::", "::1", "::ffff:10.0.0.1", "::10.0.0.1", "fe80::1", "fe80::1%eth0",
    "fc00::1", "ff02::1", "2001:db8::1", "64:ff9b::10.0.0.1", "64:ff9b::7f00:1", "2002:0a00:0001::1",
    "2001:0:4136:e378:8000:63bf:f5ff:fffe",
]  # fmt: skip
PUBLIC = ["1.1.1.1", "202.106.0.20", "240e:83::1", "2400:3200::1", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1"]


@pytest.mark.parametrize("address", PRIVATE)
def test_a_registered_name_must_not_resolve_into_a_private_network(address):
    with pytest.raises(DNSLookupError, match="private"):
        require_public(address, "www.sx.gov.cn")


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_one_however_it_is_wrapped(address):
    assert require_public(address, "www.sx.gov.cn") == address


def test_only_a_practice_portal_resolves_to_this_machine():
    assert require_public("127.0.0.11", "127.0.0.11") == "127.0.0.11"
    assert require_public("::1", "localhost") == "::1"
    with pytest.raises(DNSLookupError, match="private"):
        require_public("10.0.0.1", "localhost")


@pytest.mark.parametrize("host", ["www.sx.gov.cn", "1.2.3.4.5", "", "[1.1.1.1]x"])
def test_a_name_spells_no_address(host):
    assert spelled_address(host) is None


class Receiver:
    def __init__(self) -> None:
        self.addresses: list[str] = []
        self.is_complete = False

    def resolutionBegan(self, resolution: object) -> None:
        pass

    def addressResolved(self, address: IPv4Address | IPv6Address) -> None:
        self.addresses.append(address.host)

    def resolutionComplete(self) -> None:
        self.is_complete = True


def test_the_resolver_gives_public_addresses_only(monkeypatch):
    answers = ["10.1.2.3", "1.1.1.1", "::1", "240e:83::1"]

    def answer(self, receiver, name, *arguments):
        receiver.resolutionBegan(None)
        for address in answers:
            kind = IPv6Address if ":" in address else IPv4Address
            receiver.addressResolved(kind("TCP", address, 80))
        receiver.resolutionComplete()

    monkeypatch.setattr(CachingHostnameResolver, "resolveHostName", answer)
    resolver, receiver = PublicResolver.__new__(PublicResolver), Receiver()
    resolver.resolveHostName(receiver, "www.sx.gov.cn")
    assert receiver.addresses == ["1.1.1.1", "240e:83::1"]
    assert receiver.is_complete
    assert PublicResolver.private["www.sx.gov.cn"] in answers
