"""Listens to who takes gradients with a `tf.GradientTape`."""

import contextlib
from typing import Any, Callable, Iterator, List, NamedTuple, Optional, Tuple

from tfdiff_probe import layer_calls
from tfdiff_probe import messages
from tfdiff_probe import patches
from tfdiff_probe import tensorflow_world as world


class TapeMinimization(NamedTuple):
  """One time that gradients with respect to variables were taken from a tape.

  `targets`: what was differentiated, whose sum is minimized; `gradients`: pairs of a variable and its gradient: a tensor or
  IndexedSlices, None where nothing depends on the variable; `end_points`: names of end points and the gradients at them, in
  backward order; `stack`: the user's frames that took them.
  """
  targets: List[Any]
  gradients: List[Tuple[Any, Any]]
  end_points: List[Tuple[str, Any]]
  stack: List[messages.Frame]


class TapeGradients:
  """Records what is taken from tapes, and takes the gradients at end points along with it.

  `end_points`: gives those that are known when gradients are taken, in the order in which they came about; `taking`: is
  called before that, with what is differentiated; `taken`: is told of each time.
  """

  def __init__(
      self, tf: Any, end_points: Callable[[], List[Tuple[str, Any]]], taking: Callable[[Any], None],
      taken: Callable[[TapeMinimization], None]) -> None:
    self._tf = tf
    self._end_points = end_points
    self._taking = taking
    self._taken = taken
    # The user's frames that take gradients at this moment.
    self.present_stack: Optional[List[messages.Frame]] = None

  @contextlib.contextmanager
  def listening(self) -> Iterator[None]:
    """Listens while the context lasts."""
    patched = patches.Patches()
    patched.wrap(self._tf.GradientTape, 'gradient', self._take)
    try:
      yield
    finally:
      patched.restore()

  def _take(self, original: Callable[..., Any]) -> Callable[..., Any]:
    def gradient(tape: Any, target: Any, sources: Any, *positional: Any, **options: Any) -> Any:
      variables = [_variable(each) for each in self._tf.nest.flatten(sources)]
      if self.present_stack is not None or not any(each is not None for each in variables):
        return original(tape, target, sources, *positional, **options)
      self._taking(target)
      known = list(reversed(self._end_points()))
      self.present_stack = stack = layer_calls.user_stack()
      try:
        result, at = original(tape, target, [sources, [tensor for _, tensor in known]], *positional, **options)
      finally:
        self.present_stack = None
      gradients = [
          (variable, each) for variable, each in zip(variables, self._flat(result, len(variables))) if variable is not None]
      self._taken(TapeMinimization(
          self._tf.nest.flatten(target), gradients, [(name, each) for (name, _), each in zip(known, at)],
          stack))
      return result

    return gradient

  def _flat(self, result: Any, count: int) -> List[Any]:
    """Gradients one by one, of which IndexedSlices are one each."""
    flat = self._tf.nest.flatten(result)
    return list(flat) if len(flat) == count else [None] * count


def _variable(source: Any) -> Optional[Any]:
  """TensorFlow's variable of a source; None for a tensor."""
  variable = world.unwrapped(source)
  return variable if hasattr(variable, 'read_value') else None
