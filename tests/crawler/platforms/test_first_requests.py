"""Every row of the registry: it builds its first request, or says which parameter nobody has confirmed."""

import pytest

import practice
from crawler.hosts import Hosts
from crawler.platforms import PLATFORMS
from crawler.registry import Bureau, load


def first_addresses(bureau: Bureau) -> list[str]:
    hosts = Hosts((bureau,))
    addresses = [request.url for request in PLATFORMS[bureau.platform].first_lists(bureau)]
    assert all(hosts.refusal(address) is None for address in addresses)
    return addresses


def test_a_platform_is_a_module_of_its_own_and_states_its_facts():
    for name, platform in PLATFORMS.items():
        assert type(platform).__module__ == f"crawler.platforms.{name}"
        assert {"Domains", "List", "Article"} <= set((type(platform).__doc__ or "").split()), name


@pytest.mark.parametrize("bureau", load(), ids=lambda bureau: bureau.bureau_code)
def test_a_registered_bureau_builds_its_first_request_or_is_parked(bureau):
    if PLATFORMS[bureau.platform].unconfirmed(bureau.portal):
        assert not bureau.confirmed
    else:
        assert first_addresses(bureau)


@pytest.mark.parametrize("bureau", practice.registry(8620), ids=lambda bureau: bureau.platform)
def test_a_practice_bureau_builds_its_first_request(bureau):
    assert first_addresses(bureau)
