"""A worker without TensorFlow that is killed at a message of its choice: the probe as it is, with a small model of its own
in the place of TensorFlow's world.

    python3 dying_worker.py            what a Python is started as by the debugger; what it is told to run is not looked at

`DIES` says when: `sent 3` in the middle of the third message that it would send, `received 3` as soon as it has read the
third; never, where it is not set. `LEDGER` names a file that gets a line for each message sent or received.
"""

import json
import mmap
import os
import signal
import struct
import sys

FAKE_MODULES = {}

FAKE_MODULES['arrays'] = '''
import array

class Kind:
  name = 'float32'

class Fake:
  dtype = Kind
  def __init__(self, values):
    self.values = array.array('f', values)
    self.shape = (len(self.values),)
    self.size = len(self.values)
  def reshape(self, size):
    return self
  def view(self, kind):
    return memoryview(self.values).cast('B')

def comparable(value):
  return Fake(value), None

def thinned(array, limit):
  return array, 1, None
'''

FAKE_MODULES['candidate'] = FAKE_MODULES['reference'] = '''
from tfdiff_probe import channel as channels
from tfdiff_probe import messages

LAYERS = ['first', 'second']

def load(log, setup, on_tensorflow):
  log.log('imported')

def run(channel, setup, payload, imported):
  channel.await_request()
  Model(channel, setup).run()

class Model:
  """Two layers of one operation each, the second of which differs, as does what its variable begins with."""
  def __init__(self, channel, setup):
    self._channel, self._setup = channel, setup
    self._is_reference = setup.side == 'reference'
    self._weight = [0.5, 0.5 if self._is_reference else 0.25]

  def run(self):
    self._channel.variable(messages.Variable('weight', [2], 'float32', True, 1, [], 'weight', None))
    if self._is_reference:
      self._agree()
    is_told = self._is_reference or self._setup.layout is not None
    for place in range(2):
      self._channel.operation('net/op%d' % place, 'Relu', self._value(place), list, self._facts(place))
      if is_told:
        self._channel.endpoint(LAYERS[place], self._value(place))
    if not self._is_reference:
      self._agree()
    for place in () if is_told else range(2):
      self._channel.endpoint(LAYERS[place], self._value(place))
    self._channel.finish(messages.Finished(None, 0.5, [], [], None))

  def _value(self, place):
    return [1.0, self._weight[1] * place]

  def _facts(self, place):
    return lambda: channels.OperationFacts(str(place), {}, [])

  def _agree(self):
    entries = None if self._is_reference else [
        messages.LayoutEntry(name, place, 'Relu', 0) for place, name in enumerate(LAYERS)]
    self._channel.send(messages.Layout(LAYERS, entries))
    if self._setup.asks_pairing:
      self._channel.hold(self._answer)

  def _answer(self, question):
    if isinstance(question, messages.AskStructure):
      self._channel.send(messages.Structure([], [], [], {}, {}))
    elif isinstance(question, messages.AskInitialDigests):
      self._channel.send(messages.InitialDigests([messages.ValueDigest('weight', str(self._weight))]))
    else:
      self._channel.initial_value('weight', self._weight)
'''


class Fate:
  """Counts the messages of a worker, through all of its processes, and ends the one that is at the fatal one."""

  def __init__(self):
    way, _, number = os.environ.get('DIES', 'never').partition(' ')
    self._fatal = (way, int(number or 0))
    self._counts = {way: mmap.mmap(-1, 8) for way in ('sent', 'received')}
    self._ledger = os.open(os.environ['LEDGER'], os.O_WRONLY | os.O_CREAT | os.O_APPEND) if 'LEDGER' in os.environ else None

  def on_sending(self, write, frame, name):
    """Sends a frame, or half of it and dies."""
    if self._is_fatal('sent', name):
      write(frame[:len(frame) // 2])
      self._die()
    write(frame)

  def on_received(self, name):
    """Dies of a message that was received, or does not."""
    if self._is_fatal('received', name):
      self._die()

  def _is_fatal(self, way, name):
    """Counts a message; whether it is the one to die of."""
    number = struct.unpack('q', self._counts[way][:])[0] + 1
    self._counts[way][:] = struct.pack('q', number)
    if self._ledger is not None:
      os.write(self._ledger, ('%s %s\n' % (way, name)).encode())
    return (way, number) == self._fatal

  @staticmethod
  def _die():
    """As the system kills a process that takes too much memory."""
    os.kill(os.getpid(), signal.SIGKILL)


def main():
  """Speaks as an interpreter does that the debugger has started."""
  fate = Fate()
  while os.read(0, 1) not in (b'\n', b''):
    pass
  os.write(1, b'\x02TFDIFF 1\n')
  _, head_length, _ = struct.unpack('<4sIQ', read(16))
  hello = json.loads(read(head_length).decode('utf-8'))
  fate.on_received('hello')
  modules = dict(hello['modules'], **FAKE_MODULES)
  install(modules)
  from tfdiff_probe import channel as channels
  watch(channels.Channel, fate)
  from tfdiff_probe import main as probe
  probe.main(hello)


def read(count):
  """So many bytes of the connection."""
  data = b''
  while len(data) < count:
    part = os.read(0, count - len(data))
    if not part:
      os._exit(130)
    data += part
  return data


def install(modules):
  """Makes the probe's modules, from their sources."""
  import importlib.abc
  import importlib.util

  class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds them before anything else."""

    def find_spec(self, name, path=None, target=None):
      package, _, module = name.rpartition('.')
      is_ours = name == 'tfdiff_probe' or package == 'tfdiff_probe' and module in modules
      return importlib.util.spec_from_loader(name, self, is_package=not package) if is_ours else None

    def create_module(self, spec):
      return None

    def exec_module(self, module):
      name = module.__name__.rpartition('.')[2]
      exec(compile(modules.get(name, ''), name + '.py', 'exec'), module.__dict__)

  sys.meta_path.insert(0, Finder())


def watch(channel, fate):
  """Puts the fate between the channel and the connection."""
  send, write, read_frame = channel.send, channel._write, channel._read_frame

  def watched_send(self, event, payload=b''):
    parts = []
    self._write = lambda view: parts.append(bytes(view))
    send(self, event, payload)
    del self._write
    fate.on_sending(lambda frame: write(self, memoryview(frame)), b''.join(parts), event.event)

  def watched_read(self):
    frame = read_frame(self)
    if frame is not None:
      fate.on_received(frame[0]['request'])
    return frame

  channel.send, channel._read_frame = watched_send, watched_read


if __name__ == '__main__':
  main()
