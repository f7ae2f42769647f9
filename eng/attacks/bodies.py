#!/usr/bin/env python3
"""Sends many large request bodies at once to a server of its own, and measures how much memory the server holds: at its peak, and a minute later.

Usage: bodies.py GYRE [--bodies 20] [--megabytes 31] [--peak 600] [--later 250]
"""
import argparse
import contextlib
import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse


def rss(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        return int(re.search(r"VmRSS:\s+(\d+)", status.read()).group(1)) / 1024


def start(gyre, home):
    server = subprocess.Popen([gyre, "serve", "--home", home, "--port", "0", "--format", "json"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return server, json.loads(server.stdout.readline())["url"]


def bodies(megabytes):
    size = megabytes << 20
    metric = b'{"key":"a","value":1,"timestamp":1},'
    yield "many metrics", b'{"run_id":"x","metrics":[' + metric * (size // len(metric)) + metric[:-1] + b"]}"
    yield "one long id", b'{"run_id":"' + b"x" * size + b'"}'
    yield "many params", b'{"run_id":"x","params":[' + b'{"key":"a"},' * (size // 12) + b'{"key":"a"}]}'


def send(url, body, answers):
    connection = http.client.HTTPConnection(urllib.parse.urlparse(url).netloc, timeout=120)
    try:
        connection.request("POST", "/api/2.0/mlflow/runs/log-batch", body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        answers.append((answer.status, len(answer.read()), answer.getheader("Retry-After")))
    except OSError as error:
        answers.append((type(error).__name__, 0, None))
    finally:
        connection.close()


def attack(url, pid, body, count):
    answers, peak = [], 0
    threads = [threading.Thread(target=send, args=(url, body, answers)) for _ in range(count)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        peak = max(peak, rss(pid))
        time.sleep(0.02)
    return peak, answers


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gyre")
    parser.add_argument("--bodies", type=int, default=20)
    parser.add_argument("--megabytes", type=int, default=31)
    parser.add_argument("--peak", type=int, default=600)
    parser.add_argument("--later", type=int, default=250)
    wanted = parser.parse_args()
    failed = False
    with contextlib.ExitStack() as rest:
        attacked = []
        for name, body in bodies(wanted.megabytes):
            home = rest.enter_context(tempfile.TemporaryDirectory(prefix="gyre-bodies-"))
            server, url = start(wanted.gyre, os.path.join(home, "home"))
            rest.callback(lambda server=server: (server.terminate(), server.wait(20)))
            before = rss(server.pid)
            peak, answers = attack(url, server.pid, body, wanted.bodies)
            attacked.append((name, server.pid, before, peak, answers, time.monotonic()))
        for name, pid, before, peak, answers, end in attacked:
            time.sleep(max(0, end + 60 - time.monotonic()))
            later = rss(pid)
            counts = {answer: answers.count(answer) for answer in set(answers)}
            print(f"{name}: before {before:.0f} MB, peak {peak:.0f} MB, a minute later {later:.0f} MB; answers {counts}", flush=True)
            failed |= peak > wanted.peak or later > wanted.later
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
