"""The values that a graph's operations take, and what has to be fetched to know them."""

from typing import Any, Dict, List, Optional, Sequence, Set

from tfdiff_probe import messages
from tfdiff_probe import operands
from tfdiff_probe import spans
from tfdiff_probe import tensorflow_world as world


class GraphOperands:
  """The values that operations on the way to one end point take.

  `held`: by the names of placeholders, the variables that a function's graph captures.
  """

  def __init__(self, ops: Sequence[Any], held: Optional[Dict[str, str]] = None) -> None:
    # The operations whose first outputs are told.
    told = {op.name for op in ops if op.type not in operands.CONTROL_FLOW and spans.fetched(op) is not None}
    self._taken: Dict[str, operands.Taken] = {}
    # By the names of the tensors that are taken: those to be fetched, and the variables that are read through a handle.
    self._fetched: Dict[str, Any] = {}
    self._handles: Dict[str, str] = {}
    # Of those to be fetched, the ones of which the shape alone is wanted.
    self._shapes: Set[str] = set()
    for tensor in {tensor.name: tensor for op in ops for tensor in op.inputs}.values():
      self._plan(tensor, operands.of_tensor(tensor, held), told)

  @property
  def tensors(self) -> List[Any]:
    """What has to be fetched."""
    return list(self._fetched.values())

  @property
  def variables(self) -> List[str]:
    """The names of the variables whose values have to be read, as operations take their handles."""
    return sorted(set(self._handles.values()))

  def take(self, values: Sequence[Any], variables: Dict[str, Any]) -> None:
    """Takes in what was fetched, in the order of `tensors`, and values of `variables` by name."""
    for name, value in zip(self._fetched, values):
      self._taken[name] = operands.Taken(list(value.shape), None if name in self._shapes else value)
    for name, variable in self._handles.items():
      if variable in variables:
        self._taken[name] = operands.Taken(list(variables[variable].shape), variables[variable])

  def of(self, op: Any) -> List[Optional[operands.Taken]]:
    """The values that an operation takes; None for each that is not known."""
    return [self._taken.get(tensor.name) for tensor in op.inputs]

  def _plan(self, tensor: Any, source: messages.Operand, told: Set[str]) -> None:
    is_given = isinstance(source, messages.OperationOperand) and source.output == 0 and source.id in told
    if is_given and tensor.shape.is_fully_defined():
      self._taken[tensor.name] = operands.Taken(world.dimensions(tensor.shape))
      return
    if tensor.dtype.base_dtype.name == 'resource' and isinstance(source, messages.VariableOperand):
      self._handles[tensor.name] = source.name
      return
    fetched = spans.fetchable(tensor)
    if fetched is not None:
      self._fetched[tensor.name] = fetched
      if is_given:
        self._shapes.add(tensor.name)
