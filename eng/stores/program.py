"""The program under record, its server, and the processes of a home."""
import hashlib
import hmac
import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request


class Failed(Exception):
    """Something answered otherwise than the recording needs."""


class Gyre:
    """Runs the program on one home."""

    def __init__(self, command, home, store, variables):
        self._command = command
        self._places = ["--home", home] + (["--store", store] if store else [])
        self._environment = {**os.environ, **variables, "DOTNET_TieredPGO": "0", "NO_COLOR": "1"}
        for name in ("GYRE_HOME", "GYRE_STORE", "GYRE_ARTIFACTS"):
            self._environment.pop(name, None)

    def ask(self, *arguments, codes=(0,)):
        """Runs it to its end and gives what it printed as JSON: one document, or a list where each line is one."""
        done = subprocess.run(
            [*self._command, *arguments, *self._places, "--format", "json"], env=self._environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False)
        if done.returncode not in codes:
            raise Failed(f"gyre {' '.join(arguments)}: {done.returncode}\n{done.stdout}\n{done.stderr}")
        if arguments[0] == "logs":
            return [json.loads(line) for line in done.stdout.splitlines()]
        return json.loads(done.stdout)

    def serve(self):
        server = subprocess.Popen(
            [*self._command, "serve", "--port", "0", "--allow-private-webhooks", *self._places, "--format", "json"], env=self._environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        return server, json.loads(server.stdout.readline())["url"].rstrip("/")


class Server:
    """Requests to a running server."""

    def __init__(self, url):
        self._url = url
        self.token = None

    def send(self, method, path, body=None, headers=None, status=None):
        """Gives the parsed answer, or its text where it is not JSON."""
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        kind = "application/octet-stream" if isinstance(body, bytes) else "application/json"
        url = path if path.startswith("http") else self._url + path
        request = urllib.request.Request(url, data, {"Content-Type": kind, **(headers or {})}, method=method)
        if self.token:
            request.add_header("Authorization", "Bearer " + self.token)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                code, text = answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            code, text = refused.code, refused.read().decode()
        if code != status if status else code >= 300:
            raise Failed(f"{method} {path}: {code} {text}")
        try:
            return json.loads(text)
        except json.JSONDecodeError:
            return text

    def fire_hook(self, trigger, secret, delivery, body):
        at = str(int(time.time()))
        mac = hmac.new(secret.encode(), f"{at}.{delivery}.{body}".encode(), hashlib.sha256).hexdigest()
        headers = {"X-Gyre-Timestamp": at, "X-Gyre-Delivery": delivery, "X-Gyre-Signature": "sha256=" + mac, "Content-Type": "application/json"}
        self.send("POST", f"/api/v1/triggers/{trigger}/hook", body.encode(), headers, status=202)


def until(what, is_so, seconds=60):
    """Asks until it is so."""
    end = time.monotonic() + seconds
    while True:
        found = is_so()
        if found:
            return found
        if time.monotonic() > end:
            raise Failed(f"{what} did not happen within {seconds} s")
        time.sleep(0.2)


def kill_all(home, server):
    """Ends the server, the supervisors of a home and their steps without a word, as the loss of the machine would."""
    server.kill()
    server.wait()
    for process in _processes_of(home):
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            pass


def _processes_of(home):
    for name in os.listdir("/proc"):
        if not name.isdigit() or int(name) == os.getpid():
            continue
        try:
            with open(f"/proc/{name}/cmdline", "rb") as file:
                command = file.read().split(b"\0")
            with open(f"/proc/{name}/environ", "rb") as file:
                environment = file.read()
        except OSError:
            continue
        if (b"step" in command and any(word.startswith(home.encode()) for word in command)) or f"GYRE_OUTPUTS_DIR={home}/".encode() in environment:
            yield int(name)
