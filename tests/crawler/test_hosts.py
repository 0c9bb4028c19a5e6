"""Only what the registry names is fetched."""

from dataclasses import replace

import pytest
from scrapy.resolver import CachingThreadedResolver
from twisted.internet import defer
from twisted.internet.error import DNSLookupError

from crawler.hosts import Hosts, PublicResolver, require_public
from crawler.registry import load


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
        "http://",
    ],
)
def test_any_other_address_is_refused_with_a_reason(hosts, url):
    assert hosts.refusal(url)


def test_a_registered_name_must_not_resolve_into_a_private_network():
    assert require_public("1.1.1.1", "www.sx.gov.cn") == "1.1.1.1"
    for address in ("10.1.2.3", "127.0.0.1", "169.254.169.254", "192.168.0.1", "100.64.0.1"):
        with pytest.raises(DNSLookupError, match="private"):
            require_public(address, "www.sx.gov.cn")


@pytest.mark.parametrize("address", ["10.1.2.3", "1.1.1.1"])
def test_the_resolver_gives_public_addresses_only(monkeypatch, address):
    monkeypatch.setattr(CachingThreadedResolver, "getHostByName", lambda *arguments: defer.succeed(address))
    results: list[object] = []
    resolver = PublicResolver.__new__(PublicResolver)
    resolver.getHostByName("www.sx.gov.cn").addBoth(results.append)
    assert results == [address] if address == "1.1.1.1" else isinstance(results[0].value, DNSLookupError)
