#!/usr/bin/env bash
# Installs the foreign providers, API frameworks, readers of reports and documents into ignored
# folders beside this script: the npm packages as package-lock.json pins them, PyPI's (among them
# `oidc-provider-mock`, `django-oauth-toolkit` and `fastapi`) as requirements.txt does, and what
# Debian has.
set -euo pipefail
cd "$(dirname "$0")"

if ! cmp -s package-lock.json node_modules/.installed-for; then
  npm ci --ignore-scripts --no-fund --no-audit
  cp package-lock.json node_modules/.installed-for
fi

if ! cmp -s requirements.txt .venv/.installed-for; then
  python3 -m venv --clear .venv
  .venv/bin/pip install --quiet --disable-pip-version-check --requirement requirements.txt
  cp requirements.txt .venv/.installed-for
fi

./install-glewlwyd.sh
