"""Values as the debugger can take them: NumPy arrays of the element types it has."""

KNOWN = ('float32', 'float64', 'int32', 'int64', 'uint8', 'bool')
WIDER = {
    'float16': 'float32', 'bfloat16': 'float32', 'int8': 'int32', 'int16': 'int32', 'uint16': 'int32',
    'uint32': 'int64',
}
_noted = set()


def comparable(value):
  """A contiguous array of a known element type, or None where there is none; and a note on a cast, or None.

  A cast is noted once for each element type.
  """
  array = _as_array(value)
  if array is None:
    return None, None
  import numpy as np
  name = array.dtype.name
  note = None
  if name not in KNOWN:
    if name not in WIDER:
      return None, None
    if name not in _noted:
      _noted.add(name)
      note = '%s is compared as %s' % (name, WIDER[name])
    array = array.astype(WIDER[name])
  if array.dtype.byteorder == '>':
    array = array.astype(array.dtype.newbyteorder('<'))
  return (array if array.flags['C_CONTIGUOUS'] else np.ascontiguousarray(array)), note


def describe(value):
  """The words for a value's element type."""
  kind = getattr(value, 'dtype', None)
  return 'dtype %s' % getattr(kind, 'name', kind) if kind is not None else 'type %s' % type(value).__name__


def _as_array(value):
  import numpy as np
  kind = getattr(getattr(value, 'dtype', None), 'name', '')
  if kind in ('resource', 'variant', 'string'):
    return None
  # What an eager tensor's own memory shows without copying it.
  shared = getattr(value, '_numpy', None)
  try:
    array = np.asarray(shared() if shared is not None else value)
  except (TypeError, ValueError, RuntimeError, NotImplementedError):
    return None
  return array
