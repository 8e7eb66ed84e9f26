"""Where a worker begins: it takes the connection for itself, reads what to run, and runs it."""

import importlib
import io
import os
import platform
import sys

from tfdiff_probe import channel as channels
from tfdiff_probe import generated
from tfdiff_probe import problems


def main():
  """Runs one side to its end and leaves the process."""
  channel = _take_connection()
  status = 0
  try:
    channel.send({
        'event': 'hello', 'python': platform.python_version(), 'executable': sys.executable, 'pid': os.getpid()})
    setup, payload = channel.receive()
    channel.tensor_limit = setup['tensor_limit']
    _run(channel, setup, payload)
  except (channels.Cancelled, KeyboardInterrupt):
    status = 130
  sys.stdout.flush()
  sys.stderr.flush()
  # Without the interpreter's own clean-up: libraries' threads would hold it up.
  os._exit(status)


def _take_connection():
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
  channel = channels.Channel(incoming, outgoing)
  channel.start()
  return channel


def _run(channel, setup, payload):
  world = importlib.import_module('tfdiff_probe.' + setup['side'])
  try:
    try:
      world.run(channel, setup, payload)
    finally:
      generated.remove()
  except problems.Problem as error:
    if error.__cause__ is not None:
      problems.print_traceback(error.__cause__)
    channel.send(problems.facts(error, error.kind))
  except (Exception, SystemExit) as error:
    problems.print_traceback(error)
    channel.send(problems.facts(error, 'program'))
