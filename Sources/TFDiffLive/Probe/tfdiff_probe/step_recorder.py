"""Records what a training step executes eagerly, as far as its rungs need it."""

import contextlib
import threading
from typing import Any, Callable, Dict, Hashable, Iterable, Iterator, List, Optional, Sequence, Set, Tuple

from tfdiff_probe import apply_operations
from tfdiff_probe import assignments
from tfdiff_probe import layer_calls
from tfdiff_probe import loss_terms
from tfdiff_probe import messages
from tfdiff_probe.held_variables import identity


class StepRecorder:
  """An op callback of TensorFlow's.

  It knows which values depend on the batch, what scalars were added up from, who assigned to each variable, what was made
  of gradients, and what the operations that apply them were given.

  `of_handle`: gives the variable that a handle is of, and its name, or None; `known_stack`: the user's frames of what a
  library executes now, where they are known.
  """

  def __init__(
      self, of_handle: Callable[[Any], Optional[Tuple[Any, str]]],
      known_stack: Callable[[], Optional[List[messages.Frame]]] = lambda: None) -> None:
    self._of_handle = of_handle
    self._known_stack = known_stack
    self._thread = threading.get_ident()
    self._is_quiet = True
    # Whether anything was drawn since this was last set to false.
    self.has_drawn = False
    self.begin(())

  def begin(self, batch: Iterable[Any]) -> None:
    """A step begins, on these tensors."""
    self._fed: Set[Hashable] = set(map(identity, batch))
    self._order: Dict[Hashable, int] = {}
    # By a scalar, what it was added up from, and who made it; and by a tensor, the scalars that it was made of.
    self._added: Dict[Hashable, Sequence[Any]] = {}
    self._packed: Dict[Hashable, Sequence[Any]] = {}
    self._scalars: Dict[Hashable, List[messages.Frame]] = {}
    # By what is a gradient or was made of one, who made it so; None for a gradient as it was taken.
    self._gradients: Dict[Hashable, Optional[List[messages.Frame]]] = {}
    # By a variable's name: itself, what was applied to it, and by whom; and who assigned to it last.
    self.applied: Dict[str, Tuple[Any, apply_operations.Applied, List[messages.Frame]]] = {}
    self.assigned: Dict[str, List[messages.Frame]] = {}

  @contextlib.contextmanager
  def recording(self) -> Iterator[None]:
    """Records operations while the context lasts."""
    from tensorflow.python.framework import op_callbacks
    op_callbacks.add_op_callback(self._on_op)
    self._is_quiet = False
    try:
      yield
    finally:
      self._is_quiet = True
      op_callbacks.remove_op_callback(self._on_op)

  def took(self, gradients: Iterable[Any]) -> None:
    """These are gradients from now on, as they were taken."""
    for each in gradients:
      for tensor in _tensors(each):
        self._gradients.setdefault(identity(tensor), None)

  def changed_by(self, gradient: Any) -> Optional[List[messages.Frame]]:
    """Who made a value of a gradient; None for one that is as it was taken."""
    return next((found for found in map(self._gradients.get, map(identity, _tensors(gradient))) if found), None)

  def made_by(self, scalar: Any) -> List[messages.Frame]:
    """The user's frames that made a scalar."""
    return self._scalars.get(identity(scalar), [])

  def terms(self, loss: Any) -> Tuple[List[Any], List[Any]]:
    """What a loss was added up from: what depends on the batch, and what on variables alone."""
    return loss_terms.parted(loss, self._operands, lambda each: identity(each) in self._fed)

  def place_of(self, tensor: Any) -> int:
    """When a tensor was made in the step; -1 where it was there before."""
    return self._order.get(identity(tensor), -1)

  def _operands(self, tensor: Any) -> Optional[List[Any]]:
    found = self._added.get(identity(tensor))
    return None if found is None else list(found)

  def _on_op(
      self, op_type: Any, inputs: Sequence[Any], attrs: Any, outputs: Sequence[Any], op_name: Optional[str] = None,
      graph: Any = None) -> None:
    if graph is not None or self._is_quiet or threading.get_ident() != self._thread:
      return
    self._is_quiet = True
    try:
      self.has_drawn = self.has_drawn or bool(attrs) and 'seed2' in attrs[::2]
      self._record(op_type.decode('utf-8') if isinstance(op_type, bytes) else op_type, inputs, outputs)
    finally:
      self._is_quiet = False

  def _record(self, op_type: str, inputs: Sequence[Any], outputs: Sequence[Any]) -> None:
    marks = [identity(each) for each in inputs]
    # What an iterator gives is a batch, however it was made one.
    is_fed = op_type == 'IteratorGetNext' or any(mark in self._fed for mark in marks)
    is_of_gradient = any(mark in self._gradients for mark in marks)
    changed = self._changing(op_type, marks[0]) if is_of_gradient else None
    for output in outputs:
      mark = identity(output)
      self._order[mark] = len(self._order)
      if is_fed:
        self._fed.add(mark)
      if is_of_gradient:
        self._gradients[mark] = changed
      elif op_type == loss_terms.PACK and all(each.shape.rank == 0 for each in inputs):
        self._packed[mark] = inputs
      elif not output.shape.rank:
        self._record_scalar(op_type, mark, inputs)
    if assignments.writes(op_type):
      self._record_assignment(op_type, inputs)

  def _changing(self, op_type: str, source: Hashable) -> Optional[List[messages.Frame]]:
    """Who changes a gradient by an operation; libraries hand gradients on without changing them."""
    return self._gradients.get(source) if op_type in loss_terms.ALIASES else self._stack()

  def _stack(self) -> List[messages.Frame]:
    """The user's frames of what is executed now."""
    known = self._known_stack()
    return layer_calls.user_stack() if known is None else known

  def _record_scalar(self, op_type: str, mark: Hashable, inputs: Sequence[Any]) -> None:
    self._scalars[mark] = self._stack()
    if op_type in loss_terms.ADDITIONS + loss_terms.ALIASES and all(each.shape.rank == 0 for each in inputs):
      self._added[mark] = inputs
    elif op_type == loss_terms.SUM and identity(inputs[0]) in self._packed:
      self._added[mark] = self._packed[identity(inputs[0])]

  def _record_assignment(self, op_type: str, inputs: Sequence[Any]) -> None:
    from tensorflow.python.framework import op_def_registry
    stack = self._stack()
    for place in assignments.written_inputs(op_type, lambda _: None, len(inputs), {}):
      known = self._of_handle(inputs[place])
      if known is not None:
        self.assigned[known[1]] = stack
    found = apply_operations.applied(op_type, op_def_registry.get(op_type), inputs)
    known = None if found is None else self._of_handle(found.holder)
    if found is not None and known is not None:
      self.applied[known[1]] = (known[0], found, stack)


def _tensors(gradient: Any) -> List[Any]:
  """The tensors that a gradient is made of: IndexedSlices are its values."""
  if gradient is None:
    return []
  return [gradient.values] if hasattr(gradient, 'indices') else [gradient]
