"""A process that has TensorFlow imported, and forks a worker off for each program that is to be run.

Importing TensorFlow takes seconds, forking hundredths of one. A worker that is forked off begins as a fresh interpreter
does: it reads the prompt's line, greets, and is given the probe. Where TensorFlow cannot be imported ahead, an interpreter
is started anew for each worker instead, so that whoever asks for a worker need not know.
"""

import array
import os
import select
import signal
import socket
import sys
from typing import Callable, Dict, List, NoReturn, Optional, Set

from tfdiff_probe import legacy_keras
from tfdiff_probe import messages
from tfdiff_probe import warm

PACKAGE = 'tfdiff_probe'
# What comes with a request: the worker's connection, its log, and what its life is told on.
COUNT = 3


class Preloaded:
  """What a worker that was forked off begins with.

  original: the environment of the interpreter; environment: the same after TensorFlow was imported under it.
  modules: the names of what was imported, without those inside packages.
  bootstrap: what an interpreter begins with that imports TensorFlow itself.
  """

  def __init__(self, original: Dict[str, str], bootstrap: str) -> None:
    self.original = original
    self.environment = dict(os.environ)
    self.modules: Set[str] = {name for name in sys.modules if '.' not in name}
    self.bootstrap = bootstrap


def serve(connection: int, setup: messages.Serve, log: Callable[[str], None]) -> NoReturn:
  """Forks a worker for each request, until the debugger is gone. Returns in none of the processes."""
  original = dict(os.environ)
  watch = warm.Import()
  with watch:
    _import_tensorflow(watch, log)
  obstacle = watch.obstacle() if 'tensorflow' in sys.modules else 'there is no TensorFlow to import'
  if obstacle is not None:
    log('%s: each worker imports TensorFlow itself' % obstacle)
  preloaded = None if obstacle is not None else Preloaded(original, setup.bootstrap)
  worker = _Server(connection, lambda: None if watch.is_stale() else preloaded, original).run()
  _begin(worker)


def _import_tensorflow(watch: warm.Import, log: Callable[[str], None]) -> None:
  legacy_keras.choose()
  try:
    import tensorflow  # noqa: F401  pylint: disable=unused-import
  except BaseException as error:  # pylint: disable=broad-except
    # A worker of its own says what is wrong, to whom it concerns.
    log('importing TensorFlow ahead failed: %s' % error)
    sys.modules.pop('tensorflow', None)
    return
  watch.watch_sessions()


class _Server:
  """Waits for requests and for the ends of workers."""

  def __init__(self, connection: int, preloaded: Callable[[], Optional[Preloaded]], original: Dict[str, str]) -> None:
    self._connection = socket.socket(fileno=connection)
    self._preloaded = preloaded
    self._original = original
    # What each worker's life is told on, by process.
    self._lives: Dict[int, socket.socket] = {}
    self._woken, self._wakes = os.pipe()
    os.set_blocking(self._wakes, False)
    signal.set_wakeup_fd(self._wakes)
    signal.signal(signal.SIGCHLD, lambda *_: None)

  def run(self) -> Preloaded:
    """Serves; returns in a worker that was forked off, with what that begins with."""
    while True:
      readable = self._wait()
      if self._woken in readable:
        os.read(self._woken, 512)
        self._bury()
      for process in [process for process, life in self._lives.items() if life.fileno() in readable]:
        _kill(process)
      if self._connection.fileno() in readable:
        begun = self._fork()
        if begun is not None:
          return begun

  def _wait(self) -> Set[int]:
    poll = select.poll()
    for descriptor in [self._woken, self._connection.fileno()]:
      poll.register(descriptor, select.POLLIN)
    for life in self._lives.values():
      # Only its end is waited for.
      poll.register(life.fileno(), select.POLLIN | select.POLLHUP)
    return {descriptor for descriptor, _ in poll.poll()}

  def _fork(self) -> Optional[Preloaded]:
    """In the worker that is forked off what it begins with; None in this process."""
    descriptors = self._receive()
    life = socket.socket(fileno=descriptors[-1])
    if select.select([life], [], [], 0)[0]:
      # Nobody wants it any more.
      life.close()
      _close(descriptors[:-1])
      return None
    preloaded = self._preloaded()
    process = os.fork()
    if process == 0:
      self._become_worker(descriptors)
      if preloaded is None:
        os.execve(sys.executable, [sys.executable, '-I', '-m', 'code'], self._original)
      return preloaded
    _close(descriptors[:-1])
    self._lives[process] = life
    _tell(life, process)
    return None

  def _receive(self) -> List[int]:
    """The descriptors of the next request; ends the process with the debugger."""
    found = array.array('i')
    try:
      data, ancillary, _, _ = self._connection.recvmsg(1, socket.CMSG_LEN(COUNT * found.itemsize), socket.MSG_CMSG_CLOEXEC)
    except OSError:
      data, ancillary = b'', []
    for level, kind, content in ancillary:
      if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
        found.frombytes(content[:len(content) - len(content) % found.itemsize])
    if not data or len(found) != COUNT:
      self._end()
    return list(found)

  def _become_worker(self, descriptors: List[int]) -> None:
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    connection, log, life = descriptors
    for stream, descriptor in enumerate((connection, connection, log)):
      os.dup2(descriptor, stream)
    _close([connection, log, life, self._woken, self._wakes])
    self._connection.close()
    for other in self._lives.values():
      other.close()

  def _bury(self) -> None:
    """Tells how workers have ended, and ends what they have left behind."""
    while True:
      try:
        found = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
      except ChildProcessError:
        return
      if found is None:
        return
      # While its number cannot be another's.
      _kill(found.si_pid)
      _, status = os.waitpid(found.si_pid, 0)
      life = self._lives.pop(found.si_pid, None)
      if life is not None:
        _tell(life, status)
        life.close()

  def _end(self) -> NoReturn:
    for process in self._lives:
      _kill(process)
    os._exit(0)


def _begin(preloaded: Preloaded) -> NoReturn:
  """A worker's life from its first line on."""
  line = b''
  while not line.endswith(b'\n'):
    part = os.read(0, 1)
    if not part:
      os._exit(130)
    line += part
  # The probe comes with the debugger that asked for the worker.
  sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != '__main__']
  for name in [name for name in sys.modules if name.partition('.')[0] == PACKAGE]:
    del sys.modules[name]
  code = compile(preloaded.bootstrap, '<tfdiff probe>/bootstrap.py', 'exec')
  exec(code, {'__name__': '__main__', 'preloaded': preloaded})
  os._exit(1)


def _kill(process: int) -> None:
  """Ends a process that is a session's leader with all it has started; one that is not yet by itself."""
  for end in (os.killpg, os.kill):
    try:
      end(process, signal.SIGKILL)
    except ProcessLookupError:
      pass


def _tell(life: socket.socket, number: int) -> None:
  try:
    life.sendall(b'%d\n' % number)
  except OSError:
    # The debugger has gone: its end is noticed where the connection is read.
    pass


def _close(descriptors: List[int]) -> None:
  for descriptor in descriptors:
    os.close(descriptor)
