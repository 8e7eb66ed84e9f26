"""Hears of every eager operation as it is executed, and recognizes those that yield end points."""

import contextlib
import threading

from tfdiff_probe import assignments
from tfdiff_probe import attributes
from tfdiff_probe import eager_updates
from tfdiff_probe import held_variables
from tfdiff_probe import layer_calls
from tfdiff_probe import layers
from tfdiff_probe import names
from tfdiff_probe import operands
from tfdiff_probe import postponed
from tfdiff_probe import tensorflow_world as world
from tfdiff_probe.held_variables import identity
from tfdiff_probe.problems import Problem


class Watch:
  """Listens to TensorFlow's op callbacks.

  An end point of an eager run has its name only when the program returns it. So each run says in the end which
  operation, counted from the start of the compared call, yielded which: the layout. A run that is given the layout
  of an earlier one, which began in the same state, tells each end point as it is reached, and is held there.
  """

  def __init__(self, channel, setup):
    self._channel = channel
    self._untold = frozenset(setup['untold_types'])
    self._layout = {}
    for each in setup.get('layout') or ():
      self._layout.setdefault(each['ordinal'], []).append(each)
    self._operations = postponed.Operations(channel, setup)
    # Where the layers are the pairing's, what the program itself names is not told, its outputs apart.
    self._is_paired = setup['is_paired']
    self._outline = layers.Outline(setup['untold_types']) if setup['asks_pairing'] else None
    self._is_active = False
    self._is_quiet = False
    self._is_creating = 0
    self._ordinal = 0
    self._makers = {}
    self._told = set()
    self._variables = held_variables.HeldVariables()
    self._random = 0
    self._thread = threading.get_ident()
    self._operands = operands.EagerOperands(self._variables)
    self.updates = eager_updates.Updates(channel, self.variable)
    self.tells_random = True
    # Whether what is traced now is the model itself, whose random operations are the run's.
    self.hears_tracing = False
    # Whether the compared pass drew random numbers.
    self.draws = False
    # The name scope that a Keras layer opens for the whole model, which the graph need not have.
    self.root = None

  @contextlib.contextmanager
  def listening(self):
    """Hears operations while the context lasts."""
    from tensorflow.python.framework import op_callbacks
    op_callbacks.add_op_callback(self._heard)
    try:
      yield
    finally:
      op_callbacks.remove_op_callback(self._heard)

  @contextlib.contextmanager
  def creating(self):
    """What initializers compute is no part of the forward pass."""
    self._is_creating += 1
    try:
      yield
    finally:
      self._is_creating -= 1

  @contextlib.contextmanager
  def paused(self):
    """Tells nothing of what is computed meanwhile."""
    before, self._is_quiet = self._is_quiet, True
    try:
      yield
    finally:
      self._is_quiet = before

  @property
  def has_state(self):
    """Whether the compared pass drew random numbers or assigned to variables."""
    return self.draws or self.updates.are_any

  def know(self, variable, name):
    """Remembers a variable, so that assignments to it can be told by its name."""
    self._variables.add(variable, name)

  def variable(self, handle):
    """The variable that a handle is of, and its name; None where it is not known."""
    return self._variables.of_handle(handle)

  def begin(self, tensors=()):
    """The compared call begins, on these tensors."""
    self._operands.know_inputs(tensors)
    self._is_active = True

  def end(self, pairs):
    """The compared call has returned these end points; returns their layout."""
    self._is_active = False
    self._places = {name: self._makers.get(identity(tensor)) for name, tensor in pairs}
    found = []
    for name, _ in pairs:
      place = self._places[name]
      # Outputs are told last, whichever operation made them.
      if place is not None and not layers.is_output(name):
        found.append({'name': name, 'ordinal': place[0], 'type': place[1], 'output': place[2]})
    return found

  def in_order(self, pairs):
    """The end points that have not been told, in the order in which they came about; outputs last."""
    def key(pair):
      place = self._places[pair[0]]
      return (layers.is_output(pair[0]), place[0] if place else -1)
    told = [pair for pair in pairs if layers.is_output(pair[0])] if self._is_paired else pairs
    return [pair for pair in sorted(told, key=key) if pair[0] not in self._told]

  def tell_end_point(self, name, tensor):
    """Tells an end point after what leads to it."""
    self._operations.tell(name)
    self._channel.endpoint(name, tensor)

  def tell_updates(self):
    """Tells what the compared call assigned."""
    chosen = [(each['ordinal'], each['name']) for entries in self._layout.values() for each in entries]
    returned = [(place[0], name) for name, place in self._places.items() if place and not layers.is_output(name)]
    self.updates.tell(chosen if self._is_paired else returned)

  def structure(self, pairs):
    """What the compared call, which returned these end points, was made of."""
    found = []
    for name, _ in pairs:
      place = self._places[name]
      if place is not None:
        facts = {'name': name, 'operation': name, 'type': place[1], 'ordinal': place[0]}
        found.append((name, place[0], place[2], facts))
    return self._outline.facts(found)

  def _heard(self, op_type, inputs, attrs, outputs, op_name=None, graph=None):
    # Operations of a traced function are told as the one call of it; other threads' are not the forward pass's.
    if self._is_quiet or threading.get_ident() != self._thread:
      return None
    kind = op_type.decode('utf-8') if isinstance(op_type, bytes) else op_type
    if graph is not None:
      if self.hears_tracing:
        self._tell_random(names.without_root(op_name or kind, self.root), kind, attrs, outputs)
      return None
    self._is_quiet = True
    try:
      self._tell(kind, inputs, attrs, outputs, op_name)
    finally:
      self._is_quiet = False
    return None

  def _tell(self, kind, inputs, attrs, outputs, op_name):
    name = names.without_root(names.of_eager(kind, op_name), self.root)
    self._tell_random(name, kind, attrs, outputs)
    if not self._is_creating:
      self.updates.hear(self._ordinal if self._is_active else None, name, kind, inputs, attrs)
    # What creates a variable is not counted: a run that sets it to another value creates it by other operations.
    if not self._is_active or self._is_creating:
      return
    ordinal = self._ordinal
    self._ordinal += 1
    self._outline_operation(ordinal, name, kind, inputs, outputs)
    if kind not in self._untold and outputs and not assignments.writes(kind):
      self._operations.executed(
          ordinal, name, kind, operands.shown(kind, outputs), layer_calls.user_stack,
          lambda: {'id': str(ordinal), 'attributes': attributes.of_eager(kind, attrs),
                   'inputs': self._operands.facts(inputs)},
          draws=_draws(attrs))
    for place, output in enumerate(outputs):
      self._makers[identity(output)] = (ordinal, kind, place)
    self._operands.made(str(ordinal), kind, inputs, outputs)
    for each in self._layout.get(ordinal, ()):
      self._reach_end_point(each, kind, outputs)

  def _outline_operation(self, ordinal, name, kind, inputs, outputs):
    if self._outline is None or not outputs:
      return
    makers = [self._makers.get(identity(each)) for each in inputs]
    read = [self._operands.source(each) for each in inputs]
    read = [each['name'] for each in read if each is not None and each['kind'] == 'variable']
    facts = layers.describe(name, name, kind, operands.shown(kind, outputs), inputs, ordinal)
    self._outline.add(ordinal, facts, [each[0] for each in makers if each], variables=read)

  def _reach_end_point(self, each, kind, outputs):
    if kind != each['type'] or each['output'] >= len(outputs):
      raise Problem('target', 'the model ran differently the second time: operation %d, which made %s, was %s and is '
                    'now %s. What it computes must depend on its inputs, variables and random numbers only'
                    % (each['ordinal'], each['name'], each['type'], kind))
    self._told.add(each['name'])
    self._operations.tell(each['name'])
    self._channel.endpoint(each['name'], outputs[each['output']])

  def _tell_random(self, name, kind, attrs, outputs):
    if not _draws(attrs):
      return
    self.draws = self.draws or (self._is_active and not self._is_creating)
    if not self.tells_random:
      return
    values = dict(zip(attrs[::2], attrs[1::2]))
    self._channel.random({
        'index': self._random, 'name': name, 'type': kind,
        'shape': world.dimensions(outputs[0].shape) if outputs else [], 'seed': _integer(values['seed']),
        'seed2': _integer(values['seed2'])})
    self._random += 1


def _draws(attrs):
  """Whether an operation with these attributes draws random numbers from a stream of its own."""
  return bool(attrs) and 'seed' in attrs[::2] and 'seed2' in attrs[::2]


def _integer(value):
  """An attribute's number: an eager operation has it as it is, a graph's in a protocol buffer."""
  return int(getattr(value, 'i', value) or 0)
