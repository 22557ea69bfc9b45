"""A real nginx on 127.0.0.1 that stores what is PUT to it, and whose access log says what came."""
import os
import pathlib
import socket
import subprocess
import time

CONFIGURATION = """daemon off;
{user}pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
  log_format wire '$request_method $request_uri $status $http_idempotency_key $http_query_courier_attempt';
  access_log {folder}/access.log wire;
  client_body_temp_path {folder}/t/b; proxy_temp_path {folder}/t/p; fastcgi_temp_path {folder}/t/f;
  uwsgi_temp_path {folder}/t/u; scgi_temp_path {folder}/t/s;
  root {folder}/root;
  server {{
    listen 127.0.0.1:{port};
    dav_methods PUT;
    create_full_put_path on;
    dav_access user:rw group:r all:r;
  }}
}}
"""


class Put:
    """One line of the access log."""

    def __init__(self, line):
        self.method, self.path, status, self.key, self.number = line.split()
        self.status = int(status)


class Nginx:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        for name in ("root", "t"):
            (self.folder / name).mkdir(parents=True)
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.log = self.folder / "access.log"
        user = "user root;\n" if os.geteuid() == 0 else ""
        (self.folder / "nginx.conf").write_text(CONFIGURATION.format(folder=folder, port=self.port, user=user))
        self._process = subprocess.Popen(["nginx", "-p", folder, "-c", f"{folder}/nginx.conf", "-e",
                                          f"{folder}/error.log"], stdin=subprocess.DEVNULL)
        self._wait_until_it_answers()

    def _wait_until_it_answers(self):
        for _ in range(200):
            if self._process.poll() is not None:
                raise RuntimeError(f"nginx ended: {(self.folder / 'error.log').read_text()}")
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise TimeoutError("nginx does not answer")

    def address(self, path):
        return f"web://127.0.0.1:{self.port}{path}"

    def puts(self):
        return [Put(line) for line in self.log.read_text().splitlines() if line.startswith("PUT ")]

    def stored(self):
        """What lies there, by path."""
        root = self.folder / "root"
        return {f"/{file.relative_to(root)}": file.read_bytes() for file in root.rglob("*") if file.is_file()}

    def close(self):
        self._process.terminate()
        self._process.wait(10)
