"""The worker's end of the connection: frames in, frames out, and waiting to be asked on.

A frame is a header (magic, length of the head, length of the payload), a head in JSON and raw bytes. The debugger
asks for an advance and gets events until one that says it is done.
"""

import json
import os
import queue
import select
import signal
import struct
import sys
import threading
import time
from typing import Any, Callable, Dict, Iterator, List, NamedTuple, Optional, Tuple, Type, TypeVar

from tfdiff_probe import arrays
from tfdiff_probe import codec
from tfdiff_probe import messages
from tfdiff_probe import operands
from tfdiff_probe import taken_values

HEADER = struct.Struct('<4sIQ')
MAGIC = b'TFD1'
GRACE_SECONDS = 1.0

# A head as JSON has it, and a payload.
RawFrame = Tuple[Any, bytearray]
R = TypeVar('R', bound=messages.Request)


class Cancelled(BaseException):
  """The debugger wants no more of this run. No Exception, so that a program does not swallow it."""


class OperationFacts(NamedTuple):
  """What is told of an operation besides its name, type, output and stack. `id`: tells it from every other of the run;
  `repetition`: None where it is executed once; `taken`: the values that it takes, None where they are not to be told."""
  id: str
  attributes: Dict[str, str]
  inputs: List[messages.Operand]
  repetition: Optional[messages.Repetition] = None
  taken: Optional[List[Optional[operands.Taken]]] = None


