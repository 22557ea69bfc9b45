#!/bin/sh
# On a fresh machine: installs what is missing, builds, and does the main job. With a display it opens the window;
# without one it runs the sample query, delivers the result to the built-in receiver and prints what arrived.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)

"$root/packaging/setup.sh"
"$root/packaging/build.sh" release --target query-courier --target query-courier-gui
bin=$root/build/release/bin

case "$(uname -s)" in
Darwin) exec "$bin/query-courier-gui.app/Contents/MacOS/query-courier-gui" "$@" ;;
esac
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec "$bin/query-courier-gui" "$@"
fi

work=$(mktemp -d)
receiver=
clean_up() {
    [ -z "$receiver" ] || kill "$receiver" 2>/dev/null || true
    rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

echo "No display: running the sample query and delivering its result to the built-in receiver."
"$bin/query-courier" receive --port 0 --count 1 >"$work/received" 2>"$work/trouble" &
receiver=$!
address=
tries=0
while [ -z "$address" ]; do
    tries=$((tries + 1))
    if [ "$tries" -gt 200 ] || ! kill -0 "$receiver" 2>/dev/null; then
        cat "$work/trouble" >&2
        echo "The built-in receiver did not start." >&2
        exit 1
    fi
    sleep 0.1
    address=$(sed -n 's/^Listening on \(web:[^ ]*\).*/\1/p' "$work/received")
done

"$bin/query-courier" --data-dir "$work/data" query --result "${address}www_access" -w -d testdb \
    "SELECT code, COUNT(1) AS cnt FROM www_access GROUP BY code"
wait "$receiver"
receiver=
cat "$work/received"
