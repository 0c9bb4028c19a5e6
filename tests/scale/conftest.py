"""An S3 server, a Dask cluster of two workers and PostgreSQL, on loopback."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest


@pytest.fixture(scope="module")
def s3() -> Iterator[dict[str, str]]:
    """The environment in which an archive lies in a bucket of its own."""
    from moto.server import ThreadedMotoServer  # installed for these tests only

    server = ThreadedMotoServer("127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    environment = {
        "AWS_ACCESS_KEY_ID": "practice",
        "AWS_SECRET_ACCESS_KEY": "practice",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL_S3": f"http://{host}:{port}",
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        yield environment
    server.stop()


@pytest.fixture
def bucket(s3: dict[str, str]) -> str:
    """The address of a folder in a new bucket."""
    import s3fs  # installed for these tests only

    name = f"archive-{uuid4().hex}"
    s3fs.S3FileSystem(endpoint_url=s3["AWS_ENDPOINT_URL_S3"]).mkdir(name)
    return f"s3://{name}/gongkai"


@pytest.fixture(scope="module")
def cluster() -> Iterator[object]:
    """Two workers, a thread each, that may have children."""
    import dask  # installed for these tests only
    from distributed import LocalCluster  # the same

    with (
        dask.config.set({"distributed.worker.daemon": False}),
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as cluster,
    ):
        yield cluster


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server with an empty database; it lets everybody in."""
    programs = max(Path("/usr/lib/postgresql").glob("*/bin"))
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    user = None
    if os.geteuid() == 0:  # PostgreSQL does not run as root
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)
    as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["-h", "127.0.0.1", "-p", str(port), "-k", str(folder), "-c", "fsync=off"]

    def call(program: str, *arguments: str) -> None:
        command = [str(programs / program), *arguments]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, **as_user)  # type: ignore[call-overload]

    data = str(folder / "data")
    call("initdb", "-D", data, "-U", "postgres", "--auth=trust")
    call("pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", " ".join(options), "start")
    try:
        yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
    finally:
        call("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def environment(bucket: str, cluster: object, s3: dict[str, str]) -> dict[str, str]:
    """That of a night whose bytes lie in the bucket, and are read on the cluster."""
    address = {"GONGKAI_ARCHIVE_URL": bucket, "GONGKAI_DASK_ADDRESS": cluster.scheduler_address}  # type: ignore[attr-defined]
    return os.environ | s3 | address
