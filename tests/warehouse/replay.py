"""The marts without dbt: the SQL that it compiled in one build, run on another warehouse within two seconds.

dbt takes half a minute of processor time for each build, most of it for its own tests. `test_replay` holds the marts against
dbt's own; in the long suite (``GONGKAI_DBT=1``) dbt builds everything, and its tests run on every made-up night.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import pytest

from store.home import Home
from tests.once import once
from tests.warehouse.releases import release_first_night
from warehouse.build import RELEASES, BuildOutcome, Progress, build_marts
from warehouse.connection import open_database

Node = Mapping[str, Any]


class Replay:
    """Stands where `build_marts` stands; ``built`` is a home that dbt has built a release in."""

    def __init__(self, built: Path) -> None:
        self.built = built
        manifest = json.loads(Home(built).dbt_manifest.read_text(encoding="utf-8"))
        nodes = {name: node for name, node in manifest["nodes"].items() if node["resource_type"] in ("seed", "model")}
        order = TopologicalSorter({name: _parents(node) & nodes.keys() for name, node in nodes.items()})
        self.nodes = [nodes[name] for name in order.static_order()]
        self.hooks = [
            node["compiled_code"] for name, node in manifest["nodes"].items() if name.startswith("operation.")
        ]

    def __call__(
        self,
        home: Path,
        release_file: Path,
        releases: Iterable[Mapping[str, Any]] = (),
        progress: Progress | None = None,
    ) -> BuildOutcome:
        folder = Home(home).dbt
        Home(home).dbt_manifest.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(Home(self.built).dbt_manifest, Home(home).dbt_manifest)
        (folder / RELEASES).write_text("".join(json.dumps(record) + "\n" for record in releases), encoding="utf-8")
        places = {
            '"gongkai".': f'"{release_file.stem}".',
            str(Home(self.built).dbt.resolve() / RELEASES): str(folder.resolve() / RELEASES),
        }
        with open_database(release_file, read_only=False) as connection:
            connection.execute(f"attach '{Home(home).warehouse}' as warehouse (read_only)")
            connection.execute("attach ':memory:' as work")
            for statement in self._statements():
                for old, new in places.items():
                    statement = statement.replace(old, new)
                connection.execute(statement)
        return BuildOutcome(True, (), {})

    def _statements(self) -> Iterator[str]:
        for schema in {node["schema"] for node in self.nodes if node["database"] == "work"}:
            yield f"create schema work.{schema}"
        for node in self.nodes:
            yield f"create {node['config']['materialized'].replace('seed', 'table')} {node['relation_name']} as {_select(node)}"
            if node["config"].get("persist_docs"):
                yield f"comment on table {node['relation_name']} is {_quoted(node['description'])}"
                for column in node["columns"].values():
                    place = f'{node["relation_name"]}."{column["name"]}"'
                    yield f"comment on column {place} is {_quoted(column['description'])}"
        yield from self.hooks


_replay = cache(Replay)


def _parents(node: Node) -> set[str]:
    return set(node["depends_on"].get("nodes", ()))


def _select(node: Node) -> str:
    if node["resource_type"] == "model":
        return str(node["compiled_code"])
    file = Path(node["root_path"]) / node["original_file_path"]
    with file.open(encoding="utf-8") as lines:
        header = lines.readline().strip().split(",")
    types = ", ".join(f"'{name}': '{kind}'" for name, kind in node["config"]["column_types"].items() if name in header)
    return f"from read_csv('{file}', header = true, types = {{{types}}})"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def marts_builder(factory: pytest.TempPathFactory) -> Callable[..., BuildOutcome]:
    """What builds marts as `build_marts` does: a replay of the first night's build, which is made when first needed."""

    def build(*arguments: Any, **options: Any) -> BuildOutcome:
        return _replay(once(factory, "first-night", release_first_night))(*arguments, **options)

    return build_marts if "GONGKAI_DBT" in os.environ else build


@contextmanager
def replaying(factory: pytest.TempPathFactory) -> Iterator[None]:
    """Releases that are built meanwhile have their marts from a replay."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("warehouse.release.build_marts", marts_builder(factory))
        yield
