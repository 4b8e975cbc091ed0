#!/usr/bin/env bash
# Signs in with a real browser, at the page of `gptauth demo serve` and at those of other providers.
# Debian: chromium, chromium-driver. Screenshots land in the ignored folder screenshots/.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$here/screenshots"
exec "$here/../interop/run.sh" "$here"/*.test.mjs
