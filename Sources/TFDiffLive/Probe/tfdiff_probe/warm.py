"""A worker that stays warm: the program is imported once, and each run goes on from there in a process forked off.

What a run leaves behind in the program (counters at the top of a module, caches, TensorFlow's own state) goes with its
process, so that each begins as the first did. Where the import has done what a fork would not survive or would share, a
worker serves one run, itself, and is replaced for the next.
"""

import builtins
import os
import signal
import stat
import sys
import threading
import warnings
from typing import Any, Callable, Dict, List, Optional, Set, Tuple

from tfdiff_probe import stacks

# PR_SET_CHILD_SUBREAPER of <linux/prctl.h>: what a run starts and leaves behind becomes this process's child.
SUBREAPER = 36
# Files that are no one's and never the same twice.
SYSTEM = ('/proc/', '/sys/', '/dev/')
SESSIONS = 'tensorflow.python.client.session'
CONTEXT = 'tensorflow.python.eager.context'

Stamp = Optional[Tuple[int, int]]


class Import:
  """Watches what importing the program does.

  Used as a context around the import.
  """

  def __init__(self) -> None:
    self._opened: Set[str] = set()
    self._is_open = False
    self._stamps: Dict[str, Stamp] = {}
    self._descriptors: Set[int] = set()
    self._has_session = False
    self._restore: List[Callable[[], None]] = []

  def __enter__(self) -> 'Import':
    self._is_open = True
    self._descriptors = _regular_files()
    self._watch_files()
    return self

  def __exit__(self, *exception: Any) -> None:
    self._is_open = False
    for restore in self._restore:
      restore()
    names = [getattr(module, '__file__', None) for module in list(sys.modules.values())]
    paths = self._opened | {name for name in names if name}
    self._stamps = {path: _stamp(path) for path in paths if stacks.is_user(path) and not path.startswith(SYSTEM)}

  def watch_sessions(self) -> None:
    """From here on a session that is made is noticed; called as soon as TensorFlow is there."""
    module = sys.modules.get(SESSIONS)
    if module is None:
      return
    kind = module.BaseSession
    original = kind.__init__

    def noticed(session: Any, *positional: Any, **options: Any) -> None:
      self._has_session = True
      original(session, *positional, **options)

    kind.__init__ = noticed
    self._restore.append(lambda: setattr(kind, '__init__', original))

  def obstacle(self) -> Optional[str]:
    """Why the process cannot be forked for each run, in words; None where it can."""
    if not (sys.platform.startswith('linux') and _adopt_orphans()):
      return 'this system has no subreapers'
    if self._has_session or _has_context():
      return 'importing the program starts TensorFlow'
    if threading.active_count() > 1:
      return 'importing the program starts threads'
    if _regular_files() - self._descriptors:
      return 'importing the program leaves a file open'
    return None

  def is_stale(self) -> bool:
    """Whether a file that the import has read is another by now."""
    return any(_stamp(path) != stamp for path, stamp in self._stamps.items())

  def _watch_files(self) -> None:
    if hasattr(sys, 'addaudithook'):
      sys.addaudithook(self._on_audit)
      return
    original = builtins.open

    def noticed(file: Any, *positional: Any, **options: Any) -> Any:
      self._record_file(file)
      return original(file, *positional, **options)

    builtins.open = noticed
    self._restore.append(lambda: setattr(builtins, 'open', original))

  def _on_audit(self, event: str, arguments: Tuple[Any, ...]) -> None:
    if self._is_open and event == 'open':
      self._record_file(arguments[0])

  def _record_file(self, file: Any) -> None:
    if isinstance(file, (str, bytes, os.PathLike)):
      self._opened.add(os.path.abspath(os.fsdecode(file)))


def fork(run: Callable[[], int]) -> int:
  """Calls `run` in a process of its own and ends that with what it returns; returns its status as `waitpid` has it.

  All that it started ends with it.
  """
  sys.stdout.flush()
  sys.stderr.flush()
  with warnings.catch_warnings():
    # Threads of libraries that were only loaded wait for work, and hold nothing.
    warnings.simplefilter('ignore')
    child = os.fork()
  if child == 0:
    status = 1
    try:
      status = run()
    finally:
      sys.stdout.flush()
      sys.stderr.flush()
      # Without the interpreter's own clean-up: libraries' threads would hold it up.
      os._exit(status)
  _, status = os.waitpid(child, 0)
  _end_orphans()
  return status


def end_like(status: int) -> None:
  """Ends this process as another ended, by the status that `waitpid` has of it."""
  if os.WIFSIGNALED(status):
    if os.WTERMSIG(status) not in (signal.SIGKILL, signal.SIGSTOP):
      signal.signal(os.WTERMSIG(status), signal.SIG_DFL)
    os.kill(os.getpid(), os.WTERMSIG(status))
  os._exit(os.WEXITSTATUS(status) if os.WIFEXITED(status) else 1)


def _end_orphans() -> None:
  for _ in range(1000):
    children = _children()
    if not children:
      return
    for child in children:
      try:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
      except (ProcessLookupError, ChildProcessError):
        pass


def _children() -> List[int]:
  pid = os.getpid()
  try:
    with open('/proc/%d/task/%d/children' % (pid, pid)) as file:
      return [int(word) for word in file.read().split()]
  except OSError:
    return []


def _adopt_orphans() -> bool:
  try:
    import ctypes
    return ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0) == 0
  except (ImportError, OSError, AttributeError):
    return False


def _has_context() -> bool:
  context = getattr(sys.modules.get(CONTEXT), '_context', None)
  # Where it cannot be told, it is taken to have been started.
  return context is not None and getattr(context, '_context_handle', context) is not None


def _regular_files() -> Set[int]:
  found: Set[int] = set()
  for name in os.listdir('/proc/self/fd') if os.path.isdir('/proc/self/fd') else ():
    try:
      if stat.S_ISREG(os.fstat(int(name)).st_mode):
        found.add(int(name))
    except OSError:
      pass
  return found


def _stamp(path: str) -> Stamp:
  try:
    facts = os.stat(path)
  except OSError:
    return None
  return facts.st_mtime_ns, facts.st_size
