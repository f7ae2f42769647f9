#!/usr/bin/env python3
"""Records what a program writes, so that every later one can be tested to open it: fills a home, keeps its store and what it answers.

    eng/stores/record.py NAME                                  into tests/conformance/stores/NAME/sqlite
    eng/stores/record.py NAME --store postgres://u:p@h:1/db    into tests/conformance/stores/NAME/postgresql (an empty database; needs pg_dump)

Do it once for each released schema, from a clean build of the release; what is recorded is never changed afterwards. NAME begins with the date, so
that stores are in order: 2026-11-28-first. The program is ./gyre of this clone, or what GYRE names.
"""
import argparse
import gzip
import io
import json
import os
import shlex
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import time

from program import Gyre, Server, kill_all
from scenario import VARIABLES, Scenario

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
# Stands in the store in many places. Tests that need the project where the store says move it, and expect this text.
FOLDER = "/tmp/gyre-recorded-store"
# Belongs to the machine or to processes that are gone.
NOT_KEPT = {"bin", "servers", "supervisors"}
BETWEEN = 2


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name")
    parser.add_argument("--store")
    parser.add_argument("--into", default=os.path.join(ROOT, "tests", "conformance", "stores"))
    options = parser.parse_args()
    target = os.path.join(options.into, options.name, "postgresql" if options.store else "sqlite")
    if os.path.exists(target):
        sys.exit(f"{target} is there already; what was recorded is not changed.")
    if os.path.exists(FOLDER):
        sys.exit(f"{FOLDER} is there; another recording is at work, or died. Remove it if none is.")
    os.makedirs(FOLDER)
    try:
        record(shlex.split(os.environ.get("GYRE", os.path.join(ROOT, "gyre"))), options.store, target)
    finally:
        shutil.rmtree(FOLDER)


def record(program, store, target):
    for part in ("project", "told"):
        shutil.copytree(os.path.join(HERE, part), os.path.join(FOLDER, part))
    home = os.path.join(FOLDER, "home")
    gyre = Gyre(program, home, store, VARIABLES)
    scenario = Scenario(gyre, FOLDER)
    scenario.run_alone()
    process, url = gyre.serve()
    try:
        server = Server(url)
        scenario.run_served(server)
        scenario.make_tokens()
        requests = list(scenario.requests())
        answers = twice(lambda: [server.send(method, path, body) for method, path, body in requests])
        scenario.leave_under_way()
    finally:
        kill_all(home, process)
    commands = list(scenario.commands())
    printed = twice(lambda: [gyre.ask(*command) for command in commands])
    expected = {
        "folder": FOLDER,
        "roles": scenario.roles,
        "commands": [{"arguments": command, "answer": answer} for command, answer in zip(commands, printed)],
        "requests": [{"method": method, "path": path, "body": body, "answer": answer} for (method, path, body), answer in zip(requests, answers)],
    }
    os.makedirs(target)
    if store:
        with gzip.GzipFile(os.path.join(target, "store.sql.gz"), "wb", mtime=0) as file:
            file.write(dump(store))
    else:
        shrink(os.path.join(home, "gyre.db"))
    pack(os.path.join(target, "home.tar.gz"))
    with open(os.path.join(target, "expected.json"), "w", encoding="utf-8", newline="\n") as file:
        file.write(as_text(expected))


def twice(ask):
    """What differs between two times is about the clock, not the store, and is left out: readers allow what is not recorded."""
    first = ask()
    time.sleep(BETWEEN)
    return [steady(before, after) for before, after in zip(first, ask())]


def steady(before, after):
    if isinstance(before, dict) and isinstance(after, dict):
        return {key: steady(before[key], after[key]) for key in before if key in after and (isinstance(before[key], (dict, list)) or before[key] == after[key])}
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        return [steady(one, other) for one, other in zip(before, after)]
    if before != after:
        raise SystemExit(f"An answer of a list has changed meanwhile: {before} {after}")
    return before


def shrink(path):
    database = sqlite3.connect(path)
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.execute("VACUUM")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


def dump(store):
    """Statements alone, without words to psql: any client can restore it."""
    text = subprocess.run(["pg_dump", "--no-owner", "--no-privileges", "--rows-per-insert=100", store], check=True, capture_output=True, text=True).stdout
    return "".join(line + "\n" for line in text.split("\n") if not line.startswith(("\\restrict ", "\\unrestrict ", "--"))).encode()


def pack(path):
    """Always the same bytes for the same files."""
    def clean(entry):
        entry.uid = entry.gid = entry.mtime = 0
        entry.uname = entry.gname = ""
        return entry

    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for folder, folders, files in os.walk(FOLDER):
            folders[:] = sorted(name for name in folders if not (folder == os.path.join(FOLDER, "home") and name in NOT_KEPT))
            for name in folders + sorted(files):
                full = os.path.join(folder, name)
                if os.path.islink(full) or os.path.isfile(full) or os.path.isdir(full):
                    archive.add(full, os.path.relpath(full, FOLDER), recursive=False, filter=clean)
    with gzip.GzipFile(path, "wb", mtime=0) as file:
        file.write(plain.getvalue())


def as_text(expected):
    """One answer a line, so that a difference can be read."""
    def line(value):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    parts = [f'"folder": {line(expected["folder"])}', f'"roles": {json.dumps(expected["roles"], indent=2)}']
    for name in ("commands", "requests"):
        parts.append(f'"{name}": [\n' + ",\n".join(line(item) for item in expected[name]) + "\n]")
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    main()
