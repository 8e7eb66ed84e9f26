"""The forward pass that is compared, operation by operation."""

from typing import Any, Callable, Dict, List, Tuple

from tfdiff_probe import channel as channels
from tfdiff_probe import layers
from tfdiff_probe import messages
from tfdiff_probe import op_recorder
from tfdiff_probe import target as targets


class EagerPass:
  """Calls the model eagerly, held inside the call wherever the debugger wants it held.

  `call`: calls the model on inputs.
  """

  # A variable has its value before the model first uses it.
  restores_at_creation = True

  def __init__(
      self, tf: Any, channel: channels.Channel, setup: messages.Run, recorder: op_recorder.OpRecorder,
      call: Callable[[Any], Any]) -> None:
    self._tf = tf
    self._channel = channel
    self._setup = setup
    self._recorder = recorder
    self._call = call
    self.outputs: List[Tuple[str, Any]] = []

  @property
  def is_changing(self) -> bool:
    """Whether a further call would compute something else."""
    return self._recorder.has_state

  @property
  def loaded(self) -> Dict[str, Any]:
    """The values that the first call alone assigned, by variable."""
    return self._recorder.updates.loaded

  def prepare(self, inputs: Any, set_weights: Callable[[], None]) -> None:
    """The guide's step 3 calls the model to create its variables, which are then all set."""
    if self._setup.weight_value is not None:
      self._call(inputs)
      set_weights()

  def run(self, inputs: Any) -> None:
    """The call that is compared."""
    self._recorder.begin(self._tf.nest.flatten(inputs))
    result = self._call(inputs)
    self._pairs = targets.end_points(result)
    self.outputs = targets.outputs(result)
    self._places = self._recorder.end(self._pairs)

  def plain(self, inputs: Any) -> Any:
    """What the program's own call returns. What it assigns again is heard, where the compared call assigned."""
    if not self._recorder.updates.are_any:
      return self._call(inputs)
    self._recorder.reports_random = False
    with self._recorder.recording():
      self._recorder.updates.begin_again()
      try:
        return self._call(inputs)
      finally:
        self._recorder.updates.end_again()

  def send_layout(self, answer: Callable[[messages.Request], None]) -> None:
    """Says what the program names, and is held where the debugger has questions, which `answer` is given."""
    self._channel.send(messages.Layout(
        [name for name, _ in self._pairs if not layers.is_output(name)], self._places))
    if self._setup.asks_pairing:
      self._channel.hold(answer)

  def structure(self) -> messages.Structure:
    """What the compared call was made of."""
    return self._recorder.structure(self._pairs)

  def send(self) -> None:
    """Sends the end points that were not sent in the call itself, and what it assigned."""
    for name, tensor in self._recorder.in_order(self._pairs):
      self._recorder.send_end_point(name, tensor)
    self._recorder.send_updates()
