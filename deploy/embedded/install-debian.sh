#!/bin/sh
# Installs Debian packages without starting or enabling the services in them.
# Usage, as root: install-debian.sh PACKAGE...
set -eu

policy=/usr/sbin/policy-rc.d
export DEBIAN_FRONTEND=noninteractive

# Two runs side by side wait for each other: the policy below is the whole machine's.
exec 9>/run/draagvlak-install.lock
flock 9

kept=$(mktemp -d)
restore() {
    rm -f "$policy"
    if [ -e "$kept/policy-rc.d" ]; then
        mv "$kept/policy-rc.d" "$policy"
    fi
    rm -rf "$kept"
}
trap restore EXIT
trap 'exit 130' HUP INT TERM

if [ -e "$policy" ]; then
    cp -a "$policy" "$kept/policy-rc.d"
fi
printf '#!/bin/sh\nexit 101\n' >"$policy"
chmod 755 "$policy"

before=$(dpkg-query -W -f '${Package}\n' | sort)
apt-get -q -o DPkg::Lock::Timeout=300 update
apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends "$@"

# What was here already keeps its setting; what we brought does not start with the machine either.
if command -v systemctl >/dev/null; then
    for service in postgresql rabbitmq-server; do
        if ! printf '%s\n' "$before" | grep -qx "$service"; then
            systemctl --quiet disable "$service" 2>/dev/null || true
        fi
    done
fi
