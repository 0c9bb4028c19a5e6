"""The shape of a registry row as JSON schema: what all rows share is a file, what a platform wants comes from its class.

``python -m crawler.registry.schema`` prints it whole, for editors and for users of the registry.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from crawler.platforms import PLATFORMS, Platform

SHARED = Path(__file__).with_name("bureaus.schema.json")


def schema() -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(SHARED.read_text(encoding="utf-8"))
    row = whole["items"]
    row["properties"]["platform"] = {"enum": list(PLATFORMS)}
    row["allOf"] = [
        {
            "if": {"properties": {"platform": {"const": name}}},
            "then": {"properties": {"portal": {"$ref": f"#/$defs/{name}_portal"}}},
        }
        for name in PLATFORMS
    ]
    whole["$defs"] |= {f"{name}_portal": _portal(platform) for name, platform in PLATFORMS.items()}
    return whole


def _portal(platform: Platform) -> dict[str, Any]:
    parameters = platform.parameters
    return {
        "$ref": "#/$defs/any_portal",
        "required": [parameter.name for parameter in parameters if parameter.is_required],
        "properties": {parameter.name: dict(parameter.schema) for parameter in parameters},
        "unevaluatedProperties": False,
    }


if __name__ == "__main__":
    json.dump(schema(), sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")
