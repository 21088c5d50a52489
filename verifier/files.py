"""Writing files and folders whole or not at all: to a temporary name beside the place, then renamed.

What is being written is held by a lock that ends with its process, however that ends. So the next writer of the same
name knows what a killed one left, and clears it away. Windows has no such locks: what was left there stays.
"""

from __future__ import annotations

import ctypes
import errno
import glob
import hashlib
import json
import math
import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import is_dataclass
from functools import lru_cache
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from verifier.errors import InputError, UsageError, VerifierError
from verifier.unseen_characters import json_text

if sys.platform != "win32":
    import fcntl

Given = TypeVar("Given")
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})  # the machine's trouble, not a wrong argument
MISSHAPEN = (AttributeError, KeyError, TypeError, ValueError)  # what `restored` raises

MOST_OF_ADDRESS = 103  # bytes of the name of a socket: 107 on Linux, fewer elsewhere
# Names that Windows keeps for devices, with any ending: a folder of such a name cannot be made or opened there.
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}


def is_device(name: str) -> bool:
    """Whether Windows keeps the name for a device, so that no file or folder can have it there."""
    return name.casefold().partition(".")[0].rstrip() in _DEVICES


def is_file(path: Path) -> bool:
    """Whether a file is there; a name that no file can have (too long, with a zero byte) is not."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def read_within(path: Path, most: int, what: str) -> bytes:
    """The bytes of a file that a person wrote, of at most `most`; a device that never ends is not read to memory's end.

    Raises InputError, which calls the file `what`, where there is none, where it cannot be read, or is larger.
    """
    try:
        if path.is_dir():  # which fails for a name that no file can have
            raise InputError(f"{path} is a folder: name the {what} in it")
        with path.open("rb") as file:
            content = file.read(most + 1)
    except FileNotFoundError as error:
        raise InputError(f"there is no file {path}: check the spelling and the folder you are in") from error
    except (OSError, ValueError) as error:  # a name with a zero byte in it is a ValueError
        raise InputError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from error
    if len(content) > most:
        raise InputError(f"{path} has more than {most:,} bytes: a {what} has not; is it another file?")
    return content


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file so that a reader sees the old content or the new, never a part.

    What a link leads to is written, not the link; a device or a pipe is written to and not replaced. Raises UsageError,
    naming the path, where it cannot be written; VerifierError where the disk is full.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            with path.open("wb") as file:
                file.write(data)
            return
        path = _led_to(path)
        _clear(path)
        partial, handle = _temporary(path, folder=False)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                partial.replace(path)
        except BaseException:
            with suppress(OSError):
                partial.unlink()
            raise
    except OSError as error:
        raise cannot_write(path, error) from error
    except (ValueError, RuntimeError) as error:  # a zero byte in the name; a link that leads to itself
        raise UsageError(f"cannot write {path}: {error}; choose a place you may write to") from error


def _led_to(path: Path) -> Path:
    """What a link leads to; one that leads to itself is an error (before Python 3.13 it raises RuntimeError)."""
    end = path.resolve()
    if end.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    return end


def place_for_sockets(below: str) -> str | None:
    """Where a socket of this name can be: the temporary folder, or the first usual one with a shorter name where the
    system has no room for an address that long (CI runners, Slurm); None where there is none.
    """
    usual = ("/tmp", "/var/tmp", "/dev/shm")  # noqa: S108
    for place in (tempfile.gettempdir(), os.environ.get("XDG_RUNTIME_DIR", ""), *usual):
        fits = place and len(os.fsencode(f"{place}/{below}")) <= MOST_OF_ADDRESS
        if fits and Path(place).is_dir() and os.access(place, os.W_OK | os.X_OK):
            return place
    return None


def write_json(path: Path, value: Any) -> None:
    """Write a value as readable JSON, whole; raises as write_whole does."""
    write_whole(path, json_text(value) + "\n")


def read_json(path: Path) -> dict[str, Any] | None:
    """The object in a JSON file; None where the file is missing or cannot be read."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


_hints = lru_cache(maxsize=64)(get_type_hints)


def restored(kind: Any, data: Any) -> Any:
    """A dataclass out of the data that `asdict` made of it and JSON kept, with the dataclasses inside it.

    Raises AttributeError, KeyError, TypeError or ValueError (MISSHAPEN) for data of another shape.
    """
    origin, inside = get_origin(kind), get_args(kind)
    if is_dataclass(kind):
        hints = _hints(kind)  # type: ignore[arg-type]
        return kind(**{name: restored(hints[name], value) for name, value in data.items()})  # type: ignore[operator]
    if origin is UnionType and data is not None:
        return restored(inside[0], data)
    if origin is list:
        return [restored(inside[0], each) for each in data]
    if origin is dict:
        return {name: restored(inside[1], each) for name, each in data.items()}
    if origin is tuple:
        return tuple(restored(one, each) for one, each in zip(inside, data, strict=True))
    number = isinstance(data, int | float) and not isinstance(data, bool)
    if not (number if kind in (int, float) else isinstance(data, kind) if kind in (str, bool) else True):
        raise TypeError(f"{data!r} is not of the kind {kind}")
    if isinstance(data, str):
        data.encode()  # a half character, which no file takes
    if isinstance(data, float) and not math.isfinite(data):
        raise ValueError("no number")
    return data


