#!/bin/sh
# Builds the environment of the other planners, apart from the product's: benchmarks/output/peers (or the folder given).
#
#   benchmarks/peers/setup.sh [FOLDER]
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.." && pwd)
folder=${1:-$root/benchmarks/output/peers}
[ -x "$folder/bin/python" ] || python3 -m venv "$folder"
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --require-hashes \
    -r "$root/requirements/peers.lock"
"$folder/bin/python" -c 'import hygese, matplotlib, ortools, pyvrp, vroom'
echo "$folder/bin/python"
