"""Listens to optimizers, of TensorFlow 1 and of Keras: who makes one, what each is given to apply, and what it keeps."""

import contextlib
import sys
from typing import Any, Callable, Dict, Iterator, List, NamedTuple, Optional, Set

from tfdiff_probe import layer_calls
from tfdiff_probe import messages
from tfdiff_probe import patches
from tfdiff_probe import stacks
from tfdiff_probe import tensorflow_world as world

# The Keras packages there may be; of each, where its optimizers' classes are.
PACKAGES = ('keras', 'tf_keras', 'tensorflow.keras', 'tensorflow.python.keras', 'tensorflow.python.keras.api._v2.keras')


class Given(NamedTuple):
  """A gradient that is applied to a variable. `stack`: the user's frames that applied it."""
  variable: Any
  gradient: Any
  stack: List[messages.Frame]


class Application:
  """One time that an optimizer applies gradients.

  `stack`: the user's frames that have it applied, or those that made it where a library does; `given`: what it was called
  with; `updates`: what its own rule was given, after what else it does to gradients, of an
  optimizer that composes its rule of operations; `learning_rate`: before the step, None where that is not to be seen.
  """

  def __init__(self, optimizer: Any, learning_rate: Any, stack: List[messages.Frame]) -> None:
    self.optimizer = optimizer
    self.learning_rate = learning_rate
    self.stack = stack
    self.is_users = any(map(_is_users, type(optimizer).__mro__))
    self.given: List[Given] = []
    self.updates: List[Given] = []


class Kept(NamedTuple):
  """A variable that an optimizer keeps for another, and its own word for what it is."""
  optimizer: Any
  variable: Any
  word: str
  slot: Any


