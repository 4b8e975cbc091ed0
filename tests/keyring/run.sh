#!/usr/bin/env bash
# Runs gptauth against a real keyring: a D-Bus session of its own with gnome-keyring, whose files
# live in a folder that is thrown away. Debian: dbus, gnome-keyring,
# libglib2.0-bin, libsecret-tools.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT

export XDG_DATA_HOME=$home/data XDG_CONFIG_HOME=$home/config XDG_CACHE_HOME=$home/cache
export XDG_RUNTIME_DIR=$home/run
mkdir -m 700 "$XDG_DATA_HOME" "$XDG_CONFIG_HOME" "$XDG_CACHE_HOME" "$XDG_RUNTIME_DIR"

dbus-run-session -- bash -euo pipefail -c '
  printf "\n" | gnome-keyring-daemon --unlock --components=secrets >/dev/null
  exec "$0" "$@"
' "$here/../interop/run.sh" "$here/keyring.test.mjs"
