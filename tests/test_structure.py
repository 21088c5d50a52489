"""The shape of the package: imports go one way, and reading claims does not wait for compiled libraries."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "verifier"
# Each room may import from those before it.
ROOMS = [
    "base", "places", "claims", "incidents", "questions", "comparisons", "findings", "charts", "reports", "cli",
    "__main__",
]  # fmt: skip
BASE = {
    "arrays",
    "checked",
    "child_environment",
    "console",
    "deadline",
    "errors",
    "files",
    "listing",
    "plain_yaml",
    "resources",
    "stopping",
    "unseen_characters",
    "window",
}


def room(parts):
    """The room of a module given by its dotted parts below `verifier`."""
    return "base" if not parts or parts[0] in BASE else parts[0]


# Within claims a module imports from its own room and those before it; a module at the top is a room of its own.
CLAIMS_ROOMS = [
    "text", "numbers", "dates", "quantities", "places", "phrases", "rules", "claim", "document", "context", "readings",
    "prefilter", "reader", "unclaimed_amounts",
]  # fmt: skip


def imports(file):
    """The modules of this package that a file imports, as dotted parts: for types alone and inside functions too."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "verifier":
            yield node.module.split(".")[1:]
        elif isinstance(node, ast.Import):
            for name in node.names:
                if name.name.split(".")[0] == "verifier":
                    yield name.name.split(".")[1:]


FILES = [file for file in sorted(PACKAGE.rglob("*.py")) if file != PACKAGE / "__init__.py"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_imports_go_one_way(file):
    """A module imports only from its own room and the rooms before it."""
    own = room(list(file.relative_to(PACKAGE).with_suffix("").parts))
    for parts in imports(file):
        assert ROOMS.index(room(parts)) <= ROOMS.index(own), f"{file} imports verifier.{'.'.join(parts)}"


CLAIMS_FILES = [file for file in FILES if PACKAGE / "claims" in file.parents and file.name != "__init__.py"]


@pytest.mark.parametrize("file", CLAIMS_FILES, ids=lambda file: str(file.relative_to(PACKAGE / "claims")))
def test_imports_within_claims_go_one_way(file):
    """A module that reads claims imports only from its own room of the reader and the rooms before it."""
    own = file.relative_to(PACKAGE / "claims").with_suffix("").parts[0]
    for parts in imports(file):
        if parts[0] == "claims":
            assert CLAIMS_ROOMS.index(parts[1]) <= CLAIMS_ROOMS.index(own), f"{file} imports {'.'.join(parts)}"


def test_every_room_of_claims_is_known():
    """A new folder or module of the claim reader has its place in the order."""
    found = {
        path.stem for path in (PACKAGE / "claims").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert found - {"__init__"} == set(CLAIMS_ROOMS)


def module(file):
    """The dotted name of a file of the package."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported_modules(file, known):
    """The modules that a file imports, a package only where a name of its own is taken from it."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            for name in node.names:
                inner = f"{node.module}.{name.name}"
                yield from {inner if inner in known else node.module} & known
        elif isinstance(node, ast.Import):
            yield from {name.name for name in node.names} & known


def circles(graph):
    """The modules that import each other in a circle, by taking away those that import nothing that is left."""
    left = {name: set(others) - {name} for name, others in graph.items()}
    while free := [name for name, others in left.items() if not others & left.keys()]:
        for name in free:
            del left[name]
    return left


def test_no_modules_import_each_other_in_a_circle():
    """Imports for types alone and imports inside functions count too."""
    names = {module(file): file for file in FILES}
    assert circles({name: set(imported_modules(file, set(names))) for name, file in names.items()}) == {}
    assert set(circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": set()})) == {"a", "b", "c"}


def test_every_room_is_known():
    """A new folder or module at the top of the package has its place in the order."""
    found = {room([path.stem]) for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert found - {"__init__"} == set(ROOMS)


@pytest.mark.parametrize(
    "reading",
    [
        "import verifier; verifier.parse('Attacks rose 60 percent in 2022.')",
        "from verifier.cli import cli; cli(['parse', 'seeds/kakar-2023-11-08.md', '--explain'], standalone_mode=False)",
    ],
)
def test_reading_claims_loads_nothing_compiled(reading):
    """The claim reader works without numpy and pandas, so that it could run in a browser and starts soon."""
    found = "import sys; print([name for name in ('numpy', 'pandas', 'matplotlib', 'scipy') if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", f"{reading}\n{found}"], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_check_loads_no_statistics_package():
    """scipy.stats takes about a second to load, which each check and report would pay."""
    code = (
        "import sys, verifier; (claim,) = verifier.parse('Terror attacks in Pakistan rose by 60 percent in 2022.', "
        "published='2023-11-08'); print('e_test' in str(verifier.check(claim).to_dict()), 'scipy.stats' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == ["True", "False"]


def test_the_public_api_is_the_four_names():
    """parse, check, compare and load come from the package itself; anything else is refused with the list."""
    import verifier

    assert sorted(verifier.__all__) == ["check", "compare", "load", "parse"]
    assert all(callable(getattr(verifier, name)) for name in verifier.__all__)
    with pytest.raises(AttributeError, match="it has check, compare, load, parse"):
        verifier.fetch  # noqa: B018  (asking for it is the test)
