"""Where a worker begins: it takes the connection for itself, reads what to run, imports it and runs it, again and again
where it can."""

import importlib
import io
import os
import platform
import sys
from typing import Any, Dict, List, NoReturn, Optional

from tfdiff_probe import channel as channels
from tfdiff_probe import codec
from tfdiff_probe import fork_server
from tfdiff_probe import generated
from tfdiff_probe import messages
from tfdiff_probe import preload
from tfdiff_probe import problems
from tfdiff_probe import warm

# The status of a process that ends because nobody wants it any more, as shells have it.
INTERRUPTED = 130


def main(hello: Dict[str, Any], told: Optional[int] = None, preloaded: Any = None) -> None:
  """Serves runs until nobody wants any more, and leaves the process.

  hello: the head of the debugger's first frame; told: a file of those that follow it, before the connection's own.
  preloaded: what TensorFlow was imported under (fork_server.Preloaded); None where it was not.
  """
  channel = _take_connection(told)
  _say_hello(channel)
  try:
    codec.verify_version(hello)
    request, payload = channel.read(messages.Run, messages.Serve)
  except codec.MessageError as error:
    _leave(_report(channel, error))
  if isinstance(request, messages.Serve):
    fork_server.serve(channel.incoming, request, channel.log)
  if isinstance(request, messages.Run):
    _run_program(channel, hello, request, payload, preloaded)


def _run_program(
    channel: channels.Channel, hello: Dict[str, Any], setup: messages.Run, payload: bytearray, preloaded: Any) -> NoReturn:
  folder = os.getcwd()

  def restart() -> NoReturn:
    sys.stdout.flush()
    frames = channels.frame_of(hello) + channel.hand_over()
    preload.restart(preloaded.bootstrap, preloaded.original, folder, frames)

  watch, log = warm.Import(), Log(channel)
  # It may take long, and end with the connection.
  channel.start(interrupts=False)
  imported = _import(channel, setup, log, watch, preload.Guard(preloaded, setup, restart))
  channel.stop()
  obstacle = watch.obstacle()
  if obstacle is not None:
    channel.log('%s: its process serves one run, and the next imports the program anew' % obstacle)
    channel.start()
    _leave(0 if channel.is_abandoned else _run(channel, _side(setup), setup, payload, imported))
  _serve(channel, setup, payload, imported, log, watch)


def _side(setup: messages.Run) -> Any:
  """The module that knows what to import for a run, and how to run it."""
  return importlib.import_module('tfdiff_probe.' + setup.side)


def _import(
    channel: channels.Channel, setup: messages.Run, log: 'Log', watch: warm.Import, guard: preload.Guard) -> Any:
  try:
    guard.choose_keras(log)
    with guard, watch:
      return _side(setup).load(log, setup, watch.watch_sessions)
  except BaseException as error:
    _leave(_report(channel, error))


def _serve(
    channel: channels.Channel, setup: messages.Run, payload: bytearray, imported: Any, log: 'Log',
    watch: warm.Import) -> NoReturn:
  """Runs after runs, each in a process forked off: of the side that was imported, or of the calculator, which needs no
  more."""
  is_first = True
  while True:
    if not (is_first and channel.is_abandoned):
      side = _side(setup)
      status = warm.fork(lambda: _run_in_fork(channel, side, setup, payload, imported, None if is_first else log))
      if status != 0:
        warm.end_like(status)
    is_first = False
    channel.forget()
    channel.send(messages.Ended())
    _await_next(channel, watch)
    setup, payload = channel.read(messages.Run)


def _run_in_fork(
    channel: channels.Channel, side: Any, setup: messages.Run, payload: bytearray, imported: Any,
    log: 'Optional[Log]') -> int:
  channel.start()
  if log is not None:
    _say_hello(channel)
    log.repeat()
  return _run(channel, side, setup, payload, imported)


def _await_next(channel: channels.Channel, watch: warm.Import) -> None:
  """Waits until another run is wanted; leaves the process where it could not be as the first."""
  channel.read(messages.Again)
  if watch.is_stale():
    channel.send(messages.Stale())
    _leave(0)
  channel.send(messages.Ready())


class Log:
  """Sends lines of the import, and keeps them for the runs after the first."""

  def __init__(self, channel: channels.Channel) -> None:
    self._channel = channel
    self._lines: List[str] = []

  def log(self, text: str) -> None:
    """Sends a line for the log."""
    self._lines.append(text)
    self._channel.log(text)

  def repeat(self) -> None:
    """Sends again what was sent."""
    for line in self._lines:
      self._channel.log(line)


def _take_connection(told: Optional[int]) -> channels.Channel:
  """Moves the connection away from stdin and stdout, where the user's program would read it and print into it."""
  incoming, outgoing = os.dup(0), os.dup(1)
  nothing = os.open(os.devnull, os.O_RDONLY)
  os.dup2(nothing, 0)
  os.close(nothing)
  os.dup2(2, 1)
  sys.stdin = io.open(0, 'r', closefd=False)
  for name in ('stdout', 'stderr'):
    fd = 1 if name == 'stdout' else 2
    stream = io.open(fd, 'w', buffering=1, closefd=False, encoding='utf-8', errors='backslashreplace')
    setattr(sys, name, stream)
    setattr(sys, '__%s__' % name, stream)
  for prompt in ('ps1', 'ps2'):
    if hasattr(sys, prompt):
      delattr(sys, prompt)
  return channels.Channel(incoming, outgoing, told)


def _say_hello(channel: channels.Channel) -> None:
  channel.send(messages.Hello(messages.VERSION, platform.python_version(), sys.executable, os.getpid()))


def _run(channel: channels.Channel, side: Any, setup: messages.Run, payload: bytearray, imported: Any) -> int:
  """One run to its end; returns the process's status."""
  channel.tensor_limit = setup.tensor_limit
  try:
    try:
      side.run(channel, setup, payload, imported)
    finally:
      generated.remove()
  except BaseException as error:
    return _report(channel, error)
  return 0


def _report(channel: channels.Channel, error: BaseException) -> int:
  """Sends what ended a run; returns the process's status."""
  if isinstance(error, channels.Cancelled) or channel.is_abandoned:
    return 0 if channel.is_abandoned else INTERRUPTED
  is_problem = isinstance(error, (problems.Problem, codec.MessageError))
  if error.__cause__ is not None or not is_problem:
    problems.print_traceback(error.__cause__ if is_problem and error.__cause__ is not None else error)
  try:
    channel.send(problems.event(error))
  except channels.Cancelled:
    return INTERRUPTED
  return 0


def _leave(status: int) -> NoReturn:
  sys.stdout.flush()
  sys.stderr.flush()
  # Without the interpreter's own clean-up: libraries' threads would hold it up.
  os._exit(status)
