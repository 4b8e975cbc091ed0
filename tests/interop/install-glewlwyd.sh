#!/usr/bin/env bash
# Unpacks Debian's `glewlwyd`, and those of its libraries that this machine lacks, into the ignored
# folder .glewlwyd. It is not installed: that would start a service with a well-known password.
set -euo pipefail
cd "$(dirname "$0")"

[ ! -e .glewlwyd/complete ] || exit 0
rm -rf .glewlwyd
mkdir -p .glewlwyd/packages

without() {
  echo "$1; the tests of Debian's glewlwyd are skipped"
  exit 0
}

command -v apt-get >/dev/null || without "there is no apt-get here"
lacking() {
  apt-get install --dry-run --no-install-recommends glewlwyd dbconfig-no-thanks 2>/dev/null |
    sed -n 's/^Inst \([^ ]*\) .*/\1/p' &&
    printf '%s\n' glewlwyd glewlwyd-common
}
lacking >.glewlwyd/lacking || without "apt-get knows no glewlwyd (apt-get update?)"
(cd .glewlwyd/packages && sort -u ../lacking | xargs apt-get download --quiet=2 2>../download.log) ||
  without "no download: $(tail -n 1 .glewlwyd/download.log)"
for package in .glewlwyd/packages/*.deb; do dpkg-deb --extract "$package" .glewlwyd; done
rm -r .glewlwyd/packages

# Its server follows no link that leads out of the folder of its pages.
pages=usr/share/glewlwyd/webapp
find .glewlwyd/$pages -type l | while read -r link; do
  target=$(realpath --no-symlinks --canonicalize-missing "/${link#.glewlwyd/}/../$(readlink "$link")")
  for file in ".glewlwyd$target" "$target"; do
    [ ! -f "$file" ] || { cp --remove-destination "$file" "$link" && break; }
  done
done
cp --remove-destination .glewlwyd/etc/glewlwyd/config-2.7.json/config.json .glewlwyd/$pages/config.json
touch .glewlwyd/complete
