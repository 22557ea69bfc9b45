"""A receiver on 127.0.0.1 whose log is the truth about what was on the wire."""
import hashlib
import socket
import struct
import threading
import time


class Request:
    """One PUT, however far it came. `status` is what was answered in full, else None."""

    def __init__(self, words, headers):
        self.path = words[1] if len(words) > 1 else ""
        self.headers = headers
        self.key = headers.get("idempotency-key", "")
        self.number = int(headers.get("query-courier-attempt", "0"))
        self.length = int(headers.get("content-length", "0"))
        self.got = 0
        self.sha256 = b""
        self.status = None

    @property
    def complete(self):
        return self.got == self.length


class Receiver:
    """Answers every request as `script(request)` says: a status, or one of the words of Receiver.react().
    A head that came in part only is counted in `fragments`."""

    def __init__(self, script=lambda request: 201):
        self.script = script
        self.requests = []
        self.fragments = 0
        self._lock = threading.Lock()
        self._open = 0
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def address(self, path):
        return f"web://127.0.0.1:{self.port}{path}"

    def close(self):
        self._listener.close()

    def wait_until_idle(self, seconds=30):
        """Until every connection is over and nothing more can come of it; the clients have ended."""
        end = time.monotonic() + seconds
        quiet = 0
        while quiet < 3:
            with self._lock:
                quiet = quiet + 1 if self._open == 0 else 0
            if time.monotonic() > end:
                raise TimeoutError("a connection stays open though its client has ended")
            time.sleep(0.005)

    def _accept(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                self._open += 1
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        try:
            with connection:
                reader = connection.makefile("rb")
                while self._one(connection, reader):
                    pass
        except OSError:
            pass
        finally:
            with self._lock:
                self._open -= 1

    def _one(self, connection, reader):
        lines = []
        while True:
            line = reader.readline(65536)
            if line == b"\r\n":
                break
            if not line.endswith(b"\r\n"):
                if line or lines:
                    with self._lock:
                        self.fragments += 1
                return False
            lines.append(line.decode("latin-1").rstrip("\r\n"))
        headers = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            headers[name.strip().lower()] = value.strip()
        request = Request(lines[0].split(" "), headers)
        with self._lock:
            self.requests.append(request)
        return self._react(connection, reader, request, self.script(request))

    def _react(self, connection, reader, request, reaction):
        """A status: the body is read, then answered. "drop": read, then closed without a word. "half": half the
        answer, then closed. "reset": reset after the first quarter of the body. ("slow", status, seconds): answered
        late."""
        self._read_body(reader, request, request.length // 4 if reaction == "reset" else request.length)
        if reaction == "reset":
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return False
        if reaction == "drop" or not request.complete:
            return False
        if reaction == "half":
            connection.sendall(b"HTTP/1.1 20")
            return False
        status = reaction
        if isinstance(reaction, tuple):
            time.sleep(reaction[2])
            status = reaction[1]
        connection.sendall(f"HTTP/1.1 {status} Status\r\nContent-Length: 0\r\n\r\n".encode())
        request.status = status
        return True

    @staticmethod
    def _read_body(reader, request, limit):
        digest = hashlib.sha256()
        while request.got < limit:
            block = reader.read1(min(65536, limit - request.got))
            if not block:
                break
            digest.update(block)
            request.got += len(block)
        request.sha256 = digest.digest()
