#!/usr/bin/env bash
# The same requests at our callback listener and at those of other tools, as Debian has them. Prints
# the table that stands in the README. Not part of .ci/run: it says how others do, not how we do.
set -euo pipefail
cd "$(dirname "$0")/../.."

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

missing=()
for program in gh rclone git-credential-oauth openssl; do
  command -v "$program" >/dev/null || missing+=("$program")
done
if [ ${#missing[@]} -gt 0 ]; then
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
cargo build --quiet --locked
GPTAUTH=${CARGO_TARGET_DIR:-$PWD/target}/debug/gptauth node tests/peers/peers.mjs
