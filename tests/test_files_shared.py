"""Files and folders are for whoever the umask and the group let in, and a right that lacks is told as that."""

import os
import shutil
import stat
import sys
import tempfile
from pathlib import Path

import pytest

from verifier.files import new_folder, whole_folder, write_whole
from verifier.reports.watchlists.output_folder import open_output

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs the modes of POSIX")
ROOT = Path(__file__).parent.parent
TEXT = "Pirate attacks in Indonesia fell by two-thirds between 2015 and 2018."


def mode(path):
    """The permissions of a file or folder."""
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(params=[0o077, 0o027, 0o022, 0o002], ids=oct)
def umask(request):
    """A umask for the length of a test."""
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def test_modes_follow_the_umask(umask, tmp_path):
    """A file, a folder and what is in it, new and replaced, have the permissions of any other new file."""
    for _ in range(2):
        write_whole(tmp_path / "file", "x")
        with whole_folder(tmp_path / "folder") as partial:
            write_whole(partial / "inside", "x")
        assert mode(tmp_path / "file") == mode(tmp_path / "folder" / "inside") == 0o666 & ~umask
        assert mode(tmp_path / "folder") == 0o777 & ~umask
    assert mode(new_folder(tmp_path, "work-")) == 0o777 & ~umask


@pytest.mark.parametrize("umask", [0o027], indirect=True, ids=oct)  # shows both what is too open and what is too closed
def test_a_report_is_as_open_as_the_umask_says(umask, verifier, tmp_path, warm_kernels):
    """Every file of a report, its notebook and the index."""
    (tmp_path / "said.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "list.yml").write_text(f"defaults: {{datasets: [pirates]}}\nclaims:\n  - {{id: one, text: '{TEXT}'}}\n")
    for words in ("report said.txt --dataset pirates -o out", "run list.yml -o watched"):
        done = verifier(*words.split())
        assert done.returncode == 0, done.stderr
    made = [path for name in ("out", "watched") for path in (tmp_path / name).rglob("*")]
    assert len(made) > 20
    for path in made:
        assert mode(path) == (0o777 if path.is_dir() else 0o666) & ~umask, path


def test_the_group_of_a_shared_folder_is_kept(tmp_path):
    """In a folder whose group is handed on (setgid), so is it in a report's folder."""
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o2775)
    before = os.umask(0o002)
    try:
        with whole_folder(shared / "report") as partial:
            write_whole(partial / "page", "x")
    finally:
        os.umask(before)
    assert mode(shared / "report") == 0o2775


@pytest.fixture
def shared():
    """A folder that somebody else can reach."""
    folder = Path(tempfile.mkdtemp(prefix="verifier-shared-"))
    folder.chmod(0o777)
    yield folder
    shutil.rmtree(folder)


def as_somebody_else(work):
    """Do work in a copy of this process that another user owns; gives what it returned, in words."""
    if os.geteuid() != 0:
        pytest.skip("needs root, to be somebody else")
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(54321)
            os.setuid(54321)
            said = work()
        except BaseException as error:  # noqa: BLE001  (the copy ends here)
            said = f"{type(error).__name__}: {error}"
        os.write(write, str(said).encode())
        os._exit(0)
    os.close(write)
    os.waitpid(child, 0)
    with os.fdopen(read) as pipe:
        return pipe.read()


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_anothers_folder_is_told_as_that_and_nothing_stays_behind(shared):
    """The second person is told whose the report is and what to ask for, and leaves no hidden remains."""
    with whole_folder(shared / "report") as partial:
        write_whole(partial / "page", "the first one's")

    def replace():
        with whole_folder(shared / "report") as partial:
            write_whole(partial / "page", "the second one's")

    said = as_somebody_else(replace)
    assert said.startswith("UsageError: cannot write")
    assert "Permission denied; it belongs to root: have them give your group the right (chmod -R g+w), or" in said
    assert "make room" not in said
    assert [path.name for path in shared.iterdir()] == ["report"]
    assert (shared / "report" / "page").read_text(encoding="utf-8") == "the first one's"


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
@pytest.mark.parametrize("rights", [0o755, 0o700], ids=oct)
def test_a_run_in_anothers_folder_is_told_at_once(shared, rights):
    """Before any claim is looked at, and not by advice to make room; whether one may look into the folder or not."""
    (shared / "out").mkdir()
    (shared / "out").chmod(rights)

    def run():
        with open_output(shared / "out"):
            return "begun"

    said = as_somebody_else(run)
    assert said.startswith("UsageError: cannot write")
    assert "it belongs to root" in said
    assert "make room" not in said
