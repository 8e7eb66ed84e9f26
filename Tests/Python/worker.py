"""A worker as the debugger starts one, and what it says; for looking at the probe with a real TensorFlow and no debugger.

Run as a program: PYTHON SIDE FILE STEPS [NAME=VALUE of the run's settings ...], prints every rung with its norm.
"""

import json
import os
import pathlib
import struct
import subprocess
import sys

HEADER = struct.Struct('<4sIQ')
MAGIC = b'TFD1'
GREETING = b'TFDIFF 1\n'
PROBE = pathlib.Path(__file__).resolve().parents[2] / 'Sources' / 'TFDiffLive' / 'Probe'
# What a run is where nothing else is said, as the debugger's `RunSetup` has it.
SETTINGS = dict(
    request='run', training=True, seed=42, tool_mode='constant', is_paired=False, asks_pairing=False,
    bookkeeping_types=['Const', 'Identity', 'ReadVariableOp'], candidate='eager', returns_operations=False,
    tells_operands=False, restores=False, replaces_weights=False,
    tensor_limit=1 << 28, disabled_rewrites=[], optimizes=True, steps=1, ends_at_loss=False, passes_gradients=False,
    moves_input=False)


class Worker:
  """A process that runs one side of a program.

  `values`: gives what a variable that may be given a value is to have, by its name and the step; None for its own.
  """

  def __init__(self, python, side, file, values=lambda name, step: None, **settings):
    import numpy
    self._numpy = numpy
    self._values = values
    self.events, self.rungs, self.outputs = [], [], []
    environment = dict(os.environ, TF_CPP_MIN_LOG_LEVEL='3', CUDA_VISIBLE_DEVICES='-1')
    self._process = subprocess.Popen(
        [python, '-c', (PROBE / 'bootstrap.py').read_text()], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL if settings.pop('is_quiet', False) else None, env=environment)
    while self._process.stdout.readline()[-len(GREETING):] != GREETING:
      pass
    modules = {path.stem: path.read_text() for path in (PROBE / 'tfdiff_probe').glob('*.py')}
    version = next(line for line in modules['messages'].splitlines() if line.startswith('VERSION'))
    self._send(dict(request='hello', version=int(version.rpartition(' ')[2]), modules=modules))
    path = pathlib.Path(file).resolve()
    self._send(dict(SETTINGS, side=side, file=str(path), source=path.read_text(), folder=str(path.parent), **settings))

  def run(self):
    """Runs to the end; returns every rung as (step, kind, name, is free, value)."""
    more = True
    while more:
      self._send(dict(request='advance', to='endpoint'))
      more = self._converse()
    self.close()
    return self.rungs

  def ask(self, request, **fields):
    """Puts a request to a run that is held, or has it advance; returns the events that it answers with."""
    known = len(self.events)
    self._send(dict(request=request, **fields))
    self._converse()
    return self.events[known:]

  def calculate(self, op_type, attributes, inputs, output_type=None, is_in_double=False):
    """Has a calculator execute an operation; returns its outputs, or the words in which it is refused."""
    known = len(self.events)
    self.outputs = []
    self._send(dict(request='calculate', type=op_type, attributes=attributes, inputs=len(inputs),
                    output_type=output_type, is_in_double=is_in_double))
    for each in inputs:
      self._answer(each)
    self._converse()
    refused = [event['message'] for event in self.events[known:] if event['event'] == 'refused']
    return refused[0] if refused else self.outputs

  def abandon(self):
    """Wants no more of a run that does not end by itself."""
    self._send(dict(request='abandon'))
    self.close()

  def close(self):
    """Waits until the run's process is gone, and gives up the one that forked it, where it was forked."""
    try:
      while not self.events or self.events[-1]['event'] != 'ended':
        head, _ = self._receive()
        self.events.append(head)
    except EOFError:
      pass
    self._process.stdin.close()
    self._process.wait()

  def _converse(self):
    while True:
      head, payload = self._receive()
      self.events.append(head)
      kind = head['event']
      if kind == 'rung':
        value = self._numpy.frombuffer(payload, head['tensor']['dtype']).reshape(head['tensor']['shape'])
        self.rungs.append((head['step'], head['kind'], head['name'], head['is_free'], value))
      elif kind == 'output':
        self.outputs.append(
            self._numpy.frombuffer(payload, head['tensor']['dtype']).reshape(head['tensor']['shape']))
      elif kind == 'restore':
        step = max([rung[0] for rung in self.rungs], default=0) + 1
        for variable in head['variables']:
          self._answer(self._values(variable['name'], step))
      elif kind == 'done':
        return head['more']
      elif kind == 'error':
        return False

  def _answer(self, value):
    if value is None:
      return self._send(dict(request='value'))
    array = self._numpy.asarray(value, order='C')
    return self._send(
        dict(request='value', tensor=dict(dtype=array.dtype.name, shape=list(array.shape))), array.tobytes())

  def _send(self, head, payload=b''):
    text = json.dumps(head).encode('utf-8')
    self._process.stdin.write(HEADER.pack(MAGIC, len(text), len(payload)) + text + payload)
    self._process.stdin.flush()

  def _receive(self):
    header = self._process.stdout.read(HEADER.size)
    if len(header) < HEADER.size:
      raise EOFError('the worker is gone')
    _, head, payload = HEADER.unpack(header)
    return json.loads(self._process.stdout.read(head)), self._process.stdout.read(payload)


def values_of(rungs):
  """What a candidate is given of a reference's rungs, by name and step: what its variables and slots were before it."""
  known = {}
  for step, kind, name, _, value in rungs:
    if kind == 'variable':
      known[name[len('variables/'):], step + 1] = value
    elif kind == 'slot':
      known[name, step + 1] = value
  return lambda name, step: known.get((name, step))


def difference(value, other):
  """The greatest difference of two arrays, relative to the largest element of the first."""
  import numpy
  if value.shape != other.shape:
    return float('inf')
  largest = float(numpy.abs(value).max()) if value.size else 0.0
  greatest = float(numpy.abs(value.astype('float64') - other).max()) if value.size else 0.0
  return greatest / largest if largest else greatest


def pair(reference, candidate, file, initial, **settings):
  """Runs both sides of a program, the candidate from the reference's values.

  Returns both workers, and by (step, is free, kind, name) the difference of every rung that both have. `initial`: by name,
  what variables begin with on both sides; a function, or None for each side's own.
  """
  first = Worker(reference, 'reference', file, values=lambda name, step: initial(name), restores=True,
                 replaces_weights=True, **settings)
  told = first.run()
  later = values_of(told)
  second = Worker(
      candidate, 'candidate', file, values=lambda name, step: initial(name) if step == 1 else later(name, step),
      restores=True, replaces_weights=True, **settings)
  theirs = {(step, name): value for step, _, name, _, value in told}
  found = {}
  for step, kind, name, is_free, value in second.run():
    if (step, name) in theirs:
      found[step, is_free, kind, name] = difference(theirs[step, name], value)
  return first, second, found


def _main(python, side, file, steps, *settings):
  import numpy
  given = {name: json.loads(value) for name, _, value in (each.partition('=') for each in settings)}
  worker = Worker(python, side, file, steps=int(steps), **given)
  for step, kind, name, is_free, value in worker.run():
    norm = float(numpy.sqrt((value.astype('float64') ** 2).sum()))
    print(step, 'free' if is_free else '    ', kind, name, list(value.shape), norm)
  for event in worker.events:
    if event['event'] in ('log', 'error'):
      print(event.get('text') or event)


if __name__ == '__main__':
  _main(*sys.argv[1:])
