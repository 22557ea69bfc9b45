#!/bin/sh
# Installs what building and running Query Courier needs and what is absent here, and nothing else.
#   packaging/setup.sh [--tests]     --tests: also what only the tests need
# Debian 12 and Ubuntu 24.04 (apt, as root or through sudo) and macOS (Homebrew). Elsewhere it names what is missing.
set -eu

with_tests=no
case "${1:-}" in
--tests) with_tests=yes ;;
'') ;;
*)
    echo "usage: packaging/setup.sh [--tests]" >&2
    exit 2
    ;;
esac

say() { echo "setup: $*"; }

# One need a line; where a package has two names, the first that the system knows is taken.
apt_needs='
g++
cmake
ninja-build
qt6-base-dev
qt6-base-dev-tools
qt6-svg-dev|libqt6svg6-dev
qt6-tools-dev
qt6-tools-dev-tools
qt6-l10n-tools
qt6-qpa-plugins
libqt6sql6-sqlite
qtkeychain-qt6-dev
libsecret-1-0
libqscintilla2-qt6-dev
libsqlite3-dev
libpq-dev
libmariadb-dev
unixodbc-dev
pkgconf|pkg-config
libssl-dev
libsimdjson-dev
libxlsxwriter-dev
zlib1g-dev
libgtest-dev
ca-certificates
fonts-dejavu-core'
apt_test_needs='
at-spi2-core
binutils
clang-format-14|clang-format
curl
dbus
dbus-daemon|dbus
desktop-file-utils
dpkg-dev
appstream
file
fonts-noto-cjk
gir1.2-atspi-2.0
git
gnome-keyring
gnumeric
nginx-light|nginx
openbox
odbc-mariadb
odbc-postgresql
libsqliteodbc
openssl
mariadb-server
postgresql
procps
python3
python3-gi
sqlite3
systemd
xauth
xvfb'
brew_needs='cmake ninja qt qtkeychain qscintilla2 simdjson libxlsxwriter sqlite libpq mariadb-connector-c unixodbc pkgconf openssl@3 zlib googletest'
brew_test_needs='nginx postgresql@15 mariadb'

is_installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# The needs (lines of "name" or "name|other name") that no installed package meets.
absent_of() {
    for need in $1; do
        met=no
        for name in $(echo "$need" | tr '|' ' '); do
            if is_installed "$name"; then met=yes; fi
        done
        [ "$met" = yes ] || echo "$need"
    done
}

# For each need its first name that apt can install.
names_for() {
    for need in $1; do
        chosen=
        for name in $(echo "$need" | tr '|' ' '); do
            if [ -z "$chosen" ] && apt-cache show --no-all-versions "$name" >/dev/null 2>&1; then chosen=$name; fi
        done
        if [ -z "$chosen" ]; then
            say "this system offers no package for '$need'" >&2
            exit 1
        fi
        echo "$chosen"
    done
}

setup_apt() {
    needs=$apt_needs
    [ "$with_tests" = no ] || needs="$needs $apt_test_needs"
    absent=$(absent_of "$needs")
    if [ -z "$absent" ]; then
        say "everything is installed"
        return
    fi
    as_root=
    if [ "$(id -u)" != 0 ]; then
        if ! command -v sudo >/dev/null; then
            say "run this as root, or install sudo; missing:" $absent >&2
            exit 1
        fi
        as_root=sudo
    fi
    say "reading the package lists (apt-get update)"
    $as_root apt-get update -qq
    names=$(names_for "$absent")
    say "installing" $names
    # The tests start servers of their own; the system's are not to be started because their programs are needed.
    policy=/usr/sbin/policy-rc.d
    guards_services=no
    if echo "$names" | grep -q -e '^nginx' -e '^postgresql' -e '^mariadb' && [ ! -e "$policy" ]; then
        guards_services=yes
        printf '#!/bin/sh\ncase $1 in nginx | postgresql | mariadb) exit 101 ;; esac\n' | $as_root sh -c "cat >$policy && chmod 755 $policy"
    fi
    status=0
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $names </dev/null ||
        status=$?
    if [ "$guards_services" = yes ]; then
        $as_root rm -f "$policy"
        if [ -d /run/systemd/system ]; then $as_root systemctl disable --quiet nginx.service postgresql.service mariadb.service 2>/dev/null || true; fi
    fi
    if [ "$status" != 0 ]; then
        say "apt-get could not install them" >&2
        exit "$status"
    fi
    say "done"
}

setup_brew() {
    if ! xcode-select -p >/dev/null 2>&1; then
        say "the compiler is missing: run xcode-select --install" >&2
        exit 1
    fi
    needs=$brew_needs
    [ "$with_tests" = no ] || needs="$needs $brew_test_needs"
    absent=
    for name in $needs; do
        brew list --formula "$name" >/dev/null 2>&1 || absent="$absent $name"
    done
    if [ -z "$absent" ]; then
        say "everything is installed"
        return
    fi
    say "installing$absent (brew)"
    HOMEBREW_NO_INSTALL_UPGRADE=1 brew install --quiet $absent
    say "done"
}

if command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; then
    setup_apt
elif [ "$(uname -s)" = Darwin ] && command -v brew >/dev/null; then
    setup_brew
else
    say "this system's packages are not known here. Query Courier needs:" >&2
    cat >&2 <<'NEEDS'
  a C++20 compiler, CMake 3.22, Ninja
  Qt 6.4 or newer: Core, Network, Sql with the SQLite plugin, Widgets, Svg, Linguist tools
  QtKeychain for Qt 6, QScintilla for Qt 6, SQLite 3, libpq, libmariadb, the headers of unixODBC, OpenSSL 3, simdjson,
  libxlsxwriter, zlib, GoogleTest
  (tests also: nginx, curl, openssl, sqlite3, python3, gnumeric; on Linux gnome-keyring, dbus, Xvfb, openbox,
   at-spi2-core, Atspi for Python's gi)
NEEDS
    missing=
    for tool in c++ cmake ninja; do
        command -v "$tool" >/dev/null || missing="$missing $tool"
    done
    [ -z "$missing" ] || {
        say "not found here:$missing" >&2
        exit 1
    }
    say "going on: CMake will say what else is missing" >&2
fi
