"""Lets gradients flow through what stops them, to see whether that is what parts two training steps."""

import sys
from typing import Any

NAME = 'stop_gradient'


def let_pass(tf: Any) -> None:
  """From now on `tf.stop_gradient`, wherever a module has it from, hands on its input and its gradient; for the rest of this
  process, which makes one run."""
  def identity(input: Any, name: Any = None) -> Any:  # pylint: disable=redefined-builtin
    return tf.nest.map_structure(lambda each: tf.identity(each, name=name), input)

  for module in list(sys.modules.values()):
    if callable(getattr(module, '__dict__', {}).get(NAME)):
      setattr(module, NAME, identity)
