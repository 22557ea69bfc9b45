#!/bin/sh
# Runs a command with real servers of the kind that runs on clusters, on free ports of 127.0.0.1, in a home of its own.
#   with-servers.sh trino|both COMMAND [ARGUMENT…]      both: PrestoDB too
# Fetches them once into the cache folder (pom.xml names the versions), waits until they take queries, and stops them
# whatever happens. Needs Maven, Java 24 or newer for Trino and Java 17 for PrestoDB. The command finds in its environment
#   COURIER_TRINO, COURIER_PRESTO   host:port, for any user without a password
#   COURIER_TRINO_TLS               host:port over TLS, for "alice" with her password, or whoever a token names
#   COURIER_TRINO_FILES             folder: ca.pem, which signed the server's certificate; stranger.pem; jwt.key, the
#                                   tokens' secret in base64
#   COURIER_TRINO_CLI               Trino's own client, a command
set -eu
kinds=$1
shift
wants_presto() { [ "$kinds" = both ]; }
here=$(cd "$(dirname "$0")" && pwd)

fail() {
    echo "with-servers.sh: $*" >&2
    exit 1
}

# The folder of a Java whose version is from $1 to $2.
java_home() {
    for home in "${JAVA_HOME:-}" /usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*; do
        [ -n "$home" ] && [ -x "$home/bin/java" ] || continue
        version=$("$home/bin/java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = //p')
        case $version in '' | *[!0-9]*) continue ;; esac
        if [ "$version" -ge "$1" ] && [ "$version" -le "$2" ]; then
            echo "$home"
            return
        fi
    done
}

new_java=$(java_home 24 99)
[ -n "$new_java" ] || fail "Trino needs Java 24 or newer: install it, or set JAVA_HOME to its folder."
old_java=$(java_home 17 17)
! wants_presto || [ -n "$old_java" ] || fail "PrestoDB needs Java 17: install it, or set JAVA_HOME to its folder."
for program in mvn openssl python3; do
    command -v "$program" >/dev/null || fail "$program is missing: install it first."
done

work=$(mktemp -d /tmp/courier-trino.XXXXXX)
part=
servers=
stop() {
    for server in $servers; do kill "$server" 2>/dev/null || true; done
    # What does not end by itself is not left running.
    for server in $servers; do
        waited=0
        while kill -0 "$server" 2>/dev/null && [ "$waited" -lt 100 ]; do
            sleep 0.1
            waited=$((waited + 1))
        done
        kill -KILL "$server" 2>/dev/null || true
    done
    rm -rf "$work" ${part:+"$part"}
}
trap stop EXIT
trap 'exit 130' INT TERM HUP

