#!/usr/bin/env bash
# Installs what tests/cli/check_formats.rs validates SARIF with, into ignored folders beside this
# script: the schema of OASIS, as the crate `serde-sarif` carries it, and npm's `ajv`.
set -euo pipefail
cd "$(dirname "$0")"

version=0.8.0
if [ ! -s schema/sarif-2.1.0.json ]; then
  # Asking for the crate is enough to have its source unpacked.
  (cd / && cargo info --quiet "serde-sarif@$version" >/dev/null)
  mkdir -p schema
  # Cargo has a folder for each name that the registry ever had.
  copies=("${CARGO_HOME:-$HOME/.cargo}"/registry/src/*/"serde-sarif-$version/src/schema.json")
  cp "${copies[0]}" schema/sarif-2.1.0.json
fi

if ! cmp -s package-lock.json node_modules/.installed-for; then
  npm ci --ignore-scripts --no-fund --no-audit
  cp package-lock.json node_modules/.installed-for
fi
