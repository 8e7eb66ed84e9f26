"""The random operations that draw nothing but variables' initial values, and those that are told.

A program may draw a value first and make a variable of it then: `tf.Variable(tf.random.normal([3]))`. What is drawn and
meets nothing but constants until a variable is made of it is an initializer's, wherever it was drawn.
"""

import dataclasses
from typing import Any, Callable, Container, Dict, FrozenSet, Hashable, Iterable, List, Optional, Sequence, Set, Tuple, Union

from tfdiff_probe import channel as channels
from tfdiff_probe import initializers
from tfdiff_probe import messages
from tfdiff_probe import random_tool
from tfdiff_probe import tensorflow_world as world
from tfdiff_probe.held_variables import identity

# What tells a random operation from others: in a graph its name there; of an eager one its seed and its place in order.
Key = Union[str, Tuple[int, int]]

# What hands a graph something that is no constant.
OUTER = ('Placeholder', 'PlaceholderWithDefault', 'VarHandleOp', 'VariableV2', 'Variable', 'ReadVariableOp')


def of_initial_value(value: Any) -> List[Any]:
  """The random operations of a graph that a variable's initial value is made of; none where anything else goes into it than
  constants.

  `value`: what the variable's creator was given.
  """
  op: Any = getattr(value, 'op', None)
  waiting = [op] if hasattr(op, 'inputs') else []
  seen: Set[str] = set()
  found: List[Any] = []
  while waiting:
    op = waiting.pop()
    if op.name in seen:
      continue
    seen.add(op.name)
    if op.type in OUTER:
      return []
    if 'seed2' in op.node_def.attr:
      found.append(op)
    waiting.extend(tensor.op for tensor in op.inputs)
  return found


def of_graph(graph: Any, untold: Container[str] = ()) -> List[messages.Random]:
  """The stateful random operations of a graph with their seeds, in the order in which they were made.

  `untold`: names of those that do not count.
  """
  found: List[messages.Random] = []
  for op in graph.get_operations():
    if 'seed' in op.node_def.attr and 'seed2' in op.node_def.attr and op.name not in untold:
      shape = op.outputs[0].shape if op.outputs else None
      found.append(messages.Random(
          len(found), op.name, op.type, [] if shape is None else world.dimensions(shape, unknown=-1),
          seed=op.get_attr('seed'), seed2=op.get_attr('seed2')))
  return found


class Draws:
  """Tells the random operations of a run in order.

  Where variables get other values than their initializers', what draws these is not told. Which that is, is known when the
  variable is made: until an end point is reached, what was drawn waits.
  """

  def __init__(
      self, channel: channels.Channel, tool: random_tool.RandomTool, replaces_weights: bool,
      is_variable: Callable[[Any], bool]) -> None:
    """`is_variable`: whether an eager tensor is a variable's handle, or was read from one."""
    self._channel = channel
    self._tool = tool
    self._waits = replaces_weights
    self._is_variable = is_variable
    self._waiting: Dict[Key, messages.Random] = {}
    self._count = 0
    self._sent = 0
    # By an eager tensor's identity, the draws that it is made of; and what is made of more than draws and constants.
    self._origins: Dict[Hashable, FrozenSet[Tuple[int, int]]] = {}
    self._outer: Set[Hashable] = set()
    # By an eager tensor's identity, the words for what draws it.
    self._words: Dict[Hashable, str] = {}
    self._released: Set[Key] = set()

  def add_inputs(self, tensors: Iterable[Any]) -> None:
    """Takes in the tensors that the model is given."""
    self._outer.update(map(identity, tensors))

  def drawn(self, event: messages.Random, outputs: Sequence[Any], name: Optional[str] = None) -> None:
    """Takes in a random operation. `name`: of a graph's operation, its name there."""
    eager = (event.seed2, self._count)
    self._count += 1
    for output in outputs if name is None else ():
      self._origins[identity(output)] = frozenset([eager])
      self._words[identity(output)] = event.type
    self._waiting[eager if name is None else name] = event
    if not self._waits:
      self.send()

  def words(self, value: Any) -> Optional[str]:
    """The words for what draws an eager tensor, such as `TruncatedNormal × 0.1`; None where nothing does."""
    return self._words.get(identity(value))

  def executed(self, op_type: str, inputs: Sequence[Any], outputs: Sequence[Any]) -> None:
    """Takes in an eager operation that draws nothing."""
    marks = [identity(each) for each in inputs]
    none: FrozenSet[Tuple[int, int]] = frozenset()
    origins = none.union(*[self._origins.get(mark, none) for mark in marks])
    # Whether something was read from a variable is looked up only where it matters: it takes time.
    if any(mark in self._outer or each.dtype.name == 'resource' or origins and self._is_variable(each)
           for mark, each in zip(marks, inputs)):
      self._outer.update(map(identity, outputs))
    elif origins:
      self._origins.update((identity(each), origins) for each in outputs)
      parts = [self._words.get(mark) or _scalar(each) for mark, each in zip(marks, inputs)]
      self._words.update((identity(each), initializers.expression(op_type, parts)) for each in outputs)

  def initialize(self, value: Any) -> None:
    """A variable is made of a value: what was drawn for it is an initializer's."""
    for op in of_initial_value(value):
      self._release(op.name, op.get_attr('seed2'))
    for key in sorted(self._origins.get(identity(value), ())):
      self._release(key, key[0])

  def _release(self, key: Key, seed: int) -> None:
    if key not in self._released:
      self._released.add(key)
      self._waiting.pop(key, None)
      self._tool.release(seed)

  def send(self) -> None:
    """Tells what was drawn and still waits."""
    for event in self._waiting.values():
      self._channel.send(dataclasses.replace(event, index=self._sent))
      self._sent += 1
    self._waiting.clear()


def _scalar(tensor: Any) -> Optional[str]:
  """The words for an eager scalar."""
  if tensor.shape.rank != 0 or not tensor.dtype.is_floating:
    return None
  return initializers.number(float(tensor.numpy()))
