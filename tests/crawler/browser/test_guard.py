"""Where Chromium may go: the hosts of the script rows at their public addresses, and nowhere else."""

import socket

import pytest

from crawler.browser.guard import COUNTERS, public_addresses, resolver_rules


def test_every_name_but_those_of_the_registry_leads_nowhere():
    rules = resolver_rules(
        {"rsj.example.gov.cn": "203.0.113.7", "127.0.0.41": "127.0.0.41", "six.gov.cn": "2001:db8::7"}
    )
    assert rules.split(", ") == [
        "MAP rsj.example.gov.cn 203.0.113.7",
        "MAP six.gov.cn [2001:db8::7]",
        "MAP * ~NOTFOUND",
        "EXCLUDE 127.0.0.41",
    ]


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        (["8.8.8.8"], {"rsj.example.gov.cn": "8.8.8.8"}),
        (["2001:4860:4860::8888", "8.8.8.8"], {"rsj.example.gov.cn": "8.8.8.8"}),
        (["10.0.0.7"], {}),
        (["127.0.0.1"], {}),
        (["169.254.169.254"], {}),
        ([], {}),
    ],
)
def test_a_registered_name_that_leads_into_a_private_network_is_kept_out(monkeypatch, answers, found):
    def resolver(host, port, **kwargs):
        if not answers:
            raise socket.gaierror("no such name")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 0)) for address in answers]

    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    assert public_addresses(["rsj.example.gov.cn"]) == found


@pytest.mark.parametrize(
    ("path", "is_counter"),
    [
        ("/static/js/hm.js", True),
        ("/js/gtag-4.1.js", True),
        ("/visitcount.jsp", True),
        ("/js/static.js", False),
        ("/js/gallery.js", False),
        ("/api/statistics", False),
    ],
)
def test_counters_of_visitors_are_known_by_name(path, is_counter):
    assert bool(COUNTERS.search(path)) is is_counter
