#!/usr/bin/env bash
# Runs gptauth against OpenID providers, frameworks and readers that nobody here wrote. Arguments go
# to `node --test`, by default every *.test.mjs of this folder. Set GPTAUTH_BINARY to test a program
# built elsewhere.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..

"$here/install.sh"
if [ -z "${GPTAUTH_BINARY:-}" ]; then
  cargo build --quiet --locked --manifest-path "$root/Cargo.toml"
  target=$(cargo metadata --no-deps --format-version 1 --manifest-path "$root/Cargo.toml" |
    node -p 'JSON.parse(fs.readFileSync(0)).target_directory')
  export GPTAUTH_BINARY=$target/debug/gptauth
fi
case "$*" in
  "" | *backends*) node "$here/servers/backends/install.mjs" ;;
esac
[ $# -gt 0 ] || set -- "$here"/*.test.mjs
# No measure of speed: it tells a hang.
exec timeout --kill-after=60 2400 node --test --test-reporter="$here/harness/reporter.mjs" "$@"
