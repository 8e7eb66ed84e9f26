"""Which variables optimizers leave out of weight decay, and patterns that leave out none."""

import gc
import re
from typing import Any, Iterable, List, Optional

from tfdiff_probe import messages

# As AdamWeightDecay of BERT, LAMB and Keras' optimizers keep the patterns, which are searched for in a variable's name.
ATTRIBUTES = ('exclude_from_weight_decay', '_exclude_from_weight_decay')


def exclusions(variables: Optional[List[str]]) -> List[messages.Exclusion]:
  """The patterns of every optimizer that there is, each with how many of the variables it matches.

  `variables`: the names as an optimizer sees them, without `:0`; None where they are not known.
  """
  found: List[messages.Exclusion] = []
  for optimizer in _optimizers():
    for pattern in _patterns(optimizer):
      count = None if variables is None else sum(1 for name in variables if re.search(pattern, name) is not None)
      found.append(messages.Exclusion(type(optimizer).__name__, pattern, count))
  return found


def _optimizers() -> Iterable[Any]:
  """By what they are: an object's class applies gradients, its own attributes hold the patterns."""
  for each in gc.get_objects():
    # By its class: an object's own attributes may be anything.
    if hasattr(type(each), 'apply_gradients') and any(name in getattr(each, '__dict__', {}) for name in ATTRIBUTES):
      yield each


def _patterns(optimizer: Any) -> List[str]:
  values = [vars(optimizer)[name] for name in ATTRIBUTES if name in vars(optimizer)]
  lists = [value for value in values if isinstance(value, (list, tuple))]
  return [each for each in lists[0] if isinstance(each, str)] if lists else []
