#!/bin/sh
# Makes .venv with exactly the packages of a lock file, and with this checkout as draagvlak.
# Usage: bootstrap.sh requirements.lock | requirements-dev.lock
set -eu

lock=$1
python=${PYTHON:-python3}
cd "$(dirname "$0")/.."

# Two runs side by side wait for each other.
mkdir -p var
exec 8>var/bootstrap.lock
flock 8

install_venv_package() {
    # Debian leaves this part of Python out of its python3 package.
    if [ "$(id -u)" = 0 ]; then
        as_root=
    elif sudo -n true 2>/dev/null; then
        as_root='sudo -n'
    else
        return 1
    fi
    echo 'Debian-pakket python3-venv installeren (eenmalig)…' >&2
    $as_root sh deploy/embedded/install-debian.sh python3-venv >var/install-debian.log 2>&1 || {
        tail -n 5 var/install-debian.log >&2
        return 1
    }
}

install_packages() {
    if ! "$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'; then
        echo 'Draagvlak draait op Python 3.11, 3.12 of 3.13; geef er een op met PYTHON=...' >&2
        exit 1
    fi
    if ! "$python" -c 'import ensurepip' 2>/dev/null && ! install_venv_package; then
        echo 'Installeer python3-venv (sudo apt-get install python3-venv) en probeer het opnieuw.' >&2
        exit 1
    fi
    [ -x .venv/bin/pip ] || "$python" -m venv --clear .venv
    echo "Python-pakketten van $lock installeren (eenmalig)…" >&2
    .venv/bin/python -m pip --disable-pip-version-check install --quiet --no-deps \
        --require-hashes -r "$lock"
}

cmp -s "$lock" ".venv/$lock" || install_packages
.venv/bin/python deploy/install_checkout.py
cp "$lock" ".venv/$lock"
