"""The operations that apply a gradient to a variable, and what they are given: ApplyX, SparseApplyX, ResourceApplyX and
ResourceSparseApplyX of tensorflow/core/ops/training_ops.cc."""

from typing import Any, NamedTuple, Optional, Sequence

BEGINNINGS = ('Apply', 'SparseApply', 'ResourceApply', 'ResourceSparseApply')
# Plain gradient descent has words of its own for both.
GRADIENTS = ('grad', 'delta')
LEARNING_RATES = ('lr', 'alpha')


class Applied(NamedTuple):
  """What an operation applies. `holder`: the handle or reference of the variable; `indices`: of a sparse gradient, its
  rows; `learning_rate`: None where the operation takes none."""
  holder: Any
  gradient: Any
  indices: Any
  learning_rate: Any


def applied(op_type: str, definition: Any, inputs: Sequence[Any]) -> Optional[Applied]:
  """What an operation applies to which variable; None for an operation of another kind.

  `definition`: the operation's OpDef; `inputs`: in its order.
  """
  if not op_type.startswith(BEGINNINGS):
    return None
  named = dict(zip([each.name for each in definition.input_arg], inputs))
  gradient = next((named[name] for name in GRADIENTS if name in named), None)
  if gradient is None:
    return None
  return Applied(
      inputs[0], gradient, named.get('indices'), next((named[name] for name in LEARNING_RATES if name in named), None))