@contextmanager
def whole_folder(target: Path, at_last: Callable[[], Path] | None = None) -> Iterator[Path]:
    """A temporary folder that takes the target's place when the block ends well, and vanishes when it does not.

    The old folder is replaced only then. Where two writers share a target, both succeed and the last one's folder
    stays. `at_last` says, when the block has ended, which place beside the target it is to be instead: nobody
    else who asks takes a place there meanwhile. Raises UsageError where the place cannot be written, VerifierError
    where the disk is full.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        settle(target)
        check_replaceable(target)
        partial, handle = _temporary(target, folder=True)
    except OSError as error:
        raise cannot_write(Path(error.filename or target.parent), error) from error
    try:
        yield partial
        if at_last:
            with _held(target.parent):
                take_place(partial, at_last())
        else:
            take_place(partial, target)
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise cannot_write(Path(error.filename or target), error) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
        _close(handle)


def settle(target: Path) -> None:
    """Put back what a killed writer had moved aside, and clear away what else it left."""
    with suppress(OSError):
        for aside in _beside(target, ".old"):
            with _unheld(aside) as free:
                if free and not target.exists() and (aside / target.name).exists():
                    (aside / target.name).rename(target)
                if free and target.exists():
                    shutil.rmtree(aside, ignore_errors=True)
        _clear(target)


def settle_within(folder: Path) -> None:
    """Put back everything in a folder that a killed writer had moved aside."""
    for aside in folder.glob(".*.old"):
        settle(folder / aside.name[1:].rsplit(".", 2)[0])


@contextmanager
def locked(lock: Path, busy: Callable[[], VerifierError], *, wait: float = 0) -> Iterator[None]:
    """Hold a lock file against other processes; its folder is made where needed.

    Raises what `busy` gives where another process holds it for more than `wait` seconds, and as `cannot_write` says.
    """
    from filelock import FileLock, Timeout

    held = FileLock(lock, timeout=wait)
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        held.acquire()
    except Timeout as error:
        raise busy() from error
    except OSError as error:
        raise cannot_write(lock.parent, error) from error
    try:
        yield
    finally:
        held.release()


def clear_partials(folder: Path) -> None:
    """Remove what killed writers left half-written in a folder that nobody else writes to."""
    for partial in folder.glob(".*.partial"):
        partial.unlink(missing_ok=True)


def cannot_write(path: Path, error: OSError) -> VerifierError:
    """The error of this package for one of the system's: where the disk is full a failure, else a place ill chosen."""
    words = f"cannot write {path}: {error.strerror or error}"
    if error.errno in FULL:
        return VerifierError(f"{words}; make room there, then try again")
    if error.errno in (errno.EACCES, errno.EPERM) and (owner := _owner(path)):
        words += f"; it belongs to {owner}: have them give your group the right (chmod -R g+w)"
        return UsageError(f"{words}, or choose a place you may write to")
    return UsageError(f"{words}; choose a place you may write to")


def check_replaceable(target: Path) -> None:
    """Raise PermissionError where a folder may not be emptied: to replace it would leave the old one behind, hidden."""
    with suppress(FileNotFoundError):  # another writer is replacing it, and may
        before = target.stat()
        closed = target.is_dir() and not os.access(target, os.W_OK | os.X_OK)
        if closed and os.path.samestat(before, target.stat()):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))


def new_folder(place: Path, prefix: str, suffix: str = "") -> Path:
    """A new folder in a place, for whoever the umask, the group and the place's own rules let in."""
    return _new(place, prefix, suffix, lambda path: path.mkdir())[0]


def take_place(partial: Path, target: Path) -> None:
    """Put a finished folder in the target's place, removing the old one. Where the system cannot exchange two
    names in one step, a process that ends between the two leaves the old folder aside, and `settle` puts it back.
    Raises OSError where the place cannot be written.
    """
    while True:
        if _exchanged(partial, target):
            return
        try:
            partial.rename(target)
        except OSError as error:
            # Full when it was tried and gone now: another writer is replacing it.
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST) and not target.exists():
                raise
        else:
            return
        old, handle = _temporary(target, folder=True, suffix=".old")
        try:
            with suppress(FileNotFoundError):  # another writer was quicker
                target.rename(old / target.name)
            try:
                partial.rename(target)
            except OSError as error:
                if error.errno in (errno.ENOTEMPTY, errno.EEXIST):  # again quicker
                    continue
                (old / target.name).rename(target)
                raise
            return
        finally:
            shutil.rmtree(old, ignore_errors=True)
            _close(handle)


