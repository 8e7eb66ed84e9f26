"""The forward pass that is compared, operation by operation."""

from tfdiff_probe import layers
from tfdiff_probe import target as targets


class EagerPass:
  """Calls the model eagerly, held inside the call wherever the debugger wants it held.

  `call`: calls the model on inputs.
  """

  # A variable has its value before the model first uses it.
  restores_at_creation = True

  def __init__(self, tf, channel, setup, watch, call):
    self._channel = channel
    self._setup = setup
    self._watch = watch
    self._call = call
    self.outputs = []

  @property
  def is_changing(self):
    """Whether a further call would compute something else."""
    return self._watch.has_state

  def prepare(self, inputs, set_weights):
    """The guide's step 3 calls the model to create its variables, which are then all set."""
    if self._setup.get('weight') is not None:
      self._call(inputs)
      set_weights()

  def run(self, inputs):
    """The call that is compared. End points that were not known before it are told after it."""
    self._watch.begin()
    result = self._call(inputs)
    pairs = targets.end_points(result)
    self.outputs = targets.outputs(result)
    places = self._watch.end(pairs)
    self._channel.send({
        'event': 'layout', 'endpoints': places,
        'names': [name for name, _ in pairs if not layers.is_output(name)]})
    if self._setup['asks_pairing']:
      self._channel.consult(lambda _: self._channel.send(self._watch.structure(pairs)))
    for name, tensor in self._watch.in_order(pairs):
      self._watch.tell_updates(name)
      self._channel.endpoint(name, tensor)
    self._watch.tell_updates()

  def plain(self, inputs):
    """What the program's own call returns."""
    return self._call(inputs)
