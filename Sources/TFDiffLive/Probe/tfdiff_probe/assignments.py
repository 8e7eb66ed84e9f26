"""Which operations assign to variables, and to which, also through control dependencies and inside functions."""

from typing import Any, Callable, Dict, Iterable, List, Optional, Sequence, Set, Tuple

# Gives the name of the function that an operation's attribute names; None for an attribute of another kind.
Attribute = Callable[[str], Optional[str]]

# How the types of operations begin that write to what a reference or a resource handle names.
WRITING = ('Assign', 'Scatter', 'Apply', 'SparseApply', 'StridedSliceAssign', 'CountUpTo', 'ResourceScatter',
           'ResourceApply', 'ResourceSparseApply', 'ResourceStridedSliceAssign', 'ResourceCountUpTo')
HOLDERS = ('VarHandleOp', 'VariableV2', 'Variable')


def writes(op_type: str) -> bool:
  """Whether an operation of a type may write to a variable. To fetch one would write once more."""
  return op_type.startswith(WRITING)


def of_graph(ops: Iterable[Any], functions: Any, holders: Tuple[str, ...] = HOLDERS) -> Dict[str, Any]:
  """By the name of what holds each variable that any of the operations writes to, the operation that does it first.

  `functions`: the graph's library, as `library` gives it; `holders`: the types of what holds a variable.
  """
  found: Dict[str, Any] = {}
  for op in ops:
    for place in written_inputs(op.node_def.op, _attribute(op.node_def), len(op.inputs), functions, _references(op)):
      holder = holder_of(op.inputs[place].op, holders)
      if holder is not None:
        found.setdefault(holder.name, op)
  return found


def library(graph: Any) -> Dict[str, Any]:
  """A graph's functions by name, as protocol buffers."""
  return {each.signature.name: each for each in graph.as_graph_def().library.function}


def written_inputs(
    op_type: str, attribute: Attribute, count: int, functions: Any,
    references: Optional[Sequence[bool]] = None) -> Sequence[int]:
  """The places of the inputs that an operation of a type writes to.

  `functions`: the library, which has a function's definition by its name; `references`: for each input whether it is a
  reference, where that is known.
  """
  if writes(op_type):
    if op_type.startswith('Resource') or op_type.endswith('VariableOp'):
      return range(_handles(op_type, count))
    return [place for place, is_reference in enumerate(references or [True]) if is_reference]
  places: Set[int] = set()
  for name in ('f', 'then_branch', 'else_branch', 'body'):
    function = functions.get(attribute(name))
    if function is not None:
      # A conditional's first input is its condition, which its branches are not given.
      skipped = 1 if name in ('then_branch', 'else_branch') else 0
      places.update(place + skipped for place in _written_arguments(function, functions))
  return sorted(place for place in places if place < count)


def _handles(op_type: str, count: int) -> int:
  """How many of an operation's inputs are handles of what it writes to, which come first.

  As tensorflow/core/ops/training_ops.cc has them: the variable, then the optimizer's slots.
  """
  slots = {
      'ApplyAdam': 3, 'ApplyAdamWithAmsgrad': 4, 'ApplyAdaMax': 3, 'ApplyAdadelta': 3, 'ApplyAdagrad': 2,
      'ApplyAdagradV2': 2, 'ApplyAdagradDA': 3, 'ApplyFtrl': 3, 'ApplyFtrlV2': 3, 'ApplyMomentum': 2,
      'ApplyKerasMomentum': 2, 'ApplyRMSProp': 3, 'ApplyCenteredRMSProp': 4, 'ApplyProximalAdagrad': 2,
      'ApplyAddSign': 2, 'ApplyPowerSign': 2}
  plain = op_type.replace('Resource', '').replace('Sparse', '')
  return min(slots.get(plain, 1), count)


def _written_arguments(function: Any, functions: Any) -> Set[int]:
  """The places of a function's arguments that its body writes to."""
  arguments = {each.name: place for place, each in enumerate(function.signature.input_arg)}
  sources = dict(arguments)
  found: Set[int] = set()
  for node in function.node_def:
    given = [_plain(each) for each in node.input if not each.startswith('^')]
    if node.op in ('Identity', 'Enter') and given and given[0] in sources:
      sources[node.name] = sources[given[0]]
    for place in written_inputs(node.op, _attribute(node), len(given), functions):
      if given[place] in sources:
        found.add(sources[given[place]])
  return found


def _plain(name: str) -> str:
  return name.split(':', 1)[0]


def _attribute(node: Any) -> Attribute:
  return lambda name: node.attr[name].func.name if name in node.attr and node.attr[name].HasField('func') else None


def _references(op: Any) -> List[bool]:
  return [each.dtype._is_ref_dtype for each in op.inputs]  # pylint: disable=protected-access


def holder_of(op: Any, holders: Tuple[str, ...] = HOLDERS) -> Any:
  """The operation that holds the variable which a handle or reference is of; None where it is none."""
  while op.type in ('Identity', 'Enter', 'RefEnter', 'Switch', 'RefSwitch') and op.inputs:
    op = op.inputs[0].op
  return op if op.type in holders else None
