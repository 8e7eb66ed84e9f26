"""An operation's attributes that say what it computes, as JSON can have them."""

import functools
from typing import Any, Dict, Optional, Tuple

# What names a place, a device or a kernel, and says nothing of the result.
IGNORED = ('container', 'shared_name', 'use_cudnn_on_gpu', 'cudnn_frontend', 'N')
LONGEST = 16


def of_graph(op: Any) -> Dict[str, str]:
  """The attributes of a graph's operation."""
  found: Dict[str, str] = {}
  for name, value in op.node_def.attr.items():
    if not _is_relevant(name):
      continue
    text = _from_proto(value)
    if text is not None:
      found[name] = text
  return found


def of_eager(op_type: str, attrs: Any) -> Dict[str, str]:
  """The attributes of an operation that was executed eagerly; what was not given has the operation's default."""
  kinds, defaults = _registered(op_type)
  found = dict(defaults)
  values = attrs or ()
  for name, value in zip(values[::2], values[1::2]):
    name = name.decode('utf-8') if isinstance(name, bytes) else name
    if _is_relevant(name) and kinds.get(name) in _PLAIN:
      text = _plain(value)
      if text is not None:
        found[name] = text
  return found


_PLAIN = ('bool', 'int', 'float', 'string', 'list(int)', 'list(float)', 'list(string)', 'list(bool)')


@functools.lru_cache(maxsize=None)
def _registered(op_type: str) -> Tuple[Dict[str, str], Dict[str, str]]:
  """Of a type of operation, the type of each attribute and the defaults."""
  from tensorflow.python.framework import op_def_registry
  definition = op_def_registry.get(op_type)
  if definition is None:
    return {}, {}
  kinds = {each.name: each.type for each in definition.attr}
  defaults: Dict[str, str] = {}
  for each in definition.attr:
    if _is_relevant(each.name) and each.HasField('default_value'):
      text = _from_proto(each.default_value)
      if text is not None:
        defaults[each.name] = text
  return kinds, defaults


def _is_relevant(name: str) -> bool:
  return not name.startswith('_') and name not in IGNORED


def _from_proto(value: Any) -> Optional[str]:
  """A protocol buffer's value; None for types, shapes, tensors and functions."""
  kind = value.WhichOneof('value')
  if kind in ('b', 'i', 'f', 's'):
    return _plain(getattr(value, kind))
  if kind == 'list':
    for field in ('i', 'f', 's', 'b'):
      if getattr(value.list, field):
        return _plain(list(getattr(value.list, field)))
  return None


def _plain(value: Any) -> Optional[str]:
  """A value in Python's words; None where it is too long, or of a kind that has none."""
  if isinstance(value, (bool, int, str)):
    return str(value)
  if isinstance(value, float):
    # A float32 in its shortest form, as it was written.
    import numpy as np
    return str(np.float32(value))
  if isinstance(value, bytes):
    return value.decode('utf-8', 'backslashreplace')
  if isinstance(value, (list, tuple)) and len(value) <= LONGEST:
    parts = [_plain(each) for each in value]
    return None if any(each is None for each in parts) else '[%s]' % ', '.join(str(each) for each in parts)
  return None
