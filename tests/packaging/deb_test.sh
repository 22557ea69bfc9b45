#!/bin/sh
# Builds the Debian package of a release build and looks at it from outside: deb_test.sh BUILD_FOLDER
set -eu
build=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
    echo "FAILED: $*" >&2
    exit 1
}

cpack --config "$build/CPackConfig.cmake" -G DEB -B "$work" >"$work/log" 2>&1 || {
    cat "$work/log" >&2
    fail "cpack"
}
deb=$(find "$work" -maxdepth 1 -name 'query-courier_*.deb')
[ -f "$deb" ] || fail "cpack made no package"

depends=" $(dpkg-deb -f "$deb" Depends),"
echo "Depends:$depends"
for package in libsecret-1-0 libqt6sql6-sqlite qt6-qpa-plugins ca-certificates libqt6core6 libqt6widgets6 libsqlite3-0; do
    # A version, or the suffix of a library's transition, may follow the name.
    echo "$depends" | grep -Eq " $package(t64)?( \([^)]*\))?," || fail "the package does not depend on $package"
done
# ODBC works where its driver manager is, and the rest without it.
case "$(dpkg-deb -f "$deb" Recommends)" in *libodbc2*) ;; *) fail "the package does not recommend libodbc2" ;; esac
[ "$(dpkg-deb -f "$deb" Package)" = query-courier ] || fail "the package has another name"
# Debian's policy allows no build's user as the owner of installed files.
dpkg-deb -c "$deb" | awk '$2 != "root/root" { exit 1 }' || fail "files belong to someone else than root"

dpkg-deb -x "$deb" "$work/root"
for file in bin/query-courier bin/query-courier-gui share/applications/query-courier.desktop \
    share/metainfo/org.querycourier.QueryCourier.metainfo.xml share/icons/hicolor/scalable/apps/query-courier.svg \
    share/doc/query-courier/copyright; do
    [ -s "$work/root/usr/$file" ] || fail "usr/$file is missing"
done
strings=$(strings "$work/root/usr/bin/query-courier" "$work/root/usr/bin/query-courier-gui" | grep -F "$build" || true)
[ -z "$strings" ] || fail "a program names the folder it was built in: $strings"

desktop-file-validate "$work/root/usr/share/applications/query-courier.desktop"
appstreamcli validate --no-net "$work/root/usr/share/metainfo/org.querycourier.QueryCourier.metainfo.xml"

mkdir -p "$work/home"
version=$(HOME="$work/home" XDG_DATA_HOME="$work/home/data" "$work/root/usr/bin/query-courier" --version)
echo "$version" | grep -Fq "$(dpkg-deb -f "$deb" Version)" || fail "the program calls itself '$version'"
echo "$(basename "$deb"): as it should be"
