"""Alerts and digests to whoever is to read them: a webhook, a mail server. Only the settings of the home name them."""

from __future__ import annotations

import json
import smtplib
import ssl
import urllib.request
from collections.abc import Sequence
from email.message import EmailMessage
from urllib.error import URLError

from monitoring.digest import Digest, headline, html, markdown
from store.settings import Settings

_SECONDS = 30


def send(digest: Digest, settings: Settings) -> list[str]:
    """Send what the settings ask for; what could not be sent, a sentence each. It never fails a night."""
    if not digest.alerts and not settings.digest_every_night:
        return []
    failures: list[str] = []
    if settings.alert_url:
        failures += _posted(settings.alert_url.get_secret_value(), digest)
    if settings.mail_to and settings.smtp_host:
        failures += _mailed(digest, settings)
    return failures


def _posted(url: str, digest: Digest) -> Sequence[str]:
    """The webhook gets one JSON object; its address may hold a token, and is never part of a sentence."""
    body = {
        "run_id": digest.record.run_id,
        "status": digest.record.status,
        "text": subject(digest),
        "alerts": [{"code": each.code, "message": each.message} for each in digest.alerts],
        "markdown": markdown(digest),
    }
    if not url.startswith(("https://", "http://")):
        return ["the webhook of the setting alert_url is no web address"]
    request = urllib.request.Request(  # noqa: S310  # the scheme is checked above
        url, json.dumps(body, ensure_ascii=False).encode(), {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS):  # noqa: S310
            return []
    except (URLError, OSError, ValueError) as error:
        return [f"the webhook of the setting alert_url did not take the digest: {_reason(error)}"]


def _mailed(digest: Digest, settings: Settings) -> Sequence[str]:
    message = EmailMessage()
    message["Subject"] = subject(digest)
    message["From"] = settings.mail_from or settings.mail_to.split(",")[0].strip()
    message["To"] = settings.mail_to
    message.set_content(markdown(digest))
    message.add_alternative(html(digest), subtype="html")
    try:
        with smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=_SECONDS) as server:
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=ssl.create_default_context())
            if settings.smtp_user and settings.smtp_password:
                if not server.has_extn("starttls"):
                    return [f"{settings.smtp_host} offers no encryption: the password was not sent"]
                server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
            server.send_message(message)
    except (smtplib.SMTPException, OSError) as error:
        return [f"{settings.smtp_host} did not take the mail: {_reason(error)}"]
    return []


def subject(digest: Digest) -> str:
    """One line: how the night ended, and how much there is to look at."""
    codes = ", ".join(alert.code for alert in digest.alerts)
    return f"Gongkai: {headline(digest.record)}" + (f"; look at {codes}" if codes else "")


def _reason(error: Exception) -> str:
    reason = getattr(error, "reason", None)
    return str(reason or getattr(error, "strerror", None) or type(error).__name__)
