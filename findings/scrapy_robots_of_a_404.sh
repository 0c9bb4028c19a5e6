#!/bin/sh
# Scrapy obeys the body of a robots.txt whatever its status. A portal without one often answers 404 with a page of its own
# (or of its firewall); RFC 9309 (2.3.1.3) says that such a portal may be read, but lines of that page that look like rules
# count for Scrapy: here it reads nothing, and only its statistics tell why.
# Instead: a parser class or middleware that goes by the status, and "forbidden" counted apart from "nothing new".
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check scrapy==2.19.0
venv/bin/python - <<'PYTHON'
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version

import scrapy
from scrapy.crawler import CrawlerProcess


class Portal(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        is_robots = self.path == "/robots.txt"
        body = b"User-agent: *\nDisallow: /\n" if is_robots else b"<title>A report</title>"
        self.send_response(404 if is_robots else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: the client's word counts."""


class Spider(scrapy.Spider):
    name = "reports"
    read = 0

    def parse(self, response: scrapy.http.Response) -> None:
        Spider.read += 1


server = ThreadingHTTPServer(("127.0.0.1", 0), Portal)
threading.Thread(target=server.serve_forever, daemon=True).start()
process = CrawlerProcess({"ROBOTSTXT_OBEY": True, "LOG_ENABLED": False})
crawler = process.create_crawler(Spider)
process.crawl(crawler, start_urls=[f"http://127.0.0.1:{server.server_port}/report.html"])
process.start()
counted = {name: crawler.stats.get_value(f"robotstxt/{name}") for name in ("response_status_count/404", "forbidden")}
print(f"Scrapy {version('scrapy')}: {Spider.read} pages read, {counted}")
assert (Spider.read, counted) == (0, {"response_status_count/404": 1, "forbidden": 1}), "the behaviour has changed"
PYTHON
