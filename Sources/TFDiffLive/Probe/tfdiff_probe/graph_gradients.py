"""Listens to who takes gradients while a graph is built."""

import contextlib
from typing import Any, Callable, Container, Dict, Iterator, List, NamedTuple, Optional, Tuple

from tfdiff_probe import layer_calls
from tfdiff_probe import messages
from tfdiff_probe import patches
from tfdiff_probe import tensorflow_world as world


class GraphMinimization(NamedTuple):
  """One time that gradients with respect to variables were taken in a graph.

  `targets`: what was differentiated, whose sum is minimized; `gradients`: pairs of a variable's holder, by its
  operation's name, and its gradient: a tensor or IndexedSlices, None where nothing depends on the variable; `passed`:
  by operation, in backward order, the gradients at its outputs; `stack`: the user's frames that took them.
  """
  targets: List[Any]
  gradients: List[Tuple[str, Any]]
  passed: Dict[str, List[Any]]
  stack: List[messages.Frame]

  def at(self, tensor: Any) -> Any:
    """The gradient at a tensor on the way back; None where the way did not come by it."""
    found = self.passed.get(tensor.op.name)
    gradient = found[tensor.value_index] if found and tensor.value_index < len(found) else None
    return gradient if hasattr(gradient, 'dtype') else None


class GraphGradients:
  """Records what is taken by `tf.gradients`, and so by every optimizer of TensorFlow 1, in one graph.

  `holders`: gives the names of the operations that hold variables.
  """

  def __init__(self, graph: Any, holders: Callable[[], Container[str]]) -> None:
    self._graph = graph
    self._holders = holders
    # The gradients that the present taking has passed on; None outside of one.
    self._passed: Optional[Dict[str, List[Any]]] = None
    self.minimizations: List[GraphMinimization] = []

  @contextlib.contextmanager
  def listening(self) -> Iterator[None]:
    """Listens while the context lasts."""
    # What all the ways to take a gradient come by (tensorflow/python/ops/gradients_util.py).
    from tensorflow.python.ops import gradients_util
    patched = patches.Patches()
    patched.wrap(gradients_util, '_GradientsHelper', self._take)
    patched.wrap(gradients_util, '_AggregatedGrads', self._pass)
    try:
      yield
    finally:
      patched.restore()

  def _take(self, original: Callable[..., Any]) -> Callable[..., Any]:
    def take(ys: Any, xs: Any, *positional: Any, **options: Any) -> Any:
      from tensorflow.python.framework import ops
      # Within one, a part of the forward pass is computed again, or a function's body is differentiated.
      if self._passed is not None or ops.get_default_graph() is not self._graph:
        return original(ys, xs, *positional, **options)
      self._passed = {}
      try:
        result = original(ys, xs, *positional, **options)
        self._record(ys, xs, result, self._passed)
        return result
      finally:
        self._passed = None

    return take

  def _pass(self, original: Callable[..., Any]) -> Callable[..., Any]:
    def aggregate(grads: Any, op: Any, *positional: Any, **options: Any) -> Any:
      found = original(grads, op, *positional, **options)
      if self._passed is not None and op.graph is self._graph:
        self._passed[op.name] = list(found)
      return found

    return aggregate

  def _record(self, ys: Any, xs: Any, result: Any, passed: Dict[str, List[Any]]) -> None:
    pairs = [(holder(x), gradient) for x, gradient in zip(_listed(xs), _listed(result))]
    holders = self._holders()
    gradients = [(name, gradient) for name, gradient in pairs if name is not None and name in holders]
    if gradients:
      self.minimizations.append(GraphMinimization(_listed(ys), gradients, passed, layer_calls.user_stack()))


def _listed(value: Any) -> List[Any]:
  return list(value) if isinstance(value, (list, tuple)) else [value]


def names_of(variables: List[Any]) -> Dict[str, str]:
  """The name of each variable, by that of the operation that holds it."""
  return {holder(each) or '': world.variable_name(each) for each in variables}


def holder(x: Any) -> Optional[str]:
  """The name of the operation that holds a variable, by the variable, its handle or its reference."""
  op: Any = getattr(getattr(x, 'handle', x), 'op', None)
  return None if op is None else str(op.name)
