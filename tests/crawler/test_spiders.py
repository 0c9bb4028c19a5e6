"""Every row of the registry: it builds its first request, or says which parameter nobody has confirmed."""

import pytest

import practice
from crawler.crawl import Crawl
from crawler.politeness.session import politeness_towards
from crawler.registry import Bureau, load
from crawler.registry.portal import PLATFORMS, unconfirmed
from crawler.spiders import SPIDERS

RUN = "20250131T023000Z-0a1b"


def first_addresses(bureau: Bureau, home) -> list[str]:
    night = Crawl(home, RUN, (bureau,), politeness_towards(home, (bureau,)))
    addresses = [request.url for request in SPIDERS[bureau.platform](night=night).first_lists(bureau)]
    assert all(night.hosts.refusal(address) is None for address in addresses)
    return addresses


def test_every_platform_of_the_registry_has_a_spider():
    assert set(SPIDERS) == set(PLATFORMS)


@pytest.mark.parametrize("bureau", load(), ids=lambda bureau: bureau.bureau_code)
def test_a_registered_bureau_builds_its_first_request_or_is_parked(bureau, tmp_path):
    if unconfirmed(bureau.platform, bureau.portal):
        assert not bureau.confirmed
    else:
        assert first_addresses(bureau, tmp_path)


@pytest.mark.parametrize("bureau", practice.registry(8620), ids=lambda bureau: bureau.platform)
def test_a_practice_bureau_builds_its_first_request(bureau, tmp_path):
    assert first_addresses(bureau, tmp_path)
