#!/bin/sh
# The tests that need real servers of the kind that runs on clusters: tests/trino/run.sh [PRESET] [ARGUMENT…]
# Builds trino_tests and runs it, with the arguments, beside a Trino and a PrestoDB (with-servers.sh) and with a keychain.
# The preset is release unless told otherwise. tests/run.sh needs none of it.
set -eu
preset=release
case "${1:-}" in '' | -*) ;; *) preset=$1 && shift ;; esac
cd "$(dirname "$0")/../.."
packaging/build.sh "$preset" -DCOURIER_BUILD_TESTS=ON --target trino_tests
QT_QPA_PLATFORM=offscreen tests/trino/with-servers.sh both tests/support/with-keyring.sh unlocked \
    "build/$preset/bin/trino_tests" "$@"
