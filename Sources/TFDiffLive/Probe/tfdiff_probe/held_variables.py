"""The variables that a program has made, found by what operations are given of them: a handle, or the value read."""

from typing import Any, Dict, Hashable, List, Optional, Tuple

# A variable and the name it is told by.
Named = Tuple[Any, str]

UNREADABLE = ('resource', 'variant', 'string')


class HeldVariables:
  """Finds the variable that an eager tensor is the handle of, or was read from.

  TensorFlow reads a variable that an operation is given by itself, and hands the value on as a tensor that nobody has seen
  being made. What it has in common with the variable is its memory, which is not copied for reading.
  """

  def __init__(self) -> None:
    self._by_handle: Dict[Hashable, Named] = {}
    self._by_shape: Dict[Hashable, List[Named]] = {}
    self._by_address: Dict[int, Optional[Named]] = {}

  def add(self, variable: Any, name: str) -> None:
    """Takes in a variable, under the name it is told by."""
    self._by_handle[identity(variable.handle)] = (variable, name)
    self._by_shape.setdefault(_kind(variable), []).append((variable, name))

  def of_handle(self, tensor: Any) -> Optional[Named]:
    """The variable and its name; None for what is no known variable's handle."""
    return self._by_handle.get(identity(tensor))

  def of_value(self, tensor: Any) -> Optional[Named]:
    """The variable and its name that a tensor was read from; None where it was from none."""
    address = _address(tensor)
    if address is None:
      return None
    known = self._by_address.get(address)
    if known is None or _address(known[0].read_value()) != address:
      # Where one is looked for, others like it will be: all of them are found at once.
      for each in reversed(self._by_shape.get(_kind(tensor), [])):
        place = _address(each[0].read_value())
        if place is not None:
          self._by_address[place] = each
      known = self._by_address.get(address)
      if known is not None and _address(known[0].read_value()) != address:
        known = self._by_address[address] = None
    return known


def identity(tensor: Any) -> Hashable:
  """What tells an eager tensor from every other of the process, also after it is gone."""
  known: Hashable = getattr(tensor, '_id', None) or id(tensor)
  return known


def _kind(tensor: Any) -> Tuple[str, Tuple[Optional[int], ...]]:
  return tensor.dtype.base_dtype.name, tuple(tensor.shape.as_list() if tensor.shape.rank is not None else ())


def _address(tensor: Any) -> Optional[int]:
  """Where an eager tensor's elements are in memory; None where that is not to be seen, or there are none."""
  numpy = getattr(tensor, '_numpy', None)
  if numpy is None or tensor.dtype.name in UNREADABLE:
    return None
  array = numpy()
  if not getattr(array, 'shape', ()):
    # NumPy's scalar is a copy, whose place many others have after it; the tensor shows its own memory as a buffer.
    array = _buffer(tensor)
  interface = getattr(array, '__array_interface__', None)
  return interface['data'][0] if interface and array.size else None


def _buffer(tensor: Any) -> Any:
  """An array of a tensor's own memory; None for an element type that buffers do not have."""
  import numpy as np
  try:
    return np.asarray(memoryview(tensor))
  except (TypeError, ValueError):
    return None
