"""What is played when: the flows of `flows.deployed`, each under its own name. ``prefect.yaml`` says the same for a work pool."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from prefect import Flow
from prefect.schedules import Cron

from flows.deployed import backfill, discover, rebuild, recheck
from flows.errors import NightError
from store.settings import Settings

if TYPE_CHECKING:
    from prefect.deployments.runner import RunnerDeployment

TIME_ZONE = "Asia/Shanghai"


def deployments(home: Path, registry: Path | None, settings: Settings, *, is_practice: bool) -> list[RunnerDeployment]:
    """Those of one home; raises ``NightError`` if a cron expression cannot be used."""
    place: dict[str, Any] = {"home": str(home.resolve()), "is_practice": is_practice}
    portals = place | {"registry": str(registry.resolve()) if registry else None}
    return [
        _deployment(discover, portals, settings.discover_at),
        _deployment(recheck, portals, settings.recheck_at),
        _deployment(backfill, portals),
        _deployment(rebuild, place),
    ]


def _deployment(flow: Flow[..., Any], parameters: dict[str, Any], cron: str | None = None) -> RunnerDeployment:
    schedule = _cron(cron) if cron else None
    return cast("RunnerDeployment", flow.to_deployment(name=flow.name, parameters=parameters, schedule=schedule))


def _cron(expression: str) -> Any:
    try:
        return Cron(expression, timezone=TIME_ZONE)
    except ValueError as error:
        raise NightError(f"{expression!r} is no cron expression") from error
