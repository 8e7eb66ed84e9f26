"""The terms that a loss was added up from: what depends on the batch, and what regularizes."""

from typing import Any, Callable, List, Optional, Tuple

ADDITIONS = ('Add', 'AddV2', 'AddN')
# What adds up the elements of a tensor, and what makes one of scalars: `tf.reduce_sum([a, b])`, as Keras 3 sums its losses.
SUM, PACK = 'Sum', 'Pack'
# What hands on a value as it is.
ALIASES = ('Identity',)


def of(loss: Any, added: Callable[[Any], Optional[List[Any]]]) -> List[Any]:
  """The operands of the last additions that made a loss, in their order; the loss alone where nothing was added.

  `added`: gives what a scalar was added up from, or the one value that it hands on; None for any other.
  """
  found: List[Any] = []
  waiting = [loss]
  while waiting:
    value = waiting.pop()
    operands = added(value)
    if operands is None:
      found.append(value)
    else:
      waiting.extend(reversed(operands))
  return found


def parted(terms: List[Any], is_data: Callable[[Any], bool]) -> Tuple[List[Any], List[Any]]:
  """Those of the terms that depend on the batch, and those that depend on variables alone."""
  return [each for each in terms if is_data(each)], [each for each in terms if not is_data(each)]


def total(values: List[Any]) -> Any:
  """The sum of scalars, in their order and in their own precision; None for none."""
  import numpy as np
  result = None
  for each in values:
    result = np.asarray(each) if result is None else np.asarray(np.add(result, each))
  return result
