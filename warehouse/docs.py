"""dbt's own documentation of a release as one HTML file that needs no server: lineage, SQL, columns, tests.

Made from the manifest that the build left, so dbt need not run a second time. What would name this machine, its user or the
run is taken out, and so are dbt's own macros and the expansions of the tests.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from warehouse.catalogue import Manifest, Table
from warehouse.errors import WarehouseError

DOCS = "docs.html"
_PAGE = Path("task", "docs", "index.html")
_KEPT_METADATA = ("dbt_schema_version", "dbt_version", "adapter_type", "project_name")
_DROPPED = ("root_path", "build_path", "compiled_path", "compiled_code", "created_at")
_EMPTY = ("disabled", "unit_tests", "saved_queries", "semantic_models")
_ABSOLUTE = re.compile(r"(?<![\w.:/<])/(?:[\w.@+-]+/)+[\w.@+-]*")


def write_docs(folder: Path, manifest: Manifest, tables: Iterable[Table]) -> None:
    """Raises WarehouseError if dbt's page is not installed beside this Python."""
    (folder / DOCS).write_text(page(template(), manifest, tables), encoding="utf-8")


def template() -> str:
    """The page that dbt itself fills in; found without importing dbt, which takes a second."""
    found = find_spec("dbt")
    for place in (found.submodule_search_locations or ()) if found else ():
        if (Path(place) / _PAGE).is_file():
            return (Path(place) / _PAGE).read_text(encoding="utf-8")
    raise WarehouseError("dbt-core is not installed beside this Python.")


def page(template_: str, manifest: Manifest, tables: Iterable[Table]) -> str:
    """dbt's page with the public part of a manifest and the tables' columns in it."""
    public = _public(manifest)
    filled = template_.replace('"MANIFEST.JSON INLINE DATA"', _script(public))
    return filled.replace('"CATALOG.JSON INLINE DATA"', _script(_catalog(public, tables)))


def _public(manifest: Manifest) -> dict[str, Any]:
    project = manifest["metadata"]["project_name"]
    ours = {
        kind: {key: _cleaned(node) for key, node in manifest[kind].items() if node["package_name"] == project}
        for kind in ("nodes", "macros", "sources", "exposures")
    }
    return {
        **manifest,
        **ours,
        **{kind: {} for kind in _EMPTY},
        "metadata": {name: manifest["metadata"][name] for name in _KEPT_METADATA}
        | {"env": {}, "send_anonymous_usage_stats": False},
    }


def _cleaned(node: Mapping[str, Any]) -> dict[str, Any]:
    """A node without places on this machine; models keep their compiled SQL, with file names for whole paths."""
    kept = {name: value for name, value in node.items() if name not in _DROPPED}
    if node.get("resource_type") == "model" and node.get("compiled_code"):
        kept["compiled_code"] = _ABSOLUTE.sub(lambda found: Path(found.group()).name, node["compiled_code"])
    return kept


def _catalog(manifest: Mapping[str, Any], tables: Iterable[Table]) -> dict[str, Any]:
    nodes = {node["name"]: key for key, node in manifest["nodes"].items() if node["resource_type"] == "model"}
    return {
        "metadata": manifest["metadata"],
        "nodes": {nodes[table.name]: _entry(table, nodes[table.name]) for table in tables if table.name in nodes},
        "sources": {},
        "errors": None,
    }


def _entry(table: Table, unique_id: str) -> dict[str, Any]:
    return {
        "unique_id": unique_id,
        "metadata": {"type": "BASE TABLE", "schema": "main", "name": table.name, "comment": table.description},
        "columns": {
            column.name: {
                "name": column.name,
                "type": column.data_type,
                "index": position,
                "comment": column.description,
            }
            for position, column in enumerate(table.columns, start=1)
        },
        "stats": {
            "rows": {"id": "rows", "label": "Rows", "value": table.rows, "include": True, "description": "Rows"},
            "has_stats": {
                "id": "has_stats",
                "label": "Has Stats?",
                "value": True,
                "include": False,
                "description": "Whether there are statistics",
            },
        },
    }


def _script(value: object) -> str:
    """JSON that cannot end the script element that it stands in."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
