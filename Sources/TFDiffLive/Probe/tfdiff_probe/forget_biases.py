"""What a graph's LSTM cells add to their forget gate besides its bias, which no variable holds.

A cell of tensorflow/python/ops/rnn_cell_impl.py splits what it has computed into i, j, f and o, and adds a constant to f.
That is found in the graph itself and in the bodies of its loops, from their protocol buffers: an unrolled cell stands in the
graph, one of `dynamic_rnn` in a loop, which is a function where control flow is TensorFlow 2's.
"""

import collections
from typing import Any, DefaultDict, Dict, FrozenSet, Iterable, Iterator, List, NamedTuple, Optional, Set, Tuple

from tfdiff_probe import operands

FORGET_GATE = 2
ADDING = ('Add', 'AddV2')
# What computes a whole cell or layer, with the constant as an attribute and the bias behind the weights.
WHOLE_CELLS = {'LSTMBlockCell': 7, 'BlockLSTM': 8}
# By the attribute that names a function, how many of the operation's inputs come before the function's arguments.
CALLS = (('body', 0), ('f', 0), ('then_branch', 1), ('else_branch', 1))


def of_graph(graph: Any) -> Dict[str, float]:
  """By the name of an LSTM cell's bias, the constant; without those for which the graph has none, or several."""
  definition = graph.as_graph_def()
  functions = {each.signature.name: each for each in definition.library.function}
  found: DefaultDict[str, Set[float]] = collections.defaultdict(set)
  waiting = [_Body(definition.node, {})]
  while waiting:
    body = waiting.pop()
    for node in body.nodes.values():
      for variable, value in _of_node(body, node):
        found[variable].add(value)
      waiting.extend(_called(body, node, functions))
  return {variable: values.pop() for variable, values in found.items() if len(values) == 1}


class _Body:
  """The operations of a graph or a function by name, and where a function's arguments come from."""

  def __init__(
      self, nodes: Iterable[Any], arguments: Dict[str, Tuple['_Body', str]], within: FrozenSet[str] = frozenset()) -> None:
    self.nodes = {node.name: node for node in nodes}
    # The names of the functions that it stands in, itself among them.
    self.within = within
    self._arguments = arguments
    self._consumers: Optional[DefaultDict[Tuple[str, int], List[Any]]] = None

  def source(self, text: str) -> Optional['_Source']:
    """The operation that makes what an input names, behind all that passes it on; None where it cannot be known."""
    name, _ = _reference(text)
    if name in self._arguments:
      body, given = self._arguments[name]
      return body.source(given)
    node = self.nodes.get(name)
    if node is not None and node.op in operands.PASSING_ON and node.input:
      return self.source(node.input[0])
    return None if node is None else _Source(self, node)

  def consumers(self, name: str, output: int) -> List[Any]:
    """The operations that take an output."""
    if self._consumers is None:
      self._consumers = collections.defaultdict(list)
      for node in self.nodes.values():
        for given in node.input:
          self._consumers[_reference(given)].append(node)
    return self._consumers[(name, output)]


class _Source(NamedTuple):
  """An operation, and what it stands in."""
  body: _Body
  node: Any


def _reference(text: str) -> Tuple[str, int]:
  """The operation's name and the output's place in an input's text, as graphs and functions write it."""
  parts = text.split(':')
  return parts[0], int(parts[-1]) if len(parts) > 1 else 0


def _called(body: _Body, node: Any, functions: Dict[str, Any]) -> Iterator[_Body]:
  """The bodies of the functions that an operation calls."""
  for attribute, skipped in CALLS:
    name = node.attr[attribute].func.name if attribute in node.attr else ''
    if name in functions and name not in body.within:
      given = [each for each in node.input if not each.startswith('^')][skipped:]
      arguments = [each.name for each in functions[name].signature.input_arg]
      yield _Body(
          functions[name].node_def, {each: (body, source) for each, source in zip(arguments, given)}, body.within | {name})


def _of_node(body: _Body, node: Any) -> List[Tuple[str, float]]:
  """Pairs of a bias and a constant, where an operation is a cell's split, or a cell as a whole."""
  if node.op in WHOLE_CELLS and len(node.input) > WHOLE_CELLS[node.op]:
    variable = _variable(body.source(node.input[WHOLE_CELLS[node.op]]))
    return [(variable, float(node.attr['forget_bias'].f))] if variable else []
  if node.op != 'Split' or node.attr['num_split'].i != 4:
    return []
  gates = body.source(node.input[1])
  if gates is None or gates.node.op not in ADDING + ('BiasAdd',):
    return []
  variable = _variable(gates.body.source(gates.node.input[1]))
  if not variable:
    return []
  values = [_added(body, each) for each in body.consumers(node.name, FORGET_GATE)]
  return [(variable, value) for value in values if value is not None]


def _added(body: _Body, node: Any) -> Optional[float]:
  """What an operation adds to a forget gate before it is used; None where it does something else with it."""
  if node.op == 'Sigmoid':
    return 0.0
  if node.op not in ADDING:
    return None
  for given in node.input[:2]:
    source = body.source(given)
    if source is not None and source.node.op == 'Const':
      return _number(source.node)
  return None


def _variable(source: Optional[_Source]) -> Optional[str]:
  return source.node.name if source is not None and source.node.op in operands.HOLDERS else None


def _number(node: Any) -> Optional[float]:
  from tensorflow.python.framework import tensor_util
  array = tensor_util.MakeNdarray(node.attr['value'].tensor)
  return float(array.reshape(-1)[0]) if array.size == 1 and array.dtype.kind == 'f' else None
