"""The candidate: the program's layer or model, called eagerly and held inside its forward pass."""

import contextlib

from tfdiff_probe import layers
from tfdiff_probe import losses
from tfdiff_probe import stacks
from tfdiff_probe import target as targets
from tfdiff_probe import tensorflow_world as world
from tfdiff_probe import watching

# How far from the innermost frame a Keras model's own counters are made.
STACK_OF_COUNTERS = 24


def run(channel, setup, payload):
  """The migration guide's program: the model is called, its losses are read, and it is called once more to see that
  it creates nothing."""
  tf = world.load(channel)
  target = targets.Target(setup)
  arrays = world.inputs(tf, target, setup, payload)
  channel.restart_clock()
  Program(tf, channel, setup).run(target, tf.nest.map_structure(tf.convert_to_tensor, arrays))


class Program:
  """One eager run of a model."""

  def __init__(self, tf, channel, setup):
    self._tf = tf
    self._channel = channel
    self._setup = setup
    self._call = 0
    self._created = []
    self._watch = watching.Watch(channel, setup)

  def run(self, target, inputs):
    """Runs to the end, held wherever the debugger wants it held."""
    with contextlib.ExitStack() as scopes:
      scopes.enter_context(self._tf.variable_creator_scope(self._creator))
      scopes.enter_context(self._watch.listening())
      with world.tool(self._tf, self._setup).scope():
        self._model = self._make(target)
        self._watch.root = watching.root_scope(self._model)
        if self._setup.get('weight') is not None:
          self._call_model(inputs)
          self._fix_weights(self._setup['weight'])
        self._forward(inputs)
        each, total = self._losses()
      seconds = self._channel.seconds
      self._watch.tells_random = False
      self._call_once_more(inputs)
    self._channel.finish({
        'regularization_loss': total, 'seconds': seconds, 'losses': each, 'untracked': self._untracked()})

  def _make(self, target):
    function = target.tf1 if target.tf2 is None else target.tf2
    if target.tf2 is None or targets.takes_inputs(function):
      self._signature = function
      return world.shimmed(self._tf, function)
    model = function()
    self._signature = getattr(model, 'call', None) or model.__call__
    return model

  def _creator(self, next_creator, **options):
    with self._watch.creating():
      variable = next_creator(**options)
    stack = stacks.current(2)
    # A Keras model counts its own training steps; those variables are none of the program's.
    if not any(frame['function'].endswith('_init_batch_counters') for frame in stack[:STACK_OF_COUNTERS]):
      self._created.append(variable)
      self._watch.know(variable, world.variable_name(variable))
      self._channel.variable(world.variable_facts(variable, max(self._call, 1), stack))
    return variable

  def _call_model(self, inputs):
    self._call += 1
    options, is_told = targets.keyword(self._signature, self._setup['training'])
    if self._setup['training'] and not is_told and self._call == 1:
      self._channel.log('the model takes neither training nor is_training: it is called without')
    return self._model(inputs, **options)

  def _forward(self, inputs):
    """The call that is compared. End points that were not known before it are told after it."""
    self._watch.begin()
    result = self._call_model(inputs)
    pairs = targets.end_points(result)
    places = self._watch.end(pairs)
    self._channel.send({
        'event': 'layout', 'endpoints': places,
        'names': [name for name, _ in pairs if not layers.is_output(name)]})
    if self._setup.get('asks_pairing'):
      self._channel.consult(lambda _: self._channel.send(self._watch.structure(pairs)))
    for name, tensor in self._watch.in_order(pairs):
      self._channel.endpoint(name, tensor)

  def _fix_weights(self, value):
    variables = getattr(self._model, 'variables', None)
    for variable in self._created if variables is None else variables:
      if variable.dtype.is_floating:
        variable.assign(self._tf.fill(variable.shape, self._tf.cast(value, variable.dtype)))

  def _losses(self):
    with self._watch.paused():
      pairs = losses.of_model(self._model, [world.variable_name(variable) for variable in self._created])
      total = float(self._tf.add_n([loss for _, loss in pairs])) if pairs else None
      each = [{'variable': name, 'value': float(loss)} for name, loss in pairs]
    return each, total

  def _call_once_more(self, inputs):
    """The guide's creation guard: what a further call makes is told of, each with its stack."""
    known = len(self._created)
    self._call_model(inputs)
    made = [world.variable_name(variable) for variable in self._created[known:]]
    if made:
      self._channel.log('the model was called again and created variables: %s' % ', '.join(made))

  def _untracked(self):
    tracked = getattr(self._model, 'variables', None)
    if tracked is None:
      return []
    known = {id(variable) for variable in tracked}
    return [place for place, variable in enumerate(self._created) if id(variable) not in known]
