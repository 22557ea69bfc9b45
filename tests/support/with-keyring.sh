#!/bin/sh
# Runs a command with a Secret Service of its own, in a home folder of its own, without a display.
#   with-keyring.sh unlocked|uninitialised|no-service|no-bus COMMAND [ARGUMENT…]
# unlocked: gnome-keyring with an open collection. uninitialised: one that the bus starts and nobody has ever set up.
# no-service: a bus on which nobody offers secrets. no-bus: not even that.
set -eu
mode=$1
shift

for program in gnome-keyring-daemon dbus-run-session; do
  command -v "$program" >/dev/null || { echo "with-keyring.sh: $program is not installed" >&2; exit 1; }
done

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
mkdir -m 700 "$dir/run" "$dir/data" "$dir/cache" "$dir/config"
unset DISPLAY WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS GNOME_KEYRING_CONTROL XDG_CURRENT_DESKTOP
export HOME="$dir" XDG_RUNTIME_DIR="$dir/run" XDG_DATA_HOME="$dir/data" XDG_CACHE_HOME="$dir/cache" \
  XDG_CONFIG_HOME="$dir/config"

case $mode in
unlocked)
  # The daemon ends with its bus.
  dbus-run-session -- sh -c '
    printf "pw\n" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1 || exit 1
    "$@"' sh "$@"
  ;;
uninitialised)
  dbus-run-session -- "$@"
  ;;
no-service)
  cat >"$dir/bus.conf" <<'CONF'
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
CONF
  dbus-run-session --config-file="$dir/bus.conf" -- "$@"
  ;;
no-bus)
  "$@"
  ;;
*)
  echo "with-keyring.sh: unknown mode: $mode" >&2
  exit 2
  ;;
esac
