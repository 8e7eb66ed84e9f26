"""The worker's end of the connection: frames in, frames out, and waiting to be asked on.

A frame is a header (magic, length of the head, length of the payload), a head in JSON and raw bytes. The debugger
asks for an advance and gets events until one that says it is done.
"""

import json
import math
import os
import queue
import select
import signal
import struct
import sys
import threading
import time

from tfdiff_probe import arrays

HEADER = struct.Struct('<4sIQ')
MAGIC = b'TFD1'
GRACE_SECONDS = 1.0


class Cancelled(BaseException):
  """The debugger wants no more of this run. No Exception, so that a program does not swallow it."""


class Channel:
  """Tells the debugger events, and holds the run where it wants it held.

  Used by the thread that runs the program; a thread of its own reads what the debugger says, so that its going away
  ends a run that never returns.
  """

  def __init__(self, incoming, outgoing):
    self._incoming = incoming
    self._outgoing = outgoing
    self._frames = queue.Queue()
    # What the listening thread is woken with, where it is to stop.
    self._wake = None
    self._listener = None
    self._interrupts = True
    # Whether the debugger wants no more of this run, and may want another.
    self.is_abandoned = False
    self._wants = None
    self._busy = 0.0
    self._since = time.monotonic()
    self._main = threading.get_ident()
    # How many bytes of a tensor may travel; None for any number.
    self.tensor_limit = None
    # How many elements the latest tensor has for each that travels.
    self._spacing = 1

  def start(self, interrupts=True):
    """Begins to listen to the debugger. `interrupts`: whether an abandonment ends what is under way, and is not only
    remembered."""
    self._interrupts = interrupts
    self._main = threading.get_ident()
    self._wake = os.pipe()
    self._listener = threading.Thread(target=self._listen, args=(self._wake[0],), name='tfdiff probe')
    self._listener.daemon = True
    self._listener.start()

  def stop(self):
    """Listens no more; what has been heard is kept for a process that is forked off."""
    os.write(self._wake[1], b'.')
    self._listener.join()
    for end in self._wake:
      os.close(end)

  def forget(self):
    """Begins anew, after a process that was forked off has used the connection."""
    self._frames = queue.Queue()
    self.is_abandoned = False

  def read(self):
    """The next frame, read by the caller itself, where nothing listens; leaves the process with the connection."""
    frame = self._read_frame()
    if frame is None:
      os._exit(130)
    return frame

  def receive(self):
    """The next frame from the debugger: its head and its payload."""
    frame = self._frames.get()
    if frame is None:
      raise Cancelled()
    return frame

  def send(self, head, payload=b''):
    """Sends a frame whole."""
    text = json.dumps(head).encode('utf-8')
    view = memoryview(payload)
    if view.nbytes == 0:
      view = memoryview(b'')
    elif view.format != 'B' or view.ndim != 1:
      view = view.cast('B')
    self._write(memoryview(HEADER.pack(MAGIC, len(text), view.nbytes) + text))
    self._write(view)

  def restart_clock(self):
    """The time starts here: what came before was getting ready."""
    self._busy = 0.0
    self._since = time.monotonic()

  def await_request(self):
    """Waits until the debugger asks for an advance."""
    head, _ = self.receive()
    self._wants = head['advance']
    self._since = time.monotonic()

  def consult(self, answer):
    """Holds the run, and gives every question that is put meanwhile to `answer`, until it is asked on."""
    self._busy += time.monotonic() - self._since
    self.send({'event': 'done', 'more': True})
    head, _ = self.receive()
    while 'advance' not in head:
      answer(head)
      self.send({'event': 'done', 'more': True})
      head, _ = self.receive()
    self._wants = head['advance']
    self._since = time.monotonic()

  @property
  def seconds(self):
    """How long the run has really run, without the time in which it was held."""
    return self._busy + time.monotonic() - self._since

  @property
  def wants_operations(self):
    """Whether the operations on the way are to be told."""
    return self._wants != 'endpoint'

  def log(self, text):
    """Tells a line for the log."""
    self.send({'event': 'log', 'text': text})

  def operation(self, name, kind, output, stack, facts=dict):
    """Tells that an operation was executed, where that is wanted.

    `output` may be anything, or None; `stack` is called for the user's frames that made it, and `facts` for its id,
    attributes and inputs.
    """
    if not self.wants_operations:
      return
    head = dict(facts(), event='operation', name=name, type=kind, stack=stack())
    self._tell(head, None if output is None else self._array(name, output))
    if self._wants == 'operation':
      self.hold()

  def endpoint(self, name, value):
    """Tells that an end point was reached, and holds the run there. One without a comparable value is logged."""
    array = self._array(name, value)
    if array is None:
      return self.log('end point %s has %s, which cannot be compared' % (name, arrays.describe(value)))
    self._tell({'event': 'endpoint', 'name': name, 'spacing': self._spacing}, array)
    self.hold()

  def update(self, variable, operation, value, stack, end_point=None):
    """Tells that an operation of the forward pass assigned to a variable; `stack`: the user's frames that made it;
    `end_point`: the one on the way to which it did, where that is known."""
    array = self._array(variable, value)
    if array is not None:
      self._tell({
          'event': 'update', 'name': variable, 'operation': operation, 'stack': stack, 'endpoint': end_point}, array)

  def variable(self, facts):
    """Tells of a variable's creation; on a later call than the first the run is held there."""
    self.send(dict(facts, event='variable'))
    if facts['call'] > 1:
      self.hold()

  def values(self, asked):
    """What variables are to have as their values: an array for each that is asked for, None where there is none.

    `asked`: name, shape and element type of each.
    """
    import numpy as np
    self.send({'event': 'restore', 'variables': asked})
    for _ in asked:
      head, payload = self.receive()
      yield np.frombuffer(payload, head['dtype']).reshape(head['shape']) if 'dtype' in head else None

  def weight(self, variable, value):
    """Tells a variable's value before the forward pass, for the other side to take; whole, whatever its size."""
    array, _ = arrays.comparable(value)
    if array is not None:
      self._tell({'event': 'weight', 'name': variable}, array)

  def random(self, facts):
    """Tells that a random operation was given its seeds."""
    self.send(dict(facts, event='random'))

  def finish(self, facts):
    """Tells what is known at the end of the run."""
    losses = [dict(each, value=_number(each['value'])) for each in facts['losses']]
    total = facts['regularization_loss']
    effect = facts.get('observer')
    if effect is not None:
      effect = dict(effect, max_abs=_number(effect['max_abs']))
    self.send(dict(
        facts, event='finished', losses=losses, regularization_loss=None if total is None else _number(total),
        observer=effect))
    self.send({'event': 'done', 'more': False})

  def hold(self):
    """Waits until the debugger asks the run on."""
    self._busy += time.monotonic() - self._since
    self.send({'event': 'done', 'more': True})
    self.await_request()

  def _array(self, name, value):
    array, note = arrays.comparable(value)
    if note:
      self.log('%s: %s' % (name, note))
    if array is None or self.tensor_limit is None:
      return array
    array, self._spacing, note = arrays.thinned(array, self.tensor_limit)
    if note:
      self.log('%s %s' % (name, note))
    return array

  def _tell(self, head, array):
    if array is None:
      return self.send(head)
    head['dtype'] = array.dtype.name
    head['shape'] = list(array.shape)
    self.send(head, array.reshape(-1).view('uint8') if array.size else b'')

  def _write(self, view):
    try:
      while view:
        view = view[os.write(self._outgoing, view):]
    except OSError:
      # The debugger is gone; whatever it left behind must end.
      raise Cancelled() from None

  def _read(self, count):
    data = bytearray(count)
    view = memoryview(data)
    while view:
      got = os.readv(self._incoming, [view])
      if not got:
        return None
      view = view[got:]
    return data

  def _listen(self, wake):
    poll = select.poll()
    for descriptor in (self._incoming, wake):
      poll.register(descriptor, select.POLLIN)
    while True:
      if wake in [descriptor for descriptor, _ in poll.poll()]:
        return None
      frame = self._read_frame()
      if frame is not None and 'abandon' in frame[0]:
        self.is_abandoned = True
        if not self._interrupts:
          continue
        frame = None
      self._frames.put(frame)
      if frame is None:
        return self._end()

  def _read_frame(self):
    try:
      header = self._read(HEADER.size)
      if header is None:
        return None
      magic, head_length, payload_length = HEADER.unpack(bytes(header))
      if magic != MAGIC:
        return None
      head = self._read(head_length)
      payload = None if head is None else self._read(payload_length)
      return None if payload is None else (json.loads(bytes(head).decode('utf-8')), payload)
    except OSError:
      return None

  def _end(self):
    """Interrupts the program, so that what it has to tidy up is tidied up; then ends the process."""
    try:
      signal.pthread_kill(self._main, signal.SIGINT)
      time.sleep(GRACE_SECONDS)
    finally:
      sys.stderr.flush()
      os._exit(0 if self.is_abandoned else 130)


def _number(value):
  """A number as JSON can have it: NaN and infinities as their words."""
  return value if math.isfinite(value) else repr(value)
