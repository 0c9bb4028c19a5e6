#!/bin/sh
# Nights on a server of Prefect's with PostgreSQL, as docs/operations.md describes it: a practice night through a work pool; the server
# and the database restarted in the middle of another; two nights at once. As root, with Debian's package postgresql; some ten minutes.
# The folder is left where it is if something fails. Ports: PostgreSQL 5499, Prefect 4299, portals 8720.
set -eu
cd "$(dirname "$0")/.."
bin=$PWD/.venv/bin
postgres=$(ls -d /usr/lib/postgresql/*/bin | tail -1)
folder=$(mktemp -d /tmp/gongkai-server.XXXX)
chmod 755 "$folder"
pids=
trap 'for pid in $pids; do kill "$pid" 2>/dev/null || true; done; wait; database stop >/dev/null 2>&1 || true' EXIT

database() {
    as_postgres "$postgres/pg_ctl" -D "$folder/database" -w -l "$folder/database/log" -o "-p 5499 -k $folder/database -h 127.0.0.1" "$@"
}
as_postgres() { setpriv --reuid=postgres --regid=postgres --clear-groups env HOME=/tmp "$@"; }
until_true() { # SECONDS COMMAND…
    left=$1 && shift
    while ! "$@" >/dev/null 2>&1; do
        left=$((left - 1)) && [ "$left" -gt 0 ] || { echo "waited in vain: $*" && exit 1; }
        sleep 1
    done
}
said() { echo "$(date +%H:%M:%S) $*"; }

export GONGKAI_HOME="$folder/home" GONGKAI_MIN_FREE_MB=0 GONGKAI_JITTER_MINUTES=0
export PREFECT_HOME="$folder/prefect" PREFECT_API_URL=http://127.0.0.1:4299/api
export PREFECT_SERVER_ANALYTICS_ENABLED=false DO_NOT_TRACK=1 PREFECT_CLI_PROMPT=false PREFECT_LOGGING_LEVEL=WARNING

install -d -o postgres -m 700 "$folder/database"
as_postgres "$postgres/initdb" -D "$folder/database" --auth=trust >/dev/null
database start >/dev/null
as_postgres "$postgres/createdb" -h 127.0.0.1 -p 5499 prefect
said "PostgreSQL $("$postgres/postgres" --version)"

start_server() {
    PREFECT_API_DATABASE_CONNECTION_URL=postgresql+asyncpg://postgres@127.0.0.1:5499/prefect \
        "$bin/prefect" server start --host 127.0.0.1 --port 4299 >"$folder/server.log" 2>&1 &
    server=$! pids="$pids $!"
    until_true 120 curl -sf http://127.0.0.1:4299/api/health
}
start_server
said "server"
"$bin/prefect" work-pool create gongkai --type process --overwrite >/dev/null
"$bin/prefect" deploy --all >"$folder/deploy.log" 2>&1
"$bin/prefect" deployment ls
"$bin/prefect" worker start --pool gongkai --name night >"$folder/worker.log" 2>&1 &
worker=$! pids="$pids $!"

uuid='[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}'
begin() {
    "$bin/prefect" deployment run "$1/$1" --param is_practice=true --param practice_port=8720 | grep -oE "$uuid" | head -1
}
state_of() { curl -sf "http://127.0.0.1:4299/api/flow_runs/$1" | "$bin/python" -c 'import json, sys; s = json.load(sys.stdin)["state"]; print(s["type"], s["name"], s["message"])'; }
has_ended() { state_of "$1" | grep -qE '^(COMPLETED|FAILED|CRASHED|CANCELLED)'; }
is_asking() { grep -q "asking\|reading" "$GONGKAI_HOME/practice/writer.json"; }
figures() { "$bin/gongkai" sql --practice --format csv "select count(*) as figures, sum(value) as total from fct_figure"; }

first=$(begin discover)
until_true 60 is_asking
second=$(begin recheck)
until_true 120 has_ended "$second"
said "beside it: $(state_of "$second")"
said "the database restarts in the middle of the night"
database restart -m fast >/dev/null
sleep 5
said "then: $(until_true 60 state_of "$first" && state_of "$first"); now the server ends, too"
kill "$server" && wait "$server" || true
start_server
until_true 600 has_ended "$first"
said "first: $(state_of "$first")"

"$bin/gongkai" status --practice | head -5
figures >"$folder/before.csv"
third=$("$bin/prefect" deployment run rebuild/rebuild --param is_practice=true | grep -oE "$uuid" | head -1)
until_true 60 test -e "$GONGKAI_HOME/practice/writer.json"
said "the database restarts in the middle of a rebuild"
database restart -m fast >/dev/null
until_true 600 has_ended "$third"
said "third: $(state_of "$third")"
fourth=$(begin discover)
until_true 600 has_ended "$fourth"
said "fourth: $(state_of "$fourth")"
state_of "$fourth" | grep -q ^COMPLETED
figures | diff "$folder/before.csv" -
said "nothing lost, nothing doubled: $(figures | tail -1)"
kill "$worker" "$server"
rm -rf "$folder/home" "$folder/prefect"