class OptimizerListener:
  """Records what optimizers do. `begin` forgets what they have applied so far."""

  def __init__(self, tf: Any) -> None:
    self._tf = tf
    self._patched = patches.Patches()
    self._present: Optional[Application] = None
    self._stacks: Dict[int, List[messages.Frame]] = {}
    self.applications: List[Application] = []
    # Every optimizer that has applied something, in that order.
    self.optimizers: List[Any] = []
    self.kept: List[Kept] = []

  @contextlib.contextmanager
  def listening(self) -> Iterator[None]:
    """Listens while the context lasts."""
    for base in _bases(self._tf):
      self._listen_to(base)
    try:
      yield
    finally:
      self._patched.restore()

  @property
  def present_stack(self) -> Optional[List[messages.Frame]]:
    """The user's frames that have a library's optimizer apply something at this moment; one of the user's own has lines of
    its own."""
    present = self._present
    return None if present is None or present.is_users else present.stack

  def begin(self) -> None:
    """A step begins."""
    self.applications = []

  def place_of(self, application: Application) -> int:
    """Which of the optimizers applied, in the order in which they first did."""
    return next(place for place, each in enumerate(self.optimizers) if each is application.optimizer)

  def made_by(self, optimizer: Any) -> List[messages.Frame]:
    """The user's frames that made an optimizer; none where it was there before anybody listened."""
    return self._stacks.get(id(optimizer), [])

  def made_by_place(self, place: Optional[int]) -> List[messages.Frame]:
    """The same of the optimizer at a place; none without one."""
    return [] if place is None else self.made_by(self.optimizers[place])

  def owned(self) -> Set[int]:
    """The identities of all variables that optimizers have for themselves: counters, rates and what they keep."""
    found: Set[int] = set()
    for optimizer in self.optimizers:
      listed = getattr(optimizer, 'variables', ())
      # Its learning rate may be an attribute alone.
      every = list(listed() if callable(listed) else listed) + list(vars(optimizer).values())
      found.update(id(world.unwrapped(each)) for each in every)
    return found

  def _listen_to(self, kind: Any) -> None:
    """Listens to a class of optimizers and to those derived from it; one that is defined later is met when it is used."""
    self._patched.wrap(kind, '__init__', self._making)
    self._patched.wrap(kind, 'apply_gradients', self._applying)
    self._patched.wrap(kind, 'apply', self._applying_in_order)
    self._patched.wrap(kind, 'update_step', self._updating)
    self._patched.wrap(kind, 'add_variable_from_reference', self._keeping)
    for each in kind.__subclasses__():
      self._listen_to(each)

  def _making(self, original: Callable[..., None]) -> Callable[..., None]:
    def make(optimizer: Any, *positional: Any, **options: Any) -> None:
      for kind in type(optimizer).__mro__:
        if hasattr(kind, 'apply_gradients'):
          self._listen_to(kind)
      self._stacks.setdefault(id(optimizer), layer_calls.user_stack())
      original(optimizer, *positional, **options)

    return make

  def _applying(self, original: Callable[..., Any]) -> Callable[..., Any]:
    def apply_gradients(optimizer: Any, grads_and_vars: Any, *positional: Any, **options: Any) -> Any:
      pairs = list(grads_and_vars)
      with self._application(optimizer, pairs):
        return original(optimizer, pairs, *positional, **options)

    return apply_gradients

  def _applying_in_order(self, original: Callable[..., Any]) -> Callable[..., Any]:
    def apply(optimizer: Any, grads: Any, trainable_variables: Any = None) -> Any:
      grads = list(grads)
      known = getattr(optimizer, '_trainable_variables', None) if trainable_variables is None else trainable_variables
      with self._application(optimizer, list(zip(grads, known or ()))):
        return original(optimizer, grads, trainable_variables)

    return apply

  @contextlib.contextmanager
  def _application(self, optimizer: Any, pairs: List[Any]) -> Iterator[None]:
    """What is applied meanwhile. A class may hand on to the one it derives from what it has made of its gradients: what was
    given last stands."""
    is_outermost = self._present is None
    if self._present is None:
      stack = layer_calls.user_stack() or self.made_by(optimizer)
      self._present = Application(optimizer, learning_rate(self._tf, optimizer), stack)
      self.applications.append(self._present)
      if not any(each is optimizer for each in self.optimizers):
        self.optimizers.append(optimizer)
    self._present.given = [
        Given(variable, gradient, self._present.stack) for gradient, variable in pairs if gradient is not None]
    try:
      yield
    finally:
      if is_outermost:
        self._present = None

  def _updating(self, original: Callable[..., Any]) -> Callable[..., Any]:
    def update_step(optimizer: Any, gradient: Any, variable: Any, *positional: Any, **options: Any) -> Any:
      if self._present is not None:
        self._present.updates.append(Given(variable, gradient, self._present.stack))
      return original(optimizer, gradient, variable, *positional, **options)

    return update_step

  def _keeping(self, original: Callable[..., Any]) -> Callable[..., Any]:
    def add_variable_from_reference(optimizer: Any, variable: Any, word: Any, *positional: Any, **options: Any) -> Any:
      slot = original(optimizer, variable, word, *positional, **options)
      if not any(each.slot is slot for each in self.kept):
        self.kept.append(Kept(optimizer, variable, str(word), slot))
      return slot

    # Keras calls the first `model_variable` or `reference_variable`, and the second `variable_name` or `name`.
    def adapted(optimizer: Any, *positional: Any, **options: Any) -> Any:
      names = ('model_variable', 'reference_variable'), ('variable_name', 'name')
      given = list(positional[:2])
      for alternatives in names[len(given):]:
        given.append(next((options.pop(name) for name in alternatives if name in options), None))
      return add_variable_from_reference(optimizer, *given, *positional[2:], **options)

    return adapted


def _is_users(kind: Any) -> bool:
  """Whether a class is defined in the user's own code."""
  return stacks.is_user(getattr(sys.modules.get(kind.__module__), '__file__', None) or '<builtin>')


def learning_rate(tf: Any, optimizer: Any) -> Any:
  """An optimizer's learning rate as the next step uses it, a number or a tensor; None where that is not to be seen."""
  if hasattr(optimizer, '_decayed_lr'):
    return optimizer._decayed_lr(tf.float32)  # pylint: disable=protected-access
  for name in ('learning_rate', '_learning_rate_tensor', '_lr_t', '_learning_rate', '_lr'):
    rate = getattr(optimizer, name, None)
    if callable(rate):
      rate = rate(optimizer.iterations) if hasattr(optimizer, 'iterations') else rate()
    if rate is not None:
      return rate
  return None


def _bases(tf: Any) -> List[Any]:
  """The classes that optimizers derive from, of TensorFlow 1 and of the Keras packages that are imported."""
  found = [tf.compat.v1.train.Optimizer]
  modules = [sys.modules.get(name) for name in PACKAGES] + [tf.keras]
  for module in modules:
    optimizers = getattr(module, 'optimizers', None)
    for home in (optimizers, getattr(optimizers, 'legacy', None)):
      base = getattr(home, 'Optimizer', None)
      # Keras 3 has a name alone where its legacy optimizers were.
      for kind in getattr(base, '__mro__', ()):
        if hasattr(kind, 'apply_gradients') and kind not in found:
          found.append(kind)
  return found
