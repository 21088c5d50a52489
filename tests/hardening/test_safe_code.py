"""Nothing in the program can be made to run what a file says: held over the syntax of every module and notebook."""

import ast
import re
from pathlib import Path

import nbformat

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MODULES = [*sorted((ROOT / "verifier").rglob("*.py")), ROOT / "datasets/build.py"]

# Modules that run what they read, or whose parsers can be made to read other files or to grow without bound.
NEVER = {
    "pickle", "cPickle", "_pickle", "dill", "cloudpickle", "shelve", "marshal", "joblib", "dbm", "telnetlib", "ftplib",
    "code", "codeop", "imp", "runpy", "ctypes", "xml.sax", "xml.dom", "xml.dom.minidom", "xml.parsers.expat", "lxml",
}  # fmt: skip
CALLS = {
    "eval", "exec", "compile", "__import__", "importlib.import_module", "os.system", "os.popen", "os.execv",
    "os.execvp", "os.spawnv", "subprocess.getoutput", "subprocess.getstatusoutput", "tempfile.mktemp",
    "shutil.unpack_archive",
    "yaml.load_all", "yaml.full_load", "yaml.full_load_all", "yaml.unsafe_load", "yaml.unsafe_load_all",
    "pd.read_pickle", "pandas.read_pickle", "pd.eval", "pd.read_html", "pd.read_xml",
}  # fmt: skip
XML = {"parse", "fromstring", "XML", "iterparse", "XMLParser", "fromstringlist"}
# What a module may do all the same, and why.
ALLOWED = {
    ("verifier/files.py", "ctypes"),  # to let two names change places in one step of Linux
    ("verifier/deadline.py", "ctypes"),  # to have Python raise a deadline in the thread whose work took too long
    ("verifier/reports/kernels/server.py", "ctypes"),  # to ask Linux that a kernel ends with its server
    ("verifier/reports/kernels/server.py", "importlib.import_module"),  # loads a fixed list before it forks
    ("verifier/__init__.py", "importlib.import_module"),  # the four names of the public API, from a table of its own
}


def sources():
    """Every piece of our code, with the place it is from: modules, and the code cells of notebooks."""
    for path in MODULES:
        yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
    for path in NOTEBOOKS:
        code = (cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code")
        plain = "\n".join(re.sub(r"^(\s*)[%!].*", r"\1pass", cell, flags=re.M) for cell in code)
        yield path.relative_to(ROOT).as_posix(), plain


def dotted(node):
    """The name that is called, as it is written: yaml.load, eval, self.session.get."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([*([node.id] if isinstance(node, ast.Name) else ["…"]), *reversed(parts)])


def findings(code):
    """What a reviewer would stop at in a piece of code, each a word or two."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name in NEVER)
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            names = [f"{module}.{name.name}" for name in node.names]
            yield from (name for name in (module, *names) if name in NEVER or name in CALLS)
        elif isinstance(node, ast.Call):
            name = dotted(node.func)
            given = {one.arg: one.value for one in node.keywords}
            if name in CALLS:
                yield name
            if name == "yaml.load" and not (
                isinstance(given.get("Loader"), ast.Name) and given["Loader"].id in ("PlainLoader", "QuickLoader")
            ):
                yield "yaml.load without the safe loader"
            if name.split(".")[-1] in XML and name.split(".")[0] in ("Xml", "ElementTree", "ET", "etree"):
                yield f"{name} of XML"
            for option, value in (("shell", True), ("verify", False), ("allow_pickle", True), ("autoescape", False)):
                if option in given and not (
                    isinstance(given[option], ast.Constant) and given[option].value is not value
                ):
                    yield f"{option}={value}"
            if name.endswith("Environment") and not getattr(given.get("autoescape"), "value", False):
                yield "templates without escaping"


def test_the_check_sees_what_it_is_for():
    """Each forbidden thing is found in code that does it."""
    bad = (
        "import pickle, ctypes\nfrom os import system\nfrom xml.dom import minidom\nimport yaml, subprocess, requests\n"
        "yaml.load(x, Loader=yaml.Loader)\nyaml.load(x)\neval(x)\nsubprocess.run(x, shell=True)\n"
        "requests.get(x, verify=False)\nnp.load(x, allow_pickle=True)\nEnvironment()\nElementTree.parse(x)\n"
        "os.system(x)\nsubprocess.run(x, shell=given)\n"
    )
    assert sorted(findings(bad)) == sorted(
        ["pickle", "ctypes", "os.system", "xml.dom", "xml.dom.minidom", "yaml.load without the safe loader",
         "yaml.load without the safe loader", "eval", "shell=True", "verify=False", "allow_pickle=True",
         "templates without escaping", "ElementTree.parse of XML", "os.system", "shell=True"]
    )  # fmt: skip
    assert not list(
        findings("yaml.load(x, Loader=PlainLoader)\nsubprocess.run([a], shell=False)\nEnvironment(autoescape=True)")
    )


def test_no_code_runs_what_it_reads():
    """No pickle, no eval, no shell, no unsafe YAML, no XML parsing, no connection without certificates."""
    found = [(place, what) for place, code in sources() for what in findings(code)]
    assert [one for one in found if one not in ALLOWED] == []
    assert set(found) == ALLOWED  # what is no longer done is no longer allowed


def test_every_safe_loader_is_the_safe_one():
    """What loads YAML is made of PyYAML's safe loader, which makes no object of a program's classes."""
    import yaml

    from verifier.checked import _Loader
    from verifier.plain_yaml import PlainLoader, QuickLoader

    assert issubclass(PlainLoader, yaml.SafeLoader)
    assert issubclass(_Loader, PlainLoader)
    assert issubclass(QuickLoader, (getattr(yaml, "CSafeLoader", PlainLoader), PlainLoader))
    assert "tag:yaml.org,2002:python/object/apply" not in {
        *PlainLoader.yaml_constructors,
        *PlainLoader.yaml_multi_constructors,
    }