# What is in the cache came whole: it is fetched beside it and gets its name last. Who runs at the same time does the
# same, and the first one's is kept.
caches=${XDG_CACHE_HOME:-$HOME/.cache}/query-courier/trino
cache=$caches/$(cksum <"$here/pom.xml" | cut -d ' ' -f 1)
unpack() {
    for zip in "$part/$1"-*.zip; do python3 -m zipfile -e "$zip" "$part/new/$1/plugin" || return; done
}
run_maven() {
    mvn -B -ntp -C -f "$part/pom.xml" -Dmaven.repo.local="$part/repository" -Dinto="$part" "$@" >"$part/maven.log" ||
        { tail -n 30 "$part/maven.log" >&2 && return 1; }
}
fetch() {
    part=$(mktemp -d "$caches/part.XXXXXX")
    cp "$here/pom.xml" "$part"
    mkdir -p "$part/new/presto/lib" "$part/new/presto/plugin" "$part/new/trino"
    if run_maven dependency:copy dependency:copy-dependencies &&
        tar -xzf "$part"/trino-server-core-*.tar.gz -C "$part/new/trino" --strip-components 1 &&
        unpack trino && unpack presto &&
        mv "$part"/trino-cli-*.jar "$part/new/trino-cli.jar" &&
        mv "$part"/*.jar "$part/new/presto/lib"; then
        [ -d "$cache" ] || mv "$part/new" "$cache"
    fi
    rm -rf "$part"
    part=
    [ -d "$cache" ]
}
if [ ! -d "$cache" ]; then
    echo "fetching Trino and PrestoDB (400 MB, once)"
    mkdir -p "$caches"
    fetch || fetch || fail "the servers could not be fetched."
fi

for folder in home run data cache config state tmp tls trino presto; do mkdir -m 700 "$work/$folder"; done
ports=$(python3 -c 'import socket
held = [socket.create_server(("127.0.0.1", 0)) for _ in range(3)]
print(*(one.getsockname()[1] for one in held))')
trino_port=${ports%% *}
presto_port=${ports##* }
tls_port=${ports#* }
tls_port=${tls_port% *}

# An authority, the certificate that it signed for the server, and one that has signed nothing here.
make_certificates() (
    cd "$work/tls"
    for name in ca stranger; do
        openssl req -x509 -newkey rsa:2048 -nodes -keyout $name.key -out $name.pem -days 2 -subj "/O=Tests/CN=$name"
    done
    openssl req -newkey rsa:2048 -nodes -keyout leaf.key -out leaf.csr -subj "/O=Tests/CN=A server of the tests"
    echo "subjectAltName=DNS:localhost,IP:127.0.0.1" >leaf.ext
    openssl x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -set_serial 11 -days 2 -extfile leaf.ext -out leaf.pem
    cat leaf.key leaf.pem >server.pem
    openssl rand -base64 48 | tr -d '\n' >jwt.key
)
make_certificates 2>"$work/openssl.log" || { cat "$work/openssl.log" >&2 && fail "openssl made no certificates."; }

# User "alice" and her password, as the server's file keeps them.
password='s3cret-Pä$$'
python3 - "$password" >"$work/trino/password.db" <<'PYTHON'
import hashlib, os, sys
salt = os.urandom(16)
print("alice:1000:%s:%s" % (salt.hex(), hashlib.pbkdf2_hmac("sha1", sys.argv[1].encode(), salt, 1000, 64).hex()))
PYTHON

settings() {
    mkdir "$work/$1/catalog" "$work/$1/var"
    echo 'connector.name=tpch' >"$work/$1/catalog/tpch.properties"
    printf 'connector.name=memory\nmemory.max-data-per-node=128MB\n' >"$work/$1/catalog/memory.properties"
    cat >"$work/$1/config.properties" <<CONFIG
coordinator=true
node-scheduler.include-coordinator=true
http-server.http.port=$2
discovery.uri=http://127.0.0.1:$2
node.internal-address=127.0.0.1
node.bind-ip=127.0.0.1
CONFIG
}
settings trino "$trino_port"
cat >>"$work/trino/config.properties" <<CONFIG
protocol.v1.alternate-header-name=Presto
http-server.https.enabled=true
http-server.https.port=$tls_port
http-server.https.keystore.path=$work/tls/server.pem
http-server.authentication.type=PASSWORD,JWT
http-server.authentication.jwt.key-file=$work/tls/jwt.key
http-server.authentication.allow-insecure-over-http=true
internal-communication.shared-secret=$(openssl rand -hex 32)
password-authenticator.config-files=$work/trino/password.properties
CONFIG
printf 'password-authenticator.name=file\nfile.password-file=%s\n' "$work/trino/password.db" >"$work/trino/password.properties"
settings presto "$presto_port"
cat >>"$work/presto/config.properties" <<CONFIG
discovery-server.enabled=true
query.max-memory=128MB
query.max-memory-per-node=128MB
query.max-total-memory-per-node=256MB
CONFIG

# launch NAME JAVA PLUGINS LIBRARIES MAIN OPTION…
launch() {
    name=$1 java=$2/bin/java plugins=$3 libraries=$4 main=$5
    shift 5
    (
        # Trino wants that many files.
        ulimit -n 8192 2>/dev/null || true
        cd "$work/$name"
        exec "$java" "$@" -Djdk.attach.allowAttachSelf=true -Dnode.environment=test -Dnode.id="$name" \
            -Dnode.data-dir="$work/$name/var" -Dconfig="$work/$name/config.properties" \
            -Dcatalog.config-dir="$work/$name/catalog" -Dplugin.dir="$plugins" -cp "$libraries/*" "$main"
    ) >"$work/$name.log" 2>&1 </dev/null &
    servers="$servers${servers:+ }$!"
}
launch trino "$new_java" "$cache/trino/plugin" "$cache/trino/lib" io.trino.server.TrinoServer \
    -Xmx1400M -XX:ReservedCodeCacheSize=192M --add-modules=jdk.incubator.vector --enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow
if wants_presto; then
    opened=
    for package in lang lang.invoke lang.reflect lang.ref io net nio security text util util.concurrent; do
        opened="$opened --add-opens=java.base/java.$package=ALL-UNNAMED"
    done
    launch presto "$old_java" "$cache/presto/plugin" "$cache/presto/lib" com.facebook.presto.server.PrestoServer \
        -Xmx600M -XX:+UseSerialGC $opened
fi

# await NAME PORT PROCESS: until the server has run a query; a while after its start it knows no node to run one on.
await() {
    python3 - "$2" "$3" <<'PYTHON' || { tail -n 40 "$work/$1.log" >&2 && fail "$1 did not get ready; above is the end of its log."; }
import json, os, sys, time, urllib.request

def ask(url, body=None):
    plain = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with plain.open(urllib.request.Request(url, body, {"X-Presto-User": "probe"}), timeout=5) as answer:
        return json.load(answer)

def answers():
    try:
        page = ask(f"http://127.0.0.1:{sys.argv[1]}/v1/statement", b"SELECT count(*) FROM tpch.tiny.nation")
        while "nextUri" in page:
            page = ask(page["nextUri"])
        return page["stats"]["state"] == "FINISHED"
    except OSError:
        return False

end = time.monotonic() + 120
while not answers():
    os.kill(int(sys.argv[2]), 0)
    if time.monotonic() > end:
        sys.exit("two minutes have gone by")
    time.sleep(0.3)
PYTHON
}
printf '#!/bin/sh\nexec "%s/bin/java" -jar "%s/trino-cli.jar" "$@"\n' "$new_java" "$cache" >"$work/trino-cli"
chmod +x "$work/trino-cli"

await trino "$trino_port" "${servers%% *}"
! wants_presto || await presto "$presto_port" "${servers##* }"

# Nothing of the user's is read or written.
export HOME="$work/home" XDG_RUNTIME_DIR="$work/run" XDG_DATA_HOME="$work/data" XDG_CACHE_HOME="$work/cache" \
    XDG_CONFIG_HOME="$work/config" XDG_STATE_HOME="$work/state" TMPDIR="$work/tmp"
unset DISPLAY WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS QUERY_COURIER_LANGUAGE \
    http_proxy https_proxy all_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY
export LC_ALL=C.UTF-8
export COURIER_TRINO="127.0.0.1:$trino_port" COURIER_TRINO_TLS="localhost:$tls_port" COURIER_TRINO_FILES="$work/tls" \
    COURIER_PRESTO="127.0.0.1:$presto_port" COURIER_TRINO_CLI="$work/trino-cli"
# Waited for in a way that a signal ends, and stopped with the servers then.
"$@" &
servers="$servers $!"
wait "$!"
