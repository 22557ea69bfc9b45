#!/bin/sh
# On a fresh machine: installs what is missing, builds, and runs every test: tests/run.sh [PRESET]
# The preset is release unless it or COURIER_PRESET says otherwise. Nothing of the user's is read or written: home,
# settings, keychain and display are the tests' own.
set -eu
preset=${1:-${COURIER_PRESET:-release}}
root=$(cd "$(dirname "$0")/.." && pwd)

"$root/packaging/setup.sh" --tests
# Under the sanitizers GCC warns of things that are not so: there warnings stay warnings.
case $preset in
asan | tsan) warnings=OFF ;;
*) warnings=ON ;;
esac
"$root/packaging/build.sh" "$preset" -DCOURIER_WERROR=$warnings -DCOURIER_BUILD_TESTS=ON

# Short, because the path of a local socket has about a hundred bytes.
work=$(mktemp -d /tmp/courier.XXXXXX)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
for folder in home run data cache config state tmp; do mkdir -m 700 "$work/$folder"; done
export HOME="$work/home" XDG_RUNTIME_DIR="$work/run" XDG_DATA_HOME="$work/data" XDG_CACHE_HOME="$work/cache" \
    XDG_CONFIG_HOME="$work/config" XDG_STATE_HOME="$work/state" TMPDIR="$work/tmp"
unset DISPLAY WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS QUERY_COURIER_LANGUAGE QT_STYLE_OVERRIDE QT_QPA_PLATFORMTHEME \
    http_proxy https_proxy all_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY
export QT_QPA_PLATFORM=offscreen LC_ALL=C.UTF-8
export ASAN_OPTIONS="${ASAN_OPTIONS:-detect_stack_use_after_return=1}"
export UBSAN_OPTIONS="${UBSAN_OPTIONS:-halt_on_error=1:print_stacktrace=1}"
export LSAN_OPTIONS="${LSAN_OPTIONS:-suppressions=\"$root/tests/leaks.supp\":print_suppressions=0}"
export TSAN_OPTIONS="${TSAN_OPTIONS:-ignore_noninstrumented_modules=1}"

jobs=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
cd "$root"
ctest --preset "$preset" --no-tests=error -j "$jobs"
