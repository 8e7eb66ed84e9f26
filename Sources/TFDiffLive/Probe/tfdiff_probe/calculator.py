"""The calculator: executes single operations on values that it is given, for as long as it is asked to; TensorFlow without a
program."""

from typing import Any, Callable, List

from tfdiff_probe import arrays
from tfdiff_probe import channel as channels
from tfdiff_probe import codec
from tfdiff_probe import messages
from tfdiff_probe import seeding
from tfdiff_probe import single_operation
from tfdiff_probe import tensorflow_world as world


class Imported:
  """TensorFlow, imported. A candidate's process, which has the program imported besides, has all that is needed too."""

  def __init__(self, log: Any, setup: messages.Run, on_tensorflow: Callable[[], None]) -> None:
    seeding.seed_imports(setup.seed, on_tensorflow)
    self.tf = world.load(log, 'candidate')


load = Imported


def run(channel: channels.Channel, setup: messages.Run, payload: Any, imported: Any) -> None:
  """Executes operations until the debugger wants no more."""
  del setup, payload
  while True:
    request, _ = channel.receive()
    if not isinstance(request, messages.Calculate):
      raise codec.MessageError('the request %s was not expected' % request.request)
    inputs = [_input(channel) for _ in range(request.inputs)]
    _answer(channel, imported.tf, single_operation.Request(
        request.type, request.attributes, inputs, request.output_type, request.is_in_double))
    channel.send(messages.Done(more=True))


def _input(channel: channels.Channel) -> Any:
  request, payload = channel.receive()
  if not isinstance(request, messages.GiveValue) or request.tensor is None:
    raise codec.MessageError('the request %s was not expected' % request.request)
  return arrays.of_payload(payload, request.tensor)


def _answer(channel: channels.Channel, tf: Any, request: single_operation.Request) -> None:
  try:
    outputs: List[Any] = single_operation.execute(tf, request)
  except single_operation.Refusal as error:
    return channel.send(messages.Refused(str(error)))
  for output in outputs:
    channel.output(output)
