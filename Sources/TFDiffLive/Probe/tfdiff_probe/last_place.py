"""An input moved by one unit in the last place, so that it shows what rounding makes of a run."""

from typing import Any

from tfdiff_probe.problems import Problem


def moved(array: Any) -> Any:
  """An array with each element moved to its neighbour among the numbers of its type; anything but floats as it is.

  The element at the row-major position i goes up where the number of ones in i written in binary is even, and down where it
  is odd (the Thue-Morse sequence). Zeros and what is not finite stay. The debugger's `Tensor.movedInTheLastPlace` does the
  same.
  """
  import numpy as np
  if getattr(array, 'dtype', np.dtype('O')).kind != 'f':
    return array
  flat = array.reshape(-1)
  ones = np.arange(flat.size, dtype=np.uint64)
  for shift in (32, 16, 8, 4, 2, 1):
    ones ^= ones >> np.uint64(shift)
  direction = np.where(ones & np.uint64(1), -np.inf, np.inf).astype(array.dtype)
  is_fixed = (flat == 0) | ~np.isfinite(flat)
  return np.where(is_fixed, flat, np.nextafter(flat, direction)).reshape(array.shape)


def moved_structure(tf: Any, structure: Any) -> Any:
  """A structure of arrays with each moved that can be. Raises where none can: what is whole has no last place."""
  if not any(getattr(each, 'dtype', None) is not None and each.dtype.kind == 'f' for each in tf.nest.flatten(structure)):
    raise Problem('target', 'no input is of floating-point numbers, which alone can be moved by one unit in the last place')
  return tf.nest.map_structure(moved, structure)
