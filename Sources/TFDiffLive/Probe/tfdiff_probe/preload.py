"""Sees to it that a program that finds TensorFlow imported runs as one that imports it itself."""

import importlib.machinery
import os
import sys
import tempfile
from typing import Any, Callable, Dict, Iterable, List, NoReturn, Set

from tfdiff_probe import legacy_keras
from tfdiff_probe import messages


class Guard:
  """Watches what importing the program does, where TensorFlow is there already.

  Used as a context around the import. A program that sets what TensorFlow reads when it is imported, or has modules of its
  own in the place of those that were imported with it, begins again in an interpreter without them.
  """

  def __init__(self, preloaded: Any, setup: messages.Run, restart: Callable[[], NoReturn]) -> None:
    """`preloaded`: a fork_server.Preloaded; None where nothing was imported ahead, and nothing is to be watched."""
    self._preloaded = preloaded
    self._setup = setup
    self._restart = restart
    self._restore: List[Callable[[], None]] = []
    self._path: List[str] = []

  def __enter__(self) -> 'Guard':
    if self._preloaded is not None:
      self._path = list(sys.path)
      self._verify_modules([os.path.dirname(self._setup.file or ''), self._setup.folder])
      self._watch_environment()
    return self

  def __exit__(self, *exception: Any) -> None:
    for restore in self._restore:
      restore()
    if self._preloaded is not None:
      self._verify_modules(folder for folder in sys.path if folder not in self._path)

  def choose_keras(self, log: Any) -> None:
    """Chooses the Keras that the program was written for, anew where one was chosen before there was a program."""
    if self._preloaded is not None:
      legacy_keras.forget_choice(self._preloaded.original)
    legacy_keras.prepare(self._setup, log)
    if self._preloaded is not None and dict(os.environ) != self._preloaded.environment:
      self._restart()

  def _verify_modules(self, folders: Iterable[str]) -> None:
    if any(_modules(folder) & self._preloaded.modules for folder in folders if folder):
      self._restart()

  def _watch_environment(self) -> None:
    known: Dict[str, str] = self._preloaded.environment

    def is_same(name: Any, value: Any = None) -> bool:
      return known.get(os.fsdecode(name)) == (None if value is None else os.fsdecode(value))

    # Where the two are looked up differs between versions of Python.
    for owner in (os, os.environ):
      for name in ('putenv', 'unsetenv'):
        if hasattr(owner, name):
          self._watch(owner, name, is_same)

  def _watch(self, owner: Any, name: str, is_same: Callable[..., bool]) -> None:
    original = getattr(owner, name)

    def watched(*positional: Any) -> None:
      if not is_same(*positional):
        self._restart()
      original(*positional)

    setattr(owner, name, watched)
    self._restore.append(lambda: setattr(owner, name, original))


def restart(bootstrap: str, environment: Dict[str, str], folder: str, frames: bytes) -> NoReturn:
  """Begins the worker again, in an interpreter of its own that has nothing imported and is told `frames` first; its
  connection is on stdin and stdout."""
  # No pipe, which holds less than an input may be.
  file = tempfile.TemporaryFile()
  file.write(frames)
  file.flush()
  file.seek(0)
  os.set_inheritable(file.fileno(), True)
  os.chdir(folder)
  os.execve(sys.executable, [sys.executable, '-c', bootstrap, str(file.fileno())], environment)


def _modules(folder: str) -> Set[str]:
  """The names of modules and packages in a folder."""
  try:
    names = os.listdir(folder)
  except OSError:
    return set()
  suffixes = tuple(importlib.machinery.all_suffixes())
  found = {name.partition('.')[0] for name in names if name.endswith(suffixes)}
  return found | {name for name in names if os.path.isfile(os.path.join(folder, name, '__init__.py'))}
