"""Values as the debugger can take them: NumPy arrays of the element types it has."""

from typing import Any, List, Optional, Set, Tuple

from tfdiff_probe import messages

KNOWN = ('float32', 'float64', 'int32', 'int64', 'uint8', 'bool')
WIDER = {
    'float16': 'float32', 'bfloat16': 'float32', 'int8': 'int32', 'int16': 'int32', 'uint16': 'int32',
    'uint32': 'int64',
}
_noted: Set[str] = set()


def comparable(value: Any) -> Tuple[Any, Optional[str]]:
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


def greatest(values: List[Any]) -> float:
  """The greatest absolute value of all elements that are numbers; 0 where there is none."""
  found = 0.0
  for value in values:
    array, _ = comparable(value)
    if array is not None and array.size and array.dtype.kind == 'f':
      import numpy as np
      finite = np.abs(array[np.isfinite(array)])
      found = max(found, float(finite.max()) if finite.size else 0.0)
  return found


def of_payload(payload: Any, facts: messages.TensorFacts) -> Any:
  """The array that the payload of a frame is."""
  import numpy as np
  return np.frombuffer(payload, dtype=facts.dtype).reshape(facts.shape)


def thinned(array: Any, limit: int) -> Tuple[Any, int, Optional[str]]:
  """An array of at most so many bytes, how many elements there are for each of its, and a note on what was left out; the
  array itself, 1 and None where it is small.

  Of the longest axis every second element is left out until it fits, so that the shape still tells arrays apart; which
  ones depends on the shape alone. The note has the statistics of all elements.
  """
  if array.nbytes <= limit:
    return array, 1, None
  import numpy as np
  steps = [1] * array.ndim
  size = array.nbytes
  while size > limit and max(_length(array, axis, steps) for axis in range(array.ndim)) > 1:
    longest = max(range(array.ndim), key=lambda axis: _length(array, axis, steps))
    steps[longest] *= 2
    size = array.itemsize * int(np.prod([_length(array, axis, steps) for axis in range(array.ndim)]))
  kept = np.ascontiguousarray(array[tuple(slice(None, None, step) for step in steps)])
  spacing = int(np.prod(steps))
  note = '%s of %d MiB is more than --memory-budget has room for: 1 element in %d is compared; of all, %s' % (
      list(array.shape), array.nbytes >> 20, spacing, _statistics(array))
  return kept, spacing, note


def _length(array: Any, axis: int, steps: List[int]) -> int:
  return -(-array.shape[axis] // steps[axis])


def _statistics(array: Any) -> str:
  import numpy as np
  if array.dtype.kind == 'b':
    return '%d are true' % np.count_nonzero(array)
  finite = array[np.isfinite(array)] if array.dtype.kind == 'f' else array.reshape(-1)
  words = 'none is finite'
  if finite.size:
    words = 'min %.9g, max %.9g, mean %.9g, std %.9g' % (
        finite.min(), finite.max(), finite.mean(dtype='float64'), finite.std(dtype='float64'))
  odd = array.size - finite.size
  return words + (', %d not finite' % odd if odd else '')


def describe(value: Any) -> str:
  """The words for a value's element type."""
  kind = getattr(value, 'dtype', None)
  return 'dtype %s' % getattr(kind, 'name', kind) if kind is not None else 'type %s' % type(value).__name__


def _as_array(value: Any) -> Any:
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