class Channel:
  """Sends the debugger events, and holds the run where it wants it held.

  Used by the thread that runs the program; a thread of its own reads what the debugger says, so that its going away
  ends a run that never returns.
  """

  def __init__(self, incoming: int, outgoing: int, told: Optional[int] = None) -> None:
    """`told`: a file of frames that come before those of the connection; None for none."""
    self.incoming = incoming
    self._outgoing = outgoing
    self._told = memoryview(b'' if told is None else _rest(told))
    # What the caller has read itself last.
    self._read_last: Optional[RawFrame] = None
    self._frames: 'queue.Queue[Optional[RawFrame]]' = queue.Queue()
    # Listens; and what it is woken with, where it is to stop.
    self._listener: Optional[Tuple[threading.Thread, Tuple[int, int]]] = None
    self._interrupts = True
    # Whether the debugger wants no more of this run, and may want another.
    self.is_abandoned = False
    self._wants = ''
    self._busy = 0.0
    self._since = time.monotonic()
    self._main = threading.get_ident()
    # How many bytes of a tensor may travel; None for any number.
    self.tensor_limit: Optional[int] = None
    # What the run goes on with in the place of the end point at which it is held; None for its own value.
    self._given: Any = None
    self._takes_value = False
    # How many elements the latest tensor has for each that travels.
    self._spacing = 1
    # Of the way to the next end point; None where no operation with its values has been told.
    self._taken: Optional[taken_values.TakenValues] = None

  def start(self, interrupts: bool = True) -> None:
    """Begins to listen to the debugger. `interrupts`: whether an abandonment ends what is under way, and is not only
    remembered."""
    self._interrupts = interrupts
    self._main = threading.get_ident()
    wake = os.pipe()
    thread = threading.Thread(target=self._listen, args=(wake[0],), name='tfdiff probe', daemon=True)
    self._listener = (thread, wake)
    thread.start()

  def stop(self) -> None:
    """Listens no more; what has been received is kept for a process that is forked off."""
    if self._listener is None:
      return
    thread, wake = self._listener
    os.write(wake[1], b'.')
    thread.join()
    for end in wake:
      os.close(end)
    self._listener = None

  def forget(self) -> None:
    """Begins anew, after a process that was forked off has used the connection."""
    self._frames = queue.Queue()
    self.is_abandoned = False

  def read(self, *kinds: Type[R]) -> Tuple[R, bytearray]:
    """The next request of these kinds and its payload, read by the caller itself, where nothing listens; leaves the process
    with the connection. Requests of other kinds are passed over: they were for a run that is over.
    """
    while True:
      frame = self._read_frame()
      if frame is None:
        os._exit(130)
      request = codec.decode(frame[0])
      if isinstance(request, kinds):
        self._read_last = frame
        return request, frame[1]

  def hand_over(self) -> bytes:
    """Gives the connection to stdin and stdout again, for a program that takes this one's place; returns what that has to be
    told: what was read last, and all that has been received since."""
    self.stop()
    for stream, descriptor in ((0, self.incoming), (1, self._outgoing)):
      os.dup2(descriptor, stream)
    frames = [self._read_last]
    while not self._frames.empty():
      frames.append(self._frames.get())
    if self.is_abandoned:
      frames.append(({'request': messages.Abandon.request}, bytearray()))
    return b''.join(frame_of(*each) for each in frames if each is not None)

  def receive(self) -> Tuple[messages.Request, bytearray]:
    """The next request from the debugger and its payload.

    Raises codec.MessageError for one that cannot be read.
    """
    frame = self._frames.get()
    if frame is None:
      raise Cancelled()
    return codec.decode(frame[0]), frame[1]

  def send(self, event: messages.Event, payload: Any = b'') -> None:
    """Sends a frame whole; `payload`: bytes or an array of them."""
    view = memoryview(payload)
    if view.nbytes == 0:
      view = memoryview(b'')
    elif view.format != 'B' or view.ndim != 1:
      view = view.cast('B')
    self._write(memoryview(_beginning(codec.encode(event), view.nbytes)))
    self._write(view)

  def restart_clock(self) -> None:
    """The time starts here: what came before was getting ready."""
    self._busy = 0.0
    self._since = time.monotonic()

  def await_request(self, answer: Optional[Callable[[messages.Request], object]] = None) -> None:
    """Waits until the debugger asks for an advance; every question that is put meanwhile is given to `answer`."""
    request, payload = self.receive()
    while not isinstance(request, messages.Advance):
      if isinstance(request, messages.Substitute) and self._takes_value:
        self._given = arrays.of_payload(payload, request.tensor)
      elif answer is None:
        raise codec.MessageError('the request %s was not expected' % request.request)
      else:
        answer(request)
      self.send(messages.Done(more=True))
      request, payload = self.receive()
    self._wants = request.to
    self._since = time.monotonic()

  def hold(self, answer: Optional[Callable[[messages.Request], object]] = None) -> None:
    """Holds the run until the debugger asks it on; questions meanwhile as in `await_request`."""
    self._busy += time.monotonic() - self._since
    self.send(messages.Done(more=True))
    self.await_request(answer)

  @property
  def seconds(self) -> float:
    """How long the run has really run, without the time in which it was held."""
    return self._busy + time.monotonic() - self._since

  @property
  def wants_operations(self) -> bool:
    """Whether the operations on the way are to be told."""
    return self._wants != 'endpoint'

  @property
  def wants_operands(self) -> bool:
    """Whether the values that these operations take are to be told."""
    return self._wants == 'operands'

  def log(self, text: str) -> None:
    """Sends a line for the log."""
    self.send(messages.Log(text))

  def operation(
      self, name: str, op_type: str, output: Any, stack: Callable[[], List[messages.Frame]],
      facts: Callable[[], OperationFacts]) -> None:
    """Sends that an operation was executed, where that is wanted.

    `output` may be anything, or None; `stack` is called for the user's frames that made it, and `facts` for what is told of
    it besides.
    """
    if not self.wants_operations:
      return
    known = facts()
    taken = self._tell_taken(known)
    array = None if output is None else self._array(name, output)
    self.send(messages.Operation(
        name, op_type, stack(), known.id, known.attributes, known.inputs, _facts(array), known.repetition, taken),
        _elements(array))
    if self._taken is not None and array is not None:
      self._taken.give(known.id, op_type)
    if self._wants == 'operation':
      self.hold()

  def endpoint(self, name: str, value: Any, takes_value: bool = False) -> Any:
    """Sends that an end point was reached, and holds the run there. One without a comparable value is logged.

    `takes_value`: whether the run can go on with another value in its place. Returns that as an array; None for its own.
    """
    array = self._array(name, value)
    if array is None:
      self.log('endpoint %s has %s, which cannot be compared' % (name, arrays.describe(value)))
      return None
    self._taken = None
    self.send(messages.EndPoint(name, self._spacing, _tensor(array)), _elements(array))
    self._takes_value = takes_value
    try:
      self.hold()
    finally:
      self._takes_value = False
    given, self._given = self._given, None
    return given

  def rung(
      self, step: int, kind: str, name: str, is_free: bool, stack: List[messages.Frame], value: Any,
      scale: Optional[float] = None) -> None:
    """Sends a value of a training step, and holds the run there. One without a comparable value is logged."""
    array = self._array(name, value)
    if array is None:
      return self.log('%s has %s, which cannot be compared' % (name, arrays.describe(value)))
    told = None if scale is None else codec.number(scale)
    self.send(messages.Rung(step, kind, name, is_free, stack, self._spacing, told, _tensor(array)), _elements(array))
    self.hold()

  def update(
      self, variable: str, operation: str, value: Any, stack: List[messages.Frame],
      end_point: Optional[str] = None, decay: Optional[float] = None) -> None:
    """Sends that an operation of the forward pass assigned to a variable; `stack`: the user's frames that made it;
    `end_point`: the one on the way to which it did, where that is known; `decay`: a moving average's."""
    array = self._array(variable, value)
    if array is not None:
      known = None if decay is None else codec.number(decay)
      self.send(messages.Update(variable, operation, stack, end_point, known, _tensor(array)), _elements(array))

  def variable(self, event: messages.Variable) -> None:
    """Sends a variable's creation; on a later call than the first the run is held there."""
    self.send(event)
    if event.call > 1:
      self.hold()

  def values(self, wanted: List[messages.WantedVariable]) -> Iterator[Any]:
    """What variables are to have as their values: an array for each, None where there is none."""
    self.send(messages.Restore(wanted))
    for _ in wanted:
      request, payload = self.receive()
      if not isinstance(request, messages.GiveValue):
        raise codec.MessageError('the request %s was not expected' % request.request)
      yield None if request.tensor is None else arrays.of_payload(payload, request.tensor)

  def initial_value(self, variable: str, value: Any) -> None:
    """Sends a variable's value before the forward pass, for the other side to take; whole, whatever its size."""
    array, _ = arrays.comparable(value)
    if array is not None:
      self.send(messages.InitialValue(variable, _tensor(array)), _elements(array))

  def output(self, value: Any) -> None:
    """Sends an output of an operation that was to be executed; whole, whatever its size."""
    self.send(messages.Output(_tensor(value)), _elements(value))

  def finish(self, event: messages.Finished) -> None:
    """Sends what is known at the end of the run."""
    self.send(event)
    self.send(messages.Done(more=False))

  def _tell_taken(self, known: OperationFacts) -> Optional[List[Optional[messages.TakenValue]]]:
    if not self.wants_operands:
      return None
    if self._taken is None:
      self._taken = taken_values.TakenValues(self.send, self.log, self.tensor_limit)
    return None if known.taken is None else self._taken.tell(known.inputs, known.taken)

  def _array(self, name: str, value: Any) -> Any:
    array, note = arrays.comparable(value)
    if note:
      self.log('%s: %s' % (name, note))
    self._spacing = 1
    if array is None or self.tensor_limit is None:
      return array
    array, self._spacing, note = arrays.thinned(array, self.tensor_limit)
    if note:
      self.log('%s %s' % (name, note))
    return array

  def _write(self, view: memoryview) -> None:
    try:
      while view:
        view = view[os.write(self._outgoing, view):]
    except OSError:
      # The debugger is gone; whatever it left behind must end.
      raise Cancelled() from None

  def _read(self, count: int) -> Optional[bytearray]:
    data = bytearray(count)
    view = memoryview(data)
    while view:
      got = min(len(self._told), len(view))
      if got:
        view[:got], self._told = self._told[:got], self._told[got:]
      else:
        got = os.readv(self.incoming, [view])
      if not got:
        return None
      view = view[got:]
    return data

  def _listen(self, wake: int) -> None:
    poll = select.poll()
    for descriptor in (self.incoming, wake):
      poll.register(descriptor, select.POLLIN)
    while True:
      # What was told before is there.
      if not self._told and wake in [descriptor for descriptor, _ in poll.poll()]:
        return None
      frame = self._read_frame()
      if frame is not None and codec.is_abandon(frame[0]):
        self.is_abandoned = True
        if not self._interrupts:
          continue
        frame = None
      self._frames.put(frame)
      if frame is None:
        return self._end()

  def _read_frame(self) -> Optional[RawFrame]:
    try:
      header = self._read(HEADER.size)
      if header is None:
        return None
      magic, head_length, payload_length = HEADER.unpack(bytes(header))
      if magic != MAGIC:
        return None
      head = self._read(head_length)
      payload = None if head is None else self._read(payload_length)
      return None if head is None or payload is None else (json.loads(head.decode('utf-8')), payload)
    except OSError:
      return None

  def _end(self) -> None:
    """Interrupts the program, so that what it has to tidy up is tidied up; then ends the process."""
    try:
      signal.pthread_kill(self._main, signal.SIGINT)
      time.sleep(GRACE_SECONDS)
    finally:
      sys.stderr.flush()
      os._exit(0 if self.is_abandoned else 130)


def _rest(descriptor: int) -> bytes:
  """What a file still has, which is closed."""
  with open(descriptor, 'rb') as file:
    return file.read()


def frame_of(head: Any, payload: Any = b'') -> bytes:
  """A frame as it travels."""
  text = json.dumps(head).encode('utf-8')
  return _beginning(text, len(payload)) + bytes(payload)


def _beginning(head: bytes, payload_length: int) -> bytes:
  return HEADER.pack(MAGIC, len(head), payload_length) + head


def _tensor(array: Any) -> messages.TensorFacts:
  return messages.TensorFacts(array.dtype.name, list(array.shape))


def _facts(array: Any) -> Optional[messages.TensorFacts]:
  return None if array is None else _tensor(array)


def _elements(array: Any) -> Any:
  return array.reshape(-1).view('uint8') if array is not None and array.size else b''
