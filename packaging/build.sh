#!/bin/sh
# Configures and builds a preset: packaging/build.sh PRESET [--target NAME]… [-DNAME=VALUE]…
set -eu
preset=$1
shift
cd "$(dirname "$0")/.."

settings=
targets=
while [ $# -gt 0 ]; do
    case "$1" in
    --target)
        targets="$targets --target $2"
        shift
        ;;
    *) settings="$settings $1" ;;
    esac
    shift
done

if [ "$(uname -s)" = Darwin ] && command -v brew >/dev/null; then
    # Homebrew keeps these out of the compiler's way on purpose.
    CMAKE_PREFIX_PATH="$(brew --prefix):$(brew --prefix qt):$(brew --prefix sqlite)${CMAKE_PREFIX_PATH:+:$CMAKE_PREFIX_PATH}"
    OPENSSL_ROOT_DIR="$(brew --prefix openssl@3)"
    export CMAKE_PREFIX_PATH OPENSSL_ROOT_DIR
fi

cmake --preset "$preset" $settings
cmake --build --preset "$preset" $targets
