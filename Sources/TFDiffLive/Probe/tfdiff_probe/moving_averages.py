"""How much of its old value a moving average keeps, by the operations that compute what is assigned to it.

Three ways are known: `average -= (average - value) * (1 - decay)`, as in tensorflow/python/training/moving_averages.py;
`average = average * decay + value * (1 - decay)`; and what a fused batch norm gives that has an `exponential_avg_factor`,
as in Keras' batch norms.
"""

from typing import Any, Callable, Dict, Hashable, List, NamedTuple, Optional, Sequence, Tuple

from tfdiff_probe import messages
from tfdiff_probe import operands
from tfdiff_probe.held_variables import identity

SUBTRACTING = ('AssignSubVariableOp', 'AssignSub')
ADDING = ('AssignAddVariableOp', 'AssignAdd')
ASSIGNING = ('AssignVariableOp', 'Assign')
SUMS = ('Add', 'AddV2')
# Their outputs 1 and 2 are the moving averages, where the factor is not 1.
NORMS = ('FusedBatchNorm', 'FusedBatchNormV2', 'FusedBatchNormV3')
AVERAGES = (1, 2)
FACTOR = 'exponential_avg_factor'


class Term(NamedTuple):
  """What a value is computed by: a product's number and the variable that it multiplies, or the terms of a sum.

  `number`: a product's constant factor; `variable`: the name of the variable that is the other factor; `is_difference`:
  whether the other factor, or the value itself, is a difference; `terms`: what is added; `kept`: the share of the old value
  that an operation keeps which computes the whole average.
  """
  number: Optional[float] = None
  variable: Optional[str] = None
  is_difference: bool = False
  terms: Tuple['Term', ...] = ()
  kept: Optional[float] = None


NOTHING = Term()


def decay(op_type: str, variable: str, assigned: Term) -> Optional[float]:
  """What a moving average keeps of its old value; None where an assignment is none.

  `op_type`: the assignment's; `variable`: the name of what is assigned to; `assigned`: what the operation is given.
  """
  if op_type in SUBTRACTING + ADDING:
    return 1 - assigned.number if assigned.number is not None and assigned.is_difference else None
  if assigned.kept is not None:
    return assigned.kept
  kept = [each.number for each in assigned.terms if each.variable == variable]
  return kept[0] if op_type in ASSIGNING and len(kept) == 1 else None


def _combined(op_type: str, parts: Sequence[Tuple[Optional[float], Optional[str], Term]]) -> Term:
  """What an operation computes. `parts`: of each input the number or the variable that it is, and what computes it."""
  if op_type == 'Sub':
    return Term(is_difference=True)
  if op_type in SUMS:
    return Term(terms=tuple(term for _, _, term in parts))
  if op_type == 'Mul' and len(parts) == 2:
    for (number, _, _), (_, variable, term) in (parts, parts[::-1]):
      if number is not None:
        return Term(number, variable, term.is_difference)
  return NOTHING


def _kept(factor: Any) -> Term:
  """What a fused batch norm computes besides, which gives the batch's own mean and variance where its factor is 1."""
  return NOTHING if factor is None or float(factor) == 1 else Term(kept=1 - float(factor))


class EagerAverages:
  """Follows the arithmetic of an eager forward pass as far as moving averages are made of it."""

  def __init__(self, variable: Callable[[Any], Optional[str]]) -> None:
    """`variable`: gives the name of the variable that a tensor was read from, or None."""
    self._variable = variable
    self._terms: Dict[Hashable, Term] = {}

  def record(self, op_type: str, inputs: Sequence[Any], attrs: Any, outputs: Sequence[Any]) -> None:
    """Takes in an operation."""
    if op_type in NORMS and attrs:
      kept = _kept(dict(zip(attrs[::2], attrs[1::2])).get(FACTOR))
      self._terms.update((identity(outputs[place]), kept) for place in AVERAGES if kept != NOTHING)
    if op_type not in SUMS + ('Sub', 'Mul') or not outputs:
      return
    numbers = [_scalar(each) for each in inputs]
    # Whether something was read from a variable is looked up only where it matters: it takes time.
    asks = op_type == 'Mul' and any(number is not None for number in numbers)
    term = _combined(op_type, [
        (number, self._variable(each) if asks and number is None else None, self._terms.get(identity(each), NOTHING))
        for number, each in zip(numbers, inputs)])
    if term != NOTHING and any(each != NOTHING for each in term.terms or (term,)):
      self._terms[identity(outputs[0])] = term

  def decay(self, op_type: str, variable: str, inputs: Sequence[Any]) -> Optional[float]:
    """As the function of that name, of an assignment with these inputs."""
    return decay(op_type, variable, self._terms.get(identity(inputs[1]), NOTHING)) if len(inputs) > 1 else None


def of_graph(op: Any, variable: str, held: Optional[Dict[str, str]] = None) -> Optional[float]:
  """The same of a graph's assignment. `held`: as in `operands.of_graph`."""
  return decay(op.type, variable, _term(op.inputs[1], held, depth=3)) if len(op.inputs) > 1 else None


def _term(tensor: Any, held: Optional[Dict[str, str]], depth: int) -> Term:
  while operands.hands_on(tensor.op) and operands.variable_of(tensor.op.inputs[0].op, held) is None:
    tensor = tensor.op.inputs[0]
  if tensor.op.type in NORMS and tensor.value_index in AVERAGES and FACTOR in tensor.op.node_def.attr:
    return _kept(tensor.op.get_attr(FACTOR))
  if depth == 0 or tensor.op.type not in SUMS + ('Sub', 'Mul'):
    return NOTHING
  parts: List[Tuple[Optional[float], Optional[str], Term]] = []
  for each in tensor.op.inputs:
    source = operands.of_tensor(each, held)
    name = source.name if isinstance(source, messages.VariableOperand) else None
    parts.append((_number(each), name, _term(each, held, depth - 1)))
  return _combined(tensor.op.type, parts)


def _number(tensor: Any) -> Optional[float]:
  """A graph's constant scalar, also where it is 1 less another."""
  if tensor.shape.rank != 0 or not tensor.dtype.base_dtype.is_floating:
    return None
  from tensorflow.python.framework import tensor_util
  value = tensor_util.constant_value(tensor)
  if value is not None:
    return float(value)
  op = tensor.op
  if op.type in operands.PASSING_ON or op.type == 'Cast':
    return _number(op.inputs[0]) if op.inputs else None
  if op.type == 'Sub':
    left, right = _number(op.inputs[0]), _number(op.inputs[1])
    return None if left is None or right is None else left - right
  return None


def _scalar(tensor: Any) -> Optional[float]:
  """An eager scalar."""
  if tensor.shape.rank != 0 or not tensor.dtype.is_floating:
    return None
  return float(tensor.numpy())
