"""The terms that a loss was added up from: what depends on the batch, and what regularizes."""

from typing import Any, Callable, List, Optional, Tuple

ADDITIONS = ('Add', 'AddV2', 'AddN')
# What adds up the elements of a tensor, and what makes one of scalars: `tf.reduce_sum([a, b])`, as Keras 3 sums its losses.
SUM, PACK = 'Sum', 'Pack'
# What hands on a value as it is.
ALIASES = ('Identity',)


def parted(
    loss: Any, added: Callable[[Any], Optional[List[Any]]], is_data: Callable[[Any], bool]) -> Tuple[List[Any], List[Any]]:
  """The operands of the last additions that made a loss: those that depend on the batch, and those that depend on variables
  alone, each in their order. A sum of the latter is one of them, as the program has added it up; so is a whole loss without
  any.

  `added`: gives what a scalar was added up from, or the one value that it hands on; None for any other.
  """
  data: List[Any] = []
  regularization: List[Any] = []
  waiting = [loss]
  while waiting:
    value = waiting.pop()
    operands = added(value)
    if not is_data(value):
      regularization.append(value)
    elif operands is None:
      data.append(value)
    else:
      waiting.extend(reversed(operands))
  return (data, regularization) if regularization else ([loss], [])


def total(values: List[Any]) -> Any:
  """The sum of scalars, in their order and in their own precision; None for none."""
  import numpy as np
  result = None
  for each in values:
    result = np.asarray(each) if result is None else np.asarray(np.add(result, each))
  return result
