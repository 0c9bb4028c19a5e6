"""What a capture says of the connection it came over: the certificate, in words and by its hash."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any

from cryptography import x509
from OpenSSL.crypto import FILETYPE_ASN1

from crawler.archive import iso


def tls_facts(certificate: Any) -> dict[str, str | None] | None:
    """Facts of the certificate that Scrapy gives with a response; ``None`` without one.

    ``protocol`` and ``cipher`` are not told by Scrapy. The certificate was checked before anything was sent.
    """
    return None if certificate is None else dict(_facts(certificate.dump(FILETYPE_ASN1)))


@lru_cache(maxsize=4096)
def _facts(der: bytes) -> tuple[tuple[str, str | None], ...]:
    parsed = x509.load_der_x509_certificate(der)
    return (
        ("protocol", None),
        ("cipher", None),
        ("subject", parsed.subject.rfc4514_string()),
        ("issuer", parsed.issuer.rfc4514_string()),
        ("not_before", iso(parsed.not_valid_before_utc)),
        ("not_after", iso(parsed.not_valid_after_utc)),
        ("sha256", hashlib.sha256(der).hexdigest()),
    )
