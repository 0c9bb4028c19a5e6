"""A digest goes where settings say; what cannot be sent is one sentence without a secret, and no failure of the night."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from socketserver import StreamRequestHandler, TCPServer

import pytest
from pydantic import SecretStr

from monitoring.alerts import Alert
from monitoring.digest import Digest
from monitoring.send import send
from store.settings import Settings
from tests.monitoring.test_digest import NEWS, RECORD

ALERTING = Digest(RECORD, NEWS, [Alert("gate-closed", "The gate is closed.")])
QUIET = replace(ALERTING, alerts=[])


def settings(**given: object) -> Settings:
    return Settings.model_construct(**{name: field.default for name, field in Settings.model_fields.items()} | given)


class Listener(HTTPServer):
    bodies: list[dict[str, object]]
    status = 200


class Hook(BaseHTTPRequestHandler):
    server: Listener

    def do_POST(self) -> None:
        self.server.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def hook() -> Iterator[Listener]:
    server = Listener(("127.0.0.1", 0), Hook)
    server.bodies = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def url(server: HTTPServer) -> SecretStr:
    return SecretStr(f"http://127.0.0.1:{server.server_port}/token")


def test_an_alert_is_posted_as_json(hook: Listener) -> None:
    assert send(ALERTING, settings(alert_url=url(hook))) == []
    (body,) = hook.bodies
    assert body["alerts"] == [{"code": "gate-closed", "message": "The gate is closed."}]
    assert body["text"] == "Gongkai: release 7 is current; look at gate-closed"


def test_a_night_without_an_alert_is_sent_only_if_asked_for(hook: Listener) -> None:
    send(QUIET, settings(alert_url=url(hook)))
    assert hook.bodies == []
    send(QUIET, settings(alert_url=url(hook), digest_every_night=True))
    assert len(hook.bodies) == 1


def test_a_webhook_that_refuses_is_a_sentence_without_its_token(hook: Listener) -> None:
    hook.status = 500
    (failure,) = send(ALERTING, settings(alert_url=url(hook)))
    assert "did not take the digest" in failure
    assert "token" not in failure


@pytest.mark.parametrize("wrong", ["file:///etc/hostname", "nowhere"])
def test_a_webhook_is_a_web_address(wrong: str) -> None:
    assert send(ALERTING, settings(alert_url=SecretStr(wrong))) == [
        "the webhook of the setting alert_url is no web address"
    ]


class Mail(StreamRequestHandler):
    """As much of a mail server as one message needs."""

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        is_text = False
        for line in self.rfile:
            self.server.lines.append(line.decode().rstrip("\r\n"))  # type: ignore[attr-defined]
            if is_text:
                is_text = line != b".\r\n"
                answer = None if is_text else b"250 taken"
            elif line.upper().startswith(b"EHLO"):
                answer = b"250 here"
            elif line.upper().startswith(b"DATA"):
                answer, is_text = b"354 go on", True
            else:
                answer = b"221 bye" if line.upper().startswith(b"QUIT") else b"250 well"
            if answer:
                self.wfile.write(answer + b"\r\n")
            if answer == b"221 bye":
                return


@pytest.fixture
def mail() -> Iterator[TCPServer]:
    with TCPServer(("127.0.0.1", 0), Mail) as server:
        server.lines = []  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_an_alert_is_mailed(mail: TCPServer) -> None:
    host, port = mail.server_address[:2]
    wanted = settings(smtp_host=host, smtp_port=port, mail_to="data@example.org", mail_from="gongkai@example.org")
    assert send(ALERTING, wanted) == []
    lines: list[str] = mail.lines  # type: ignore[attr-defined]
    assert "Subject: Gongkai: release 7 is current; look at gate-closed" in lines
    assert any(line.startswith("Content-Type: text/html") for line in lines)


def test_a_password_does_not_go_over_an_open_line(mail: TCPServer) -> None:
    host, port = mail.server_address[:2]
    wanted = settings(
        smtp_host=host,
        smtp_port=port,
        mail_to="data@example.org",
        smtp_user="gongkai",
        smtp_password=SecretStr("hunter2"),
    )
    (failure,) = send(ALERTING, wanted)
    assert "offers no encryption" in failure
    assert not any("AUTH" in line for line in mail.lines)  # type: ignore[attr-defined]


def test_a_mail_server_that_is_not_there_is_a_sentence() -> None:
    (failure,) = send(ALERTING, settings(smtp_host="127.0.0.1", smtp_port=1, mail_to="data@example.org"))
    assert failure.startswith("127.0.0.1 did not take the mail")
