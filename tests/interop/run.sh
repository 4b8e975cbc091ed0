#!/usr/bin/env bash
# Runs gptauth against OpenID providers that nobody here wrote. Arguments go to `node --test`, by
# default every *.test.mjs of this folder. Set GPTAUTH_BINARY to test a program built elsewhere.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..

"$here/install.sh"
if [ -z "${GPTAUTH_BINARY:-}" ]; then
  cargo build --quiet --locked --manifest-path "$root/Cargo.toml"
  export GPTAUTH_BINARY=${CARGO_TARGET_DIR:-$root/target}/debug/gptauth
fi
[ $# -gt 0 ] || set -- "$here"/*.test.mjs
exec node --test --test-reporter="$here/harness/reporter.mjs" "$@"