def _exchanged(one: Path, other: Path) -> bool:
    """Let two paths exchange their names in one step; False where the system or the file system cannot, or one of them
    is not there.
    """
    rename = getattr(ctypes.CDLL(None), "renameat2", None) if sys.platform == "linux" else None
    if rename is None:
        return False
    here, exchange = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of linux/fcntl.h and linux/fs.h
    return bool(rename(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0)


def _temporary(target: Path, *, folder: bool, suffix: str = ".partial") -> tuple[Path, int]:
    """A new file or folder beside the target, and the handle that holds it while it is open (-1 where none can)."""
    while True:
        prefix, place = f".{target.name}.", target.parent
        if folder:
            path = new_folder(place, prefix, suffix)
            try:
                handle = -1 if sys.platform == "win32" else os.open(path, os.O_RDONLY)
            except FileNotFoundError:  # taken for a leftover at once
                continue
        else:
            path, handle = _new(place, prefix, suffix, _opened)
        if sys.platform != "win32":
            with suppress(OSError):  # a file system without locks: then nobody clears anything away there
                fcntl.flock(handle, fcntl.LOCK_EX)
        if path.exists():
            return path, handle
        _close(handle)  # taken for a leftover before it was held


def _new(place: Path, prefix: str, suffix: str, make: Callable[[Path], Given]) -> tuple[Path, Given]:
    """Something new with a name that nobody has. tempfile's own are for their maker alone, whatever the umask says."""
    while True:
        path = place / f"{prefix}{secrets.token_hex(4)}{suffix}"
        with suppress(FileExistsError):
            return path, make(path)


def _opened(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)


def _owner(path: Path) -> str:
    """Who a file or folder, or the nearest one above it that there is, belongs to, if that is somebody else."""
    with suppress(OSError, KeyError, NotImplementedError, AttributeError):
        there = next(filter(os.path.exists, (path, *path.parents)), None)
        if there is not None and there.stat().st_uid != os.geteuid():
            return there.owner()
    return ""


def _clear(target: Path) -> None:
    """Remove what killed writers of this file or folder left half-written beside it."""
    for path in _beside(target, ".partial"):
        with _unheld(path) as free:
            if free and path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            elif free:
                path.unlink(missing_ok=True)


def _beside(target: Path, suffix: str) -> Iterator[Path]:
    return target.parent.glob(f".{glob.escape(target.name)}.*{suffix}")


@contextmanager
def _unheld(path: Path) -> Iterator[bool]:
    """Whether nobody else holds a temporary file or folder; within, nobody can take hold of it either."""
    handle = _taken(path)
    try:
        yield handle >= 0
    finally:
        _close(handle)


def _taken(path: Path) -> int:
    """A handle that holds a temporary file or folder; -1 where somebody else does, or nobody can."""
    if sys.platform == "win32":
        return -1
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return -1
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return -1
    return handle


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Hold a folder against everybody else who holds it so; where no folder can be held, nobody waits."""
    handle = -1
    if sys.platform != "win32":
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        yield
    finally:
        _close(handle)


def _close(handle: int) -> None:
    if handle >= 0:
        os.close(handle)


def stamp(path: Path) -> tuple[int, ...]:
    """A mark that changes whenever a file is rewritten, found without reading it.

    It differs even where size and time of change are the same. Raises OSError where the file is missing.
    """
    stat = path.stat()
    return stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns


def sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal; of a folder, of those of its files in the order of their names."""
    digest = hashlib.sha256()
    for each in sorted(path.glob("[!.]*")) if path.is_dir() else [path]:
        for chunk in chunks(each):
            digest.update(chunk)
    return digest.hexdigest()


def chunks(path: Path, size: int = 1 << 18) -> Iterator[bytearray]:
    """The bytes of a file, piece by piece, in one buffer: a piece holds until the next is asked for."""
    buffer = bytearray(size)
    with path.open("rb", buffering=0) as file:
        while number := file.readinto(buffer):
            yield buffer if number == size else buffer[:number]


def sha256_of(paths: Sequence[Path]) -> str:
    """The SHA-256 of a file; of several that of all of theirs, in whatever order they come."""
    several = sorted(map(sha256, paths))
    return several[0] if len(several) == 1 else hashlib.sha256("".join(several).encode()).hexdigest()
