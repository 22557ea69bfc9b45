#!/bin/sh
# Fails where a source is not formatted as .clang-format says. Checked with version 14, the one the style is set by:
# others break lines differently.
set -eu
cd "$(dirname "$0")/.."
formatter=
for name in clang-format-14 clang-format; do
    if [ -z "$formatter" ] && command -v "$name" >/dev/null && "$name" --version | grep -q 'version 14\.'; then
        formatter=$name
    fi
done
if [ -z "$formatter" ]; then
    echo "format: not checked, clang-format 14 is not installed"
    exit 0
fi
find app models tests translations widgets -type f \( -name '*.h' -o -name '*.cpp' \) -print0 |
    xargs -0 "$formatter" --dry-run -Werror
echo "format: every source is as .clang-format says"
