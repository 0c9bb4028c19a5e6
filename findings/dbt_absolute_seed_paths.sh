#!/bin/sh
# A dbt project whose `seed-paths` is an absolute path (seeds that several projects share, or a project that is made elsewhere)
# loses its seeds: dbt joins the folder of compiled files with the path of the seed, an absolute path wins, and what is
# written as the compiled seed is written over the source.
# Instead: a path relative to the project, or a link to the shared folder.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check dbt-core==1.11.16 dbt-duckdb==1.11.1 duckdb==1.5.5
mkdir project seeds
cat > project/dbt_project.yml <<YAML
name: shown
profile: shown
seed-paths: ["$folder/seeds"]
YAML
cat > project/profiles.yml <<YAML
shown:
  target: dev
  outputs:
    dev: {type: duckdb, path: "$folder/shown.duckdb"}
YAML
printf 'code,name\n370000,Shandong\n' > seeds/region.csv
before=$(cat seeds/region.csv)
DO_NOT_TRACK=1 venv/bin/dbt --quiet build --project-dir project --profiles-dir project
venv/bin/python -c 'from importlib.metadata import version as v; print("dbt-core", v("dbt-core"), "dbt-duckdb", v("dbt-duckdb"))'
echo "the seed before: $before"
echo "the seed after:  $(cat seeds/region.csv)"
test "$(cat seeds/region.csv)" != "$before"
