"""What optimizers keep for each variable, in one vocabulary for TensorFlow 1 and every Keras.

The words are `m`, `v` and `vhat` (Adam's), `momentum`, `rms` and `mg` (RMSProp's means of squares and of gradients),
`accumulator`, `linear`, `accum_grad`, `accum_var`, `u`, and `average` for an exponential moving average. A word that is not
known stands for itself.
"""

from typing import Any, Callable, Dict, Iterator, List, NamedTuple, Optional

from tfdiff_probe import optimizer_listener
from tfdiff_probe import tensorflow_world as world

AVERAGE = '/ExponentialMovingAverage'
# By a class that an optimizer derives from ('' for any), its words.
WORDS: Dict[str, Dict[str, str]] = {
    # Keras; of its present optimizers and of those of Keras 3.
    'SGD': {'m': 'momentum'},
    'RMSprop': {'velocity': 'rms', 'momentum': 'momentum', 'average_gradient': 'mg'},
    # TensorFlow 1.
    'AdadeltaOptimizer': {'accum': 'accum_grad', 'accum_update': 'accum_var'},
    'FtrlOptimizer': {'accum': 'accumulator'},
    'MomentumOptimizer': {'momentum': 'momentum'},
    'RMSPropOptimizer': {'momentum': 'momentum'},
    '': {'velocity': 'v', 'velocity_hat': 'vhat', 'accumulated_grad': 'accum_grad', 'accumulated_delta_var': 'accum_var'},
}


class Slot(NamedTuple):
  """A variable that is kept for another.

  `owner`: the name of the variable it is for; `optimizer`: its place among the optimizers, None for a moving average.
  """
  kind: str
  owner: str
  variable: Any
  optimizer: Optional[int] = None
  # Whether what is kept is the vocabulary's times minus the learning rate.
  is_scaled: bool = False

  @property
  def name(self) -> str:
    """As rungs have it."""
    return '%s/%s' % (self.kind, self.owner)


def of(
    listener: optimizer_listener.OptimizerListener, variables: List[Any], name_of: Callable[[Any], str]) -> List[Slot]:
  """All that is kept, in the order of the optimizers and of what is kept for; then moving averages.

  `variables`: all that were made; `name_of`: gives a variable's name.
  """
  found: List[Slot] = []
  for place, optimizer in enumerate(listener.optimizers):
    for owner, word, variable in _kept_by(listener, optimizer, variables):
      found.append(Slot(
          _kind(optimizer, word), name_of(world.unwrapped(owner)), world.unwrapped(variable), place,
          is_scaled(optimizer, word)))
  names = {name_of(each): each for each in variables}
  for name, each in names.items():
    if name.endswith(AVERAGE) and name[:-len(AVERAGE)] in names:
      found.append(Slot('average', name[:-len(AVERAGE)], each))
  return found


def _kept_by(
    listener: optimizer_listener.OptimizerListener, optimizer: Any, variables: List[Any]) -> Iterator[Any]:
  for each in listener.kept:
    if each.optimizer is optimizer:
      yield each.variable, each.word, each.slot
  words: List[str] = getattr(optimizer, 'get_slot_names', list)()
  for variable in variables if words else ():
    for word in words:
      slot = _slot(optimizer, variable, word)
      if slot is not None:
        yield variable, word, slot


def _slot(optimizer: Any, variable: Any, word: str) -> Any:
  try:
    return optimizer.get_slot(variable, word)
  except (KeyError, ValueError):
    # Keras' has none for a variable that it has not met, or none of that word.
    return None


def _kind(optimizer: Any, word: str) -> str:
  families = [each.__name__ for each in type(optimizer).__mro__]
  for family in families + ['']:
    kind = WORDS.get(family, {}).get(word)
    if kind is not None:
      return kind
  # What Keras 3 calls momentum everywhere is Adam's first moment where it is no accumulated step.
  is_moment = word == 'momentum' and 'SGD' not in families and not hasattr(optimizer, 'get_slot_names')
  return 'm' if is_moment else word


def in_common(slot: Slot, value: Any, rate: Any) -> Any:
  """What is kept, as an array in the vocabulary's terms. `rate`: the learning rate it was last used with; None where
  nothing was applied yet. None where it has no such terms, as with a rate of 0."""
  import numpy as np
  array = np.asarray(value)
  if not slot.is_scaled or rate is None or not array.any():
    return array
  scale = -np.asarray(rate, array.dtype)
  return array / scale if scale else None


def as_kept(slot: Slot, value: Any, rate: Any) -> Any:
  """The way back: an array in the vocabulary's terms as the optimizer keeps it."""
  import numpy as np
  return value * -np.asarray(rate, value.dtype) if slot.is_scaled and rate is not None else value


def is_scaled(optimizer: Any, word: str) -> bool:
  """Whether an optimizer keeps a momentum with the step's sign and size in it.

  TensorFlow 1's is accum = momentum * accum + gradient (training_ops.cc, ApplyMomentum); Keras' is
  m = momentum * m - learning_rate * gradient (optimizers/sgd.py; ApplyKerasMomentum).
  """
  return word in ('m', 'momentum') and any(each.__name__ == 'SGD' for each in type(optimizer).__mro__)
