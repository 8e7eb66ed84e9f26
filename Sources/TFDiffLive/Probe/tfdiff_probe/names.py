"""Names of operations as the two worlds have in common."""

from typing import Any, Optional


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
