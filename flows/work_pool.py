"""Shards as jobs of a Prefect work pool. A worker needs Gongkai as installed, and its settings: no code is sent."""

from __future__ import annotations

import os
from functools import cached_property
from typing import Any, cast
from uuid import UUID

from prefect import flow
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.exceptions import ObjectNotFound
from prefect.states import Crashed
from prefect.types.entrypoint import EntrypointType

from flows.errors import NightError
from flows.shard import crawl_shard as ask
from store.home import home_folder


@flow(name="crawl-shard", persist_result=False)
def crawl_shard(run_id: str, number: int) -> None:
    """A part of another machine's night: portals are asked on this one. The home is that of the worker's environment."""
    ask(home_folder(), run_id, number)


class PrefectPool:
    """The work pool of that name on the server that ``PREFECT_API_URL`` names; raises ``NightError`` if there is none."""

    def __init__(self, name: str) -> None:
        if not os.environ.get("PREFECT_API_URL"):
            raise NightError("crawl_shards needs a Prefect server that workers reach: set PREFECT_API_URL")
        self._name = name
        self._client: SyncPrefectClient = get_client(sync_client=True)

    def submit(self, run_id: str, number: int) -> str:
        parameters = {"run_id": run_id, "number": number}
        run = self._client.create_flow_run_from_deployment(
            self._deployment, parameters=parameters, name=f"{run_id}-{number}"
        )
        return str(run.id)

    def is_waiting(self, job: str) -> bool:
        return self._state(job) is StateType.SCHEDULED

    def has_ended(self, job: str) -> bool:
        return self._state(job) in (StateType.COMPLETED, StateType.FAILED, StateType.CRASHED, StateType.CANCELLED)

    def forget(self, job: str) -> None:
        if not self.has_ended(job):
            state: Any = Crashed(message="the shard goes to another worker, or the night has ended")
            self._client.set_flow_run_state(UUID(job), state, force=True)

    def _state(self, job: str) -> StateType | None:
        run: FlowRun = self._client.read_flow_run(UUID(job))
        return run.state_type

    @cached_property
    def _deployment(self) -> UUID:
        """Made, or made anew, so that it is this program's."""
        try:
            self._client.read_work_pool(self._name)
        except ObjectNotFound as error:
            raise NightError(
                f"there is no work pool {self._name}: `prefect work-pool create {self._name} --type process`"
            ) from error
        deployment: Any = crawl_shard.to_deployment(
            name=self._name, work_pool_name=self._name, entrypoint_type=EntrypointType.MODULE_PATH
        )
        return cast("UUID", deployment.apply())
