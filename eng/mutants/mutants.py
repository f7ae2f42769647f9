#!/usr/bin/env python3
"""Checks that the tests notice what they are there for: makes each change of mutants.toml in a copy of the tree, and runs the tests
that it names.

    eng/mutants/mutants.py [PART OF A NAME ...]

Prints a line for each mutant and ends with 1 if one survived, could not be made, or is red without any change."""
import pathlib
import shutil
import subprocess
import sys
import time
import tomllib

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TREE = ROOT / "artifacts" / "mutants" / "tree"
LONGEST_RUN_S = 600


def copy_tree():
    """The files of the checkout as they are now; what an earlier call built stays, so that little is built again."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=ROOT, check=True, capture_output=True).stdout
    wanted = {name.decode() for name in names.split(b"\0") if name}
    for name in wanted:
        source, target = ROOT / name, TREE / name
        if not source.is_file():
            continue
        if not target.exists() or target.read_bytes() != source.read_bytes():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
            shutil.copymode(source, target)
    for target in [path for path in TREE.rglob("*.cs") if "artifacts" not in path.relative_to(TREE).parts]:
        if str(target.relative_to(TREE)) not in wanted:
            target.unlink()


def build(project):
    plain = ["-p:RunAnalyzers=false", "-p:EnforceCodeStyleInBuild=false", "-p:TreatWarningsAsErrors=false"]
    command = ["dotnet", "build", "-c", "Release", "-v", "q", "-nologo", *plain, f"tests/{project}"]
    done = subprocess.run(command, cwd=TREE, capture_output=True, text=True)
    return done.returncode == 0, done.stdout


def run(project, classes):
    """Whether the tests are green; a run that does not end is red."""
    command = [f"artifacts/bin/{project}/release/{project}"]
    for name in classes:
        command += ["--filter-class", name]
    try:
        return subprocess.run(command, cwd=TREE, capture_output=True, text=True, timeout=LONGEST_RUN_S)
    except subprocess.TimeoutExpired:
        return None


def judge(mutant):
    file = TREE / mutant["file"]
    before = file.read_text()
    if before.count(mutant["find"]) != 1:
        return "CANNOT BE MADE", f"its text is found {before.count(mutant['find'])} times in {mutant['file']}"
    try:
        file.write_text(before.replace(mutant["find"], mutant["replace"]))
        good, output = build(mutant["tests"])
        if not good:
            return "CANNOT BE MADE", next((line for line in output.splitlines() if "error" in line), "it does not build")
        tests = run(mutant["tests"], mutant["classes"])
        if tests is None or tests.returncode == 2:
            return "killed", ""
        return ("SURVIVED", "") if tests.returncode == 0 else ("UNCLEAR", f"the tests ended with {tests.returncode}")
    finally:
        file.write_text(before)


def check_unchanged(mutants):
    """Every test that is to notice something is green without it, and exists."""
    problems = []
    for project in sorted({mutant["tests"] for mutant in mutants}):
        classes = sorted({name for mutant in mutants if mutant["tests"] == project for name in mutant["classes"]})
        good, output = build(project)
        if not good:
            sys.exit(f"{project} does not build:\n{output}")
        tests = run(project, classes)
        if tests is None or tests.returncode != 0:
            problems.append(f"{project}: {', '.join(classes)} are red without any change")
    return problems


def main():
    mutants = tomllib.loads((HERE / "mutants.toml").read_text())["mutant"]
    if wanted := sys.argv[1:]:
        mutants = [mutant for mutant in mutants if any(part in mutant["name"] for part in wanted)]
    copy_tree()
    problems = check_unchanged(mutants)
    for mutant in mutants:
        start = time.monotonic()
        verdict, why = judge(mutant)
        print(f"{verdict:15} {time.monotonic() - start:5.0f} s  {mutant['name']}{f': {why}' if why else ''}", flush=True)
        if verdict != "killed":
            problems.append(mutant["name"])
    print(f"{len(mutants) - len([p for p in problems if any(p == m['name'] for m in mutants)])} of {len(mutants)} mutants killed")
    for problem in problems:
        print(f"  {problem}")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
