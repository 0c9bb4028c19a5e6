"""What a capture says of the connection it came over: the certificate, in words and by its hash."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any

from cryptography import x509
from OpenSSL.crypto import FILETYPE_ASN1

from crawler.archive import iso
from crawler.http_limits import SESSIONS


def tls_facts(certificate: Any) -> dict[str, str | None] | None:
    """Facts of the certificate that Scrapy gives with a response; ``None`` without one.

    The certificate was checked before anything was sent. ``protocol`` and ``cipher`` are known of our own handler.
    """
    if certificate is None:
        return None
    der = certificate.dump(FILETYPE_ASN1)
    protocol, cipher = SESSIONS.get(der, (None, None))
    return {"protocol": protocol, "cipher": cipher, **dict(_facts(der))}


@lru_cache(maxsize=4096)
def _facts(der: bytes) -> tuple[tuple[str, str], ...]:
    parsed = x509.load_der_x509_certificate(der)
    return (
        ("subject", parsed.subject.rfc4514_string()),
        ("issuer", parsed.issuer.rfc4514_string()),
        ("not_before", iso(parsed.not_valid_before_utc)),
        ("not_after", iso(parsed.not_valid_after_utc)),
        ("sha256", hashlib.sha256(der).hexdigest()),
    )
