"""What is wrong with a registry, proved offline: no request is sent.

`crawler.registry.load` refuses a row that cannot be read. What only the whole shows is judged here: the published schema,
the regions, names borne twice, impossible years. Each row must build its first request through its platform, too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from crawler.clock import utc_now
from crawler.hosts import Hosts
from crawler.platforms import PLATFORMS, Platform
from crawler.registry import Bureau
from crawler.registry.places import region_problems
from crawler.registry.portal import check_portal
from crawler.registry.schema import schema


def problems(bureaus: Sequence[Bureau]) -> list[str]:
    """One sentence for each thing that is wrong, each starting with the bureau's code; empty for a sound registry."""
    found = [sentence for bureau in bureaus for sentence in _row_problems(bureau)]
    return [*found, *_borne_twice(bureaus), *_successor_problems(bureaus), *_request_problems(bureaus)]


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(schema())


def _row_problems(bureau: Bureau) -> Iterator[str]:
    rules = (_schema_problems, region_problems, _year_problems)
    return (f"{bureau.bureau_code}: {words}" for rule in rules for words in rule(bureau))


def _schema_problems(bureau: Bureau) -> Iterator[str]:
    for error in _validator().iter_errors([bureau.as_record()]):
        place = ".".join(str(step) for step in list(error.absolute_path)[1:]) or "the row"
        yield f"{place} is against the schema: {error.message}"


def _year_problems(bureau: Bureau) -> Iterator[str]:
    this_year = utc_now().year
    years = [report.report_year for report in bureau.known_reports]
    yield from (f"a known report is of {year}, which is still to come" for year in years if year > this_year)
    if years and min(years) < bureau.first_expected_year:
        yield f"a report of {min(years)} is known, but the first is expected for {bureau.first_expected_year}"
    urls = [report.url for report in bureau.known_reports]
    yield from (f"known report {url} stands twice" for url in sorted({url for url in urls if urls.count(url) > 1}))
    for name in bureau.names:
        if name.from_year is not None and name.to_year is not None and name.from_year > name.to_year:
            yield f"{name.name_zh} is a name from {name.from_year} to {name.to_year}"


def _borne_twice(bureaus: Sequence[Bureau]) -> Iterator[str]:
    holders: dict[tuple[str, str], list[str]] = defaultdict(list)
    for bureau in bureaus:
        holders["code", bureau.bureau_code].append(bureau.bureau_code)
        for name in sorted({name.name_zh for name in bureau.names}):
            holders["name", name].append(bureau.bureau_code)
    successors = {(bureau.bureau_code, code) for bureau in bureaus for code in bureau.successors}
    for (what, value), codes in holders.items():
        # a successor may bear the names of the bureau that it was
        if len(codes) > 1 and not {(codes[0], codes[-1]), (codes[-1], codes[0])} & successors:
            yield f"{codes[-1]}: {what} {value} is that of {codes[0]}, too"


def _successor_problems(bureaus: Sequence[Bureau]) -> Iterator[str]:
    codes = {bureau.bureau_code for bureau in bureaus}
    for bureau in bureaus:
        strange = [code for code in bureau.successors if code not in codes or code == bureau.bureau_code]
        yield from (f"{bureau.bureau_code}: successor {code} is no other bureau of the registry" for code in strange)
        if bureau.successors and (bureau.status.code == "active" or bureau.status.since is None):
            yield f"{bureau.bureau_code}: it has successors, but its status does not say since when"


def _request_problems(bureaus: Sequence[Bureau]) -> Iterator[str]:
    hosts = Hosts(bureaus)
    for bureau in bureaus:
        platform = PLATFORMS.get(bureau.platform)
        if platform is None:
            yield f"{bureau.bureau_code}: platform {bureau.platform} is not known"
            continue
        yield from (f"{bureau.bureau_code}: {words}" for words in _first_requests(bureau, platform, hosts))


def _first_requests(bureau: Bureau, platform: Platform, hosts: Hosts) -> Iterator[str]:
    addresses = [report.url for report in bureau.known_reports]
    try:
        check_portal(bureau.platform, bureau.portal)
        unknown = platform.unconfirmed(bureau.portal)
        first = [] if unknown else [request.url for request in platform.first_lists(bureau)]
    except (KeyError, TypeError, ValueError) as error:
        yield f"no first request can be built: {error}"
        return
    if unknown and bureau.confirmed:
        yield f"the row is confirmed, but portal parameter {', '.join(unknown)} is null"
    if not unknown and not first:
        yield "no first request is built"
    yield from (f"the first request is built of a null: {url}" for url in first if "None" in url)
    refusals = (hosts.refusal(address) for address in addresses + first)
    yield from (f"the request would be refused: {refusal}" for refusal in refusals if refusal)
