#!/usr/bin/env bash
# Signs in through the real page of `gptauth demo serve` with a real browser. Debian: chromium,
# chromium-driver. Screenshots land in the ignored folder screenshots/.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$here/screenshots"
exec "$here/../interop/run.sh" "$here/sign-in.test.mjs"
