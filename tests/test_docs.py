"""The README, the docs and the project's own files: what they say can be done is done here."""

import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest
import yaml
from command_line import run

import verifier
from verifier.cli import cli

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(page, kind):
    """The fenced blocks of one kind in a page."""
    return re.findall(rf"^```{kind}\n(.*?)^```", page.read_text(encoding="utf-8"), re.S | re.M)


def reference():
    """The script that writes the pages of reference."""
    spec = importlib.util.spec_from_file_location("reference", ROOT / ".ci" / "reference.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(shutil.which("bash") is None, reason="the commands are for a shell such as bash")
def test_every_command_of_the_pages_runs(tmp_path, monkeypatch, notebooks_run_once):
    """Each different line of the `sh` blocks of README, tutorials, how-to and reference runs, with exit code 0.

    A line that is one call of ours, or hands it a text by echo, runs in this process, anything else in a shell.
    """
    for name in ("seeds", "notebooks", "docs"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.chdir(tmp_path)
    told = [page for page in PAGES if page.parent.name in (ROOT.name, "tutorial", "how-to", "reference")]
    lines = [line for page in told for block in blocks(page, "sh") for line in block.splitlines() if line.strip()]
    different = list(dict.fromkeys(lines))
    assert len(different) > 10
    for line in different:
        words = shlex.split(line)
        if words[0] == "verifier" and words[1] != "mcp" and "|" not in words:
            code, _, err = run(words[1:])
        elif words[0] == "echo" and words[2:4] == ["|", "verifier"] and words.count("|") == 1:
            code, _, err = run(words[4:], f"{words[1]}\n".encode())
        else:
            done = subprocess.run(["bash", "-c", line], stdin=subprocess.DEVNULL, capture_output=True, check=False)
            code, err = done.returncode, done.stderr
        assert code == 0, (line, err)
    assert (tmp_path / "reports" / "port-bulletin-example" / "index.html").is_file()
    assert (tmp_path / "comparisons.csv").is_file()


def test_the_python_of_the_readme_runs(capsys):
    """The Python block runs and prints a finding and two counts."""
    (block,) = blocks(ROOT / "README.md", "python")
    exec(compile(block, "README.md", "exec"), {})  # noqa: S102  (our own README)
    printed = capsys.readouterr().out
    assert "262 146" in printed


def test_the_python_of_the_reference_runs():
    """The example on top of the page on the Python interface runs, with what it asserts."""
    (block,) = blocks(ROOT / "docs" / "reference" / "python-api.md", "python")
    exec(compile(block, "python-api.md", "exec"), {})  # noqa: S102  (our own page)


def test_the_pages_of_reference_are_what_the_program_says():
    """`make reference` would change nothing: every command, option, example and docstring is as it is written there."""
    pages = reference()
    for name, text in {"cli.md": pages.cli_page(), "python-api.md": pages.api_page()}.items():
        assert (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8") == text, f"run make reference ({name})"


def test_every_command_has_an_example_and_a_short_help():
    """No command is without example calls, and no summary in the list of commands is cut."""
    groups = [cli, *(one for one in cli.commands.values() if isinstance(one, click.Group))]
    commands = [one for group in groups for one in group.commands.values()]
    assert not [one.name for one in commands if not isinstance(one, click.Group) and not one.epilog]
    assert not [one.name for one in commands if "..." in one.get_short_help_str(45)]


def test_the_readme_is_short():
    """900 words outside code blocks, so that somebody on deadline reads it."""
    assert len(re.sub(r"```.*?```", "", README, flags=re.S).split()) <= 900


def test_every_page_is_on_the_map():
    """docs/index.md leads to every page of docs."""
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    pages = {page.relative_to(ROOT / "docs").as_posix() for page in PAGES if page.parent != ROOT} - {"index.md"}
    linked = {target.partition("#")[0] for target in re.findall(r"\]\(([^)]+)\)", index)}
    assert pages == linked


def test_the_make_targets_of_the_readme_exist():
    """Every `make …` the README names is a target."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"\bmake ([a-z]+)\b", README)) - {"and"}:
        assert re.search(rf"^{target}:", makefile, re.M), target


def test_every_runtime_dependency_has_its_reason():
    """The README's list and pyproject.toml name the same packages."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.match(r"[\w-]+", one)[0].lower() for one in project["dependencies"]}
    told = README.partition("## What it is built on")[2].partition("Extras:")[0]
    named = re.sub(r"\([^)]*\)", "", " ".join(line.partition(":")[2] for line in told.splitlines())).split(",")
    listed = {name.strip().lower() for part in named for name in re.split(r"  +", part) if name.strip()}
    assert listed == declared


def test_the_environment_file_adds_no_list_of_its_own():
    """environment.yml installs the project with its extras and the Pythons it supports, nothing else."""
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    python, pip, rest = environment["dependencies"]
    assert python == f"python{project['requires-python']},<3.14"
    assert pip == "pip"
    assert rest == {"pip": ["-e .[lab,test]"]}
    assert {"lab", "test"} <= set(project["optional-dependencies"])


def test_the_lock_files_pin_what_is_declared():
    """Every declared dependency stands in its lock file with a hash, and no lock file names a registry."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    for name, wanted in {
        "requirements.lock": project["dependencies"] + extras["build"],
        "requirements-test.lock": project["dependencies"] + extras["build"] + extras["test"],
        "requirements-lab.lock": project["dependencies"] + extras["build"] + extras["lab"],
    }.items():
        text = (ROOT / name).read_text(encoding="utf-8")
        assert not re.search(r"^(?:-i|--index|--extra-index|--find-links)|://", text, re.M)
        for requirement in wanted:
            package = re.match(r"[\w-]+", requirement)[0].lower().replace("_", "-")
            assert re.search(rf"^{package}==\S+[^\n]*\\\n    --hash=sha256:", text, re.M), (name, package)


def test_the_pages_link_to_files_that_exist():
    """Links between the project's pages lead somewhere."""
    for page in PAGES:
        for target, part in re.findall(r"\]\((?!https?:)([^)#]*)(#[^)]*)?\)", page.read_text(encoding="utf-8")):
            there = page.parent / target if target else page
            assert there.exists(), (page.name, target)
            if part and there.suffix == ".md":
                headings = re.findall(r"^#+ (.+)$", there.read_text(encoding="utf-8"), re.M)
                known = {re.sub(r"[^\w -]", "", one.lower()).strip().replace(" ", "-") for one in headings}
                assert part[1:] in known, (page.name, target, part)


def test_the_version_is_said_once_the_same():
    """The package, CITATION.cff and the changelog agree."""
    version = verifier.__version__
    assert yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))["version"] == version
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_files_for_schedulers_can_be_read():
    """The example watchlist is valid, the YAML parses, the Python compiles, and each names the command as it is."""
    from verifier.reports.watchlists.watchlist import read_watchlist

    folder = ROOT / "docs" / "schedules"
    assert [one.id for one in read_watchlist(folder / "watchlist.yml").claims] == ["suicide-bombings", "piracy"]
    workflow = yaml.safe_load((folder / "github-actions.yml").read_text(encoding="utf-8"))
    assert any("verifier run watchlist.yml" in step.get("run", "") for step in workflow["jobs"]["watch"]["steps"])
    page = (ROOT / "docs/how-to/check-notebooks-in-ci.md").read_text(encoding="utf-8")
    notebooks = yaml.safe_load((folder / "github-notebooks.yml").read_text(encoding="utf-8"))
    assert notebooks["jobs"]["notebooks"]["steps"][-1]["run"] in page
    for name in ("airflow_dag.py", "prefect_flow.py"):
        compile((folder / name).read_text(encoding="utf-8"), name, "exec")
    fields = (folder / "verifier.cron").read_text(encoding="utf-8").splitlines()[-1].split()
    assert (fields[:5], fields[6]) == (["10", "6", "*", "*", "1"], "run")


def test_the_workflow_publishes_whether_or_not_a_claim_fails(tmp_path):
    """Its steps, run against a repository here: the state of each run is there for the next, own data are named."""
    workflow = yaml.safe_load((ROOT / "docs/schedules/github-actions.yml").read_text(encoding="utf-8"))
    assert workflow["env"]["VERIFIER_DATA"].endswith("/own-data")
    steps = {step.get("name"): step for step in workflow["jobs"]["watch"]["steps"]}
    assert steps["Publish"]["if"] == "${{ always() && steps.fetch.outcome == 'success' }}"
    origin, bin_folder = tmp_path / "origin", tmp_path / "bin"
    bin_folder.mkdir()
    stub = bin_folder / "verifier"
    stub.write_text(
        "#!/bin/sh\nmkdir -p watched/.watch && touch watched/.watch/lock && echo run >> watched/history.json\n"
        'test "$(wc -l < watched/history.json)" -eq 1  # the second run has a claim that fails\n',
        encoding="utf-8",
    )
    stub.chmod(0o755)
    named = {"GIT_AUTHOR_NAME": "x", "GIT_AUTHOR_EMAIL": "x@x", "GIT_COMMITTER_NAME": "x", "GIT_COMMITTER_EMAIL": "x@x"}
    env = {**os.environ, **named, "PATH": f"{bin_folder}:{os.environ['PATH']}", "GIT_CONFIG_GLOBAL": os.devnull}

    def bash(script, folder):
        return subprocess.run(
            ["bash", "-e", "-c", script], cwd=folder, env=env, capture_output=True, text=True, check=False
        )

    begin = [
        "git init -q --bare -b main origin && git clone -q origin desk && cd desk && git checkout -q -B main",
        "touch watchlist.yml && git add . && git commit -qm x && git push -q origin main",
    ]
    assert bash(" && ".join(begin), tmp_path).returncode == 0
    for number, code in ((1, 0), (2, 1)):
        assert bash(f"git clone -q origin clone-{number}", tmp_path).returncode == 0
        clone = tmp_path / f"clone-{number}"
        assert bash(steps["Fetch what is published"]["run"], clone).returncode == 0
        assert bash(steps["Run"]["run"], clone).returncode == code
        published = bash(steps["Publish"]["run"], clone)
        assert published.returncode == 0, published.stderr
    there = bash("git ls-tree -r --name-only watched && git show watched:history.json", origin).stdout.split()
    assert there == [".nojekyll", "history.json", "run", "run"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_systemd_takes_the_units():
    """systemd-analyze finds nothing wrong with the service and the timer."""
    units = [ROOT / "docs" / "schedules" / f"verifier-watch.{kind}" for kind in ("service", "timer")]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *map(str, units)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "verifier-watch" not in done.stderr


def test_the_table_of_what_can_be_checked_names_every_shipped_dataset():
    """The README's table and the shipped datasets are the same."""
    from verifier.incidents.catalogue import datasets

    table = README.partition("## What can be checked")[2].partition("`verifier data list` shows")[0]
    named = set(re.findall(r"`([a-z0-9-]+)`", table))
    assert named == {one.id for one in datasets() if one.shipped}
