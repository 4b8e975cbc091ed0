#!/usr/bin/env bash
# Installs what `cargo bench -- test` compares with, into target/peers: Hurl, built from crates.io, and
# Schemathesis from PyPI. Hurl's build wants development packages of Debian, which are installed where
# they are missing (as root or with sudo).
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
target=$(cargo metadata --no-deps --format-version 1 --manifest-path "$root/Cargo.toml" |
  python3 -c 'import json, sys; print(json.load(sys.stdin)["target_directory"])')
peers=$target/peers

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

# bindgen reads libxml2's headers through libclang.
missing_packages() {
  local package
  for package in pkg-config libxml2-dev libssl-dev libclang-dev; do
    dpkg-query --show --showformat='${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || echo "$package"
  done
}

if [ ! -x "$peers/hurl/bin/hurl" ]; then
  if command -v apt-get >/dev/null; then
    mapfile -t packages < <(missing_packages)
    if [ ${#packages[@]} -gt 0 ]; then
      as_root apt-get update -qq
      as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends "${packages[@]}"
    fi
  fi
  cargo install --locked hurl@8.0.1 --root "$peers/hurl" --target-dir "$peers/build"
  rm -r "$peers/build"
fi

if [ ! -x "$peers/schemathesis/bin/st" ]; then
  python3 -m venv --clear "$peers/schemathesis"
  "$peers/schemathesis/bin/pip" install --quiet --disable-pip-version-check schemathesis==4.32.5
fi

"$peers/hurl/bin/hurl" --version | head -n 1
"$peers/schemathesis/bin/st" --version
