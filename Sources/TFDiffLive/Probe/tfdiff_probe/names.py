"""Names of operations and variables as the two worlds have in common."""

import os
import sys
from typing import Any, Dict, Optional, Set, Tuple

# Where Keras 3 makes TensorFlow's variables, and how far from there it is to the creator of a variable scope.
KERAS_3 = os.path.join('keras', 'src', 'backend', 'tensorflow', '')
DEEPEST = 24


class VariableNames:
  """Names for eager variables, no two alike: TensorFlow makes them unique in a graph alone."""

  def __init__(self) -> None:
    self._by_identity: Dict[int, Tuple[str, Any]] = {}
    self._taken: Set[str] = set()

  def give(self, variable: Any, name: str, is_again: bool) -> str:
    """Names a variable that has just been made. `is_again`: whether a further call makes it once more, so that it keeps the
    name that it has in common with the first."""
    unique, count = name, 0
    while unique in self._taken and not is_again:
      count += 1
      unique = '%s_%d' % (name, count)
    self._taken.add(unique)
    # With the variable, so that its identity is no other's.
    self._by_identity[id(variable)] = unique, variable
    return unique

  def of(self, variable: Any) -> str:
    """The name that a variable was given, else the one it has."""
    known = self._by_identity.get(id(variable))
    return known[0] if known else str(variable.name).rsplit(':', 1)[0]


def keras_path() -> Optional[str]:
  """The path of the variable that Keras 3 is making, whose last part alone it gives to TensorFlow; None where it makes
  none."""
  frame: Any = sys._getframe(1)
  for _ in range(DEEPEST):
    if frame is None:
      return None
    if frame.f_code.co_name == '_initialize' and KERAS_3 in frame.f_code.co_filename:
      return getattr(frame.f_locals.get('self'), '_path', None)
    frame = frame.f_back
  return None


def without_root(name: str, root: Optional[str]) -> str:
  """A name without the scope of the model itself."""
  return name[len(root) + 1:] if root and name.startswith(root + '/') else name


def root_scope(model: Any) -> Optional[str]:
  """The name scope that a Keras layer or model opens when it is called; None for any other callable."""
  return getattr(model, 'name', None) if hasattr(model, 'call') else None


def of_eager(op_type: str, op_name: Optional[str]) -> str:
  """The full name of an operation that is executed eagerly, with the scopes that are open."""
  from tensorflow.python.framework import ops
  if op_name and op_name.endswith('/'):
    return _plain(op_name[:-1])
  scope = _plain(ops.get_name_scope())
  leaf = op_name or op_type
  return '%s/%s' % (scope, leaf) if scope else leaf


def _plain(scope: str) -> str:
  """A scope as the graph has it: a Keras layer made inside a variable scope repeats the whole of it."""
  parts = scope.split('/')
  for size in range(len(parts) // 2, 0, -1):
    if parts[-size:] == parts[-2 * size:-size]:
      return '/'.join(parts[:-size])
  return scope
