"""Records every eager operation as it is executed, and recognizes those that yield end points."""

import contextlib
import threading
from typing import Any, Dict, Hashable, Iterable, Iterator, List, Optional, Sequence, Set, Tuple

from tfdiff_probe import assignments
from tfdiff_probe import attributes
from tfdiff_probe import call_sites
from tfdiff_probe import channel as channels
from tfdiff_probe import deferred
from tfdiff_probe import draws
from tfdiff_probe import eager_updates
from tfdiff_probe import held_variables
from tfdiff_probe import layer_calls
from tfdiff_probe import layers
from tfdiff_probe import messages
from tfdiff_probe import moving_averages
from tfdiff_probe import names
from tfdiff_probe import operands
from tfdiff_probe import random_tool
from tfdiff_probe import tensorflow_world as world
from tfdiff_probe.held_variables import identity
from tfdiff_probe.problems import Problem

# Which operation made a tensor: its place in the compared call, its type, and which of its outputs the tensor is.
Maker = Tuple[int, str, int]
# An end point's name and its tensor.
Pair = Tuple[str, Any]


class OpRecorder:
  """An op callback of TensorFlow's, which is called with every operation.

  An end point of an eager run has its name only when the program returns it. So each run says in the end which
  operation, counted from the start of the compared call, yielded which: the layout. A run that is given the layout
  of an earlier one, which began in the same state, tells each end point as it is reached, and is held there.
  """

  def __init__(self, channel: channels.Channel, setup: messages.Run, tool: random_tool.RandomTool) -> None:
    self._channel = channel
    self._replaces_weights = setup.replaces_weights
    self._bookkeeping = frozenset(setup.bookkeeping_types)
    self._layout: Dict[int, List[messages.LayoutEntry]] = {}
    for each in setup.layout or ():
      self._layout.setdefault(each.ordinal, []).append(each)
    self._operations = deferred.DeferredOperations(channel, setup)
    self._tells_operands = setup.tells_operands
    # Where the layers are the pairing's, what the program itself names is not told, its outputs apart.
    self._is_paired = setup.is_paired
    self._outline = layers.Outline(setup.bookkeeping_types) if setup.asks_pairing else None
    self._is_active = False
    self._is_quiet = False
    self._is_creating = 0
    self._ordinal = 0
    self._makers: Dict[Hashable, Maker] = {}
    self._places: Dict[str, Optional[Maker]] = {}
    self._sent: Set[str] = set()
    self._variables = held_variables.HeldVariables()
    self.random = draws.Draws(channel, tool, self._replaces_weights, self._is_variable)
    self._thread = threading.get_ident()
    self._operands = operands.EagerOperands(self._variables)
    self._sites = call_sites.CallSites()
    # The places of the program that made the operations of traced functions, where these are told.
    self._tells_traced = setup.returns_operations
    self._traced_sites: Dict[Tuple[int, str], str] = {}
    self._averages = moving_averages.EagerAverages(self._operands.variable)
    self.updates = eager_updates.Updates(channel, self.variable, self._averages)
    self.reports_random = True
    # Whether what is traced now is the model itself, whose random operations are the run's.
    self.records_tracing = False
    # Whether the debugger has put values in the place of the program's own.
    self.has_substituted = False
    # Whether the compared pass drew random numbers.
    self.draws = False
    # The name scope that a Keras layer opens for the whole model, which the graph need not have.
    self.root: Optional[str] = None

  @contextlib.contextmanager
  def recording(self) -> Iterator[None]:
    """Records operations while the context lasts."""
    from tensorflow.python.framework import op_callbacks
    op_callbacks.add_op_callback(self._on_op)
    try:
      yield
    finally:
      op_callbacks.remove_op_callback(self._on_op)

  @contextlib.contextmanager
  def creating(self) -> Iterator[None]:
    """What initializers compute is no part of the forward pass."""
    self._is_creating += 1
    try:
      yield
    finally:
      self._is_creating -= 1

  @contextlib.contextmanager
  def paused(self) -> Iterator[None]:
    """Records nothing of what is computed meanwhile."""
    before, self._is_quiet = self._is_quiet, True
    try:
      yield
    finally:
      self._is_quiet = before

  @property
  def has_state(self) -> bool:
    """Whether the compared pass drew random numbers or assigned to variables."""
    return self.draws or self.updates.are_any

  def add_variable(self, variable: Any, name: str) -> None:
    """Remembers a variable, so that assignments to it can be told by its name."""
    self._variables.add(variable, name)

  def variable(self, handle: Any) -> Optional[Tuple[Any, str]]:
    """The variable that a handle is of, and its name; None where it is not known."""
    return self._variables.of_handle(handle)

  def site_of(self, op: Any) -> Optional[str]:
    """The place of the program that made an operation of a traced function."""
    return self._traced_sites.get((id(op.graph), op.name))

  def begin(self, tensors: Iterable[Any] = ()) -> None:
    """The compared call begins, on these tensors."""
    self._operands.add_inputs(tensors)
    self.random.add_inputs(tensors)
    self._is_active = True

  def leave(self) -> None:
    """What is executed from now on is no forward pass: gradients are taken."""
    self._is_active = False

  def end(self, pairs: Sequence[Pair]) -> List[messages.LayoutEntry]:
    """The compared call has returned these end points; returns their layout."""
    self._is_active = False
    self.random.send()
    self._places = {name: self._makers.get(identity(tensor)) for name, tensor in pairs}
    found = []
    for name, _ in pairs:
      place = self._places[name]
      # Outputs are told last, whichever operation made them.
      if place is not None and not layers.is_output(name):
        found.append(messages.LayoutEntry(name, *place))
    return found

  def in_order(self, pairs: Sequence[Pair]) -> List[Pair]:
    """The end points that have not been told, in the order in which they came about; then outputs in the order in which they
    are returned, as a graph's are."""
    def ordinal(pair: Pair) -> int:
      place = self._places[pair[0]]
      return place[0] if place else -1
    outputs = [pair for pair in pairs if layers.is_output(pair[0])]
    named = [] if self._is_paired else [pair for pair in pairs if not layers.is_output(pair[0])]
    return [pair for pair in sorted(named, key=ordinal) + outputs if pair[0] not in self._sent]

  def send_end_point(self, name: str, tensor: Any) -> None:
    """Tells an end point after what leads to it."""
    self._operations.send(name)
    self._channel.endpoint(name, tensor)

  def send_updates(self) -> None:
    """Tells what the compared call assigned."""
    chosen = [(each.ordinal, each.name) for entries in self._layout.values() for each in entries]
    returned = [(place[0], name) for name, place in self._places.items() if place and not layers.is_output(name)]
    self.updates.send(chosen if self._is_paired else returned)

  def structure(self, pairs: Sequence[Pair]) -> messages.Structure:
    """What the compared call, which returned these end points, was made of."""
    found = []
    for name, _ in pairs:
      place = self._places[name]
      if place is not None:
        ordinal, op_type, output = place
        found.append(layers.NamedTensor(name, ordinal, output, name, op_type, ordinal))
    return messages.Structure([], [], [], {}, {}) if self._outline is None else self._outline.structure(found)

  def _on_op(
      self, op_type: Any, inputs: Sequence[Any], attrs: Any, outputs: Sequence[Any], op_name: Optional[str] = None,
      graph: Any = None) -> None:
    # Operations of a traced function are told as the one call of it; other threads' are not the forward pass's.
    if self._is_quiet or threading.get_ident() != self._thread:
      return None
    op_type = op_type.decode('utf-8') if isinstance(op_type, bytes) else op_type
    if graph is not None:
      if self._tells_traced and op_name:
        self._traced_sites[id(graph), op_name] = self._sites.current()
      if self.records_tracing and not random_tool.is_scratch(graph):
        self._send_random(names.without_root(op_name or op_type, self.root), op_type, attrs, outputs, op_name)
      return None
    self._is_quiet = True
    try:
      self._record(op_type, inputs, attrs, outputs, op_name)
    finally:
      self._is_quiet = False
    return None

  def _record(
      self, op_type: str, inputs: Sequence[Any], attrs: Any, outputs: Sequence[Any], op_name: Optional[str]) -> None:
    name = names.without_root(names.of_eager(op_type, op_name), self.root)
    self._send_random(name, op_type, attrs, outputs)
    if not self._is_creating:
      self._follow_draws(op_type, inputs, attrs, outputs)
      self.updates.record(self._ordinal if self._is_active else None, name, op_type, inputs, attrs)
    # What creates a variable is not counted: a run that sets it to another value creates it by other operations.
    if not self._is_active or self._is_creating:
      return
    ordinal = self._ordinal
    self._ordinal += 1
    self._outline_operation(ordinal, name, op_type, inputs, outputs)
    if op_type not in self._bookkeeping and outputs and not assignments.writes(op_type):
      self._operations.add(
          ordinal, name, op_type, operands.main_output(op_type, outputs), layer_calls.user_stack,
          lambda: channels.OperationFacts(
              str(ordinal), attributes.of_eager(op_type, attrs), self._operands.of(inputs),
              taken=self._operands.taken(inputs) if self._tells_operands else None),
          self._sites.current, draws=_draws(attrs))
    for place, output in enumerate(outputs):
      self._makers[identity(output)] = (ordinal, op_type, place)
    self._operands.record(str(ordinal), op_type, inputs, outputs)
    self._averages.record(op_type, inputs, attrs, outputs)
    for each in self._layout.get(ordinal, ()):
      self._reach_end_point(each, op_type, inputs, outputs)

  def _outline_operation(
      self, ordinal: int, name: str, op_type: str, inputs: Sequence[Any], outputs: Sequence[Any]) -> None:
    if self._outline is None or not outputs:
      return
    makers = [self._makers.get(identity(each)) for each in inputs]
    sources = [self._operands.source(each) for each in inputs]
    self._outline.add(
        ordinal, layers.outline_operation(name, name, op_type, operands.main_output(op_type, outputs), inputs, ordinal),
        [each[0] for each in makers if each],
        variables=[each.name for each in sources if isinstance(each, messages.VariableOperand)])

  def _reach_end_point(
      self, each: messages.LayoutEntry, op_type: str, inputs: Sequence[Any], outputs: Sequence[Any]) -> None:
    if op_type != each.type or each.output >= len(outputs):
      raise Problem('target', 'the model ran differently the second time: operation %d, which made %s, was %s and is '
                    'now %s. What it computes must depend on its inputs, variables and random numbers only'
                    % (each.ordinal, each.name, each.type, op_type))
    self._sent.add(each.name)
    self.random.send()
    self._operations.send(each.name)
    given = self._channel.endpoint(each.name, outputs[each.output], takes_value=True)
    if given is not None:
      self._substitute(given, each, op_type, inputs, outputs)

  def _substitute(
      self, given: Any, each: messages.LayoutEntry, op_type: str, inputs: Sequence[Any], outputs: Sequence[Any]) -> None:
    """Puts a value in the place of an operation's output: TensorFlow hands on what the list of outputs then has."""
    import tensorflow as tf
    with self.paused():
      value = tf.cast(tf.constant(given), outputs[each.output].dtype)
    if not isinstance(outputs, list):
      raise Problem('target', 'this TensorFlow hands an operation on as %s, in which %s cannot be given a value'
                    % (type(outputs).__name__, each.name))
    outputs[each.output] = value
    self.has_substituted = True
    # What follows takes it for the same operation's.
    self._makers[identity(outputs[each.output])] = (each.ordinal, op_type, each.output)
    self._operands.record(str(each.ordinal), op_type, inputs, outputs)

  def _send_random(
      self, name: str, op_type: str, attrs: Any, outputs: Sequence[Any], op_name: Optional[str] = None) -> None:
    if not _draws(attrs):
      return
    self.draws = self.draws or (self._is_active and not self._is_creating)
    # What draws an initial value that is replaced counts as no random operation.
    if not self.reports_random or self._is_creating and self._replaces_weights:
      return
    values = dict(zip(attrs[::2], attrs[1::2]))
    self.random.drawn(
        messages.Random(
            0, name, op_type, world.dimensions(outputs[0].shape, unknown=-1) if outputs else [],
            seed=_integer(values['seed']), seed2=_integer(values['seed2'])),
        outputs, op_name)

  def _follow_draws(self, op_type: str, inputs: Sequence[Any], attrs: Any, outputs: Sequence[Any]) -> None:
    if not _draws(attrs):
      self.random.executed(op_type, inputs, outputs)

  def _is_variable(self, tensor: Any) -> bool:
    return (self._variables.of_handle(tensor) or self._variables.of_value(tensor)) is not None


def _draws(attrs: Any) -> bool:
  """Whether an operation with these attributes draws random numbers from a stream of its own."""
  return bool(attrs) and 'seed' in attrs[::2] and 'seed2' in attrs[::2]


def _integer(value: Any) -> int:
  """An attribute's number: an eager operation has it as it is, a graph's in a protocol buffer."""
  return int(getattr(value, 'i', value) or 0)
