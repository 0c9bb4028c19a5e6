#!/bin/sh
# Makes sure of the few things that pip cannot install: Python's venv module, a Chromium, a Chinese font; with `scale` PostgreSQL, too.
# As root on Debian or Ubuntu it installs what is missing; otherwise it says which packages to install.
set -eu

missing=""
need() { missing="$missing $1"; }

${PYTHON:-python3} -c 'import ensurepip, venv' 2>/dev/null || need python3-venv
has_chromium() {
    command -v chromium || command -v chromium-browser || command -v google-chrome ||
        ls "${PLAYWRIGHT_BROWSERS_PATH:-$HOME/.cache/ms-playwright}"/chromium-*/chrome-linux*/chrome
}
has_chromium >/dev/null 2>&1 || need chromium
ls /usr/share/fonts/truetype/wqy/wqy-microhei.ttc >/dev/null 2>&1 ||
    { command -v fc-list >/dev/null 2>&1 && fc-list | grep -qi 'wqy-microhei'; } || need fonts-wqy-microhei
[ "${1:-}" != scale ] || ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || need postgresql

[ -z "$missing" ] && exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "These system packages are needed and cannot be installed without root:$missing" >&2
    echo "Install them, for example with: sudo apt-get install$missing" >&2
    echo "(Instead of chromium, 'playwright install chromium' will do.)" >&2
    exit 1
fi
echo "Installing system packages:$missing"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# shellcheck disable=SC2086  # a list of names
apt-get install -y -qq --no-install-recommends $missing >/dev/null
