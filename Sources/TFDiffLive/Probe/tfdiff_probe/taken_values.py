"""The values that operations take, told beside where they come from, each value once on the way to one end point."""

import hashlib
from typing import Any, Callable, Dict, List, Optional, Sequence, Set, Tuple

from tfdiff_probe import arrays
from tfdiff_probe import messages
from tfdiff_probe import operands

# Arrays of so many bytes are not read again to see whether they have been told.
LARGE = 1 << 16


class TakenValues:
  """Tells values on the way to one end point: of each the shape, and its elements where no operation that has been told
  gives them.

  `send`: sends elements; `log`: takes notes on them; `limit`: how many bytes of a value may travel, None for any number.
  """

  def __init__(
      self, send: Callable[[messages.OperandValue, Any], None], log: Callable[[str], None], limit: Optional[int]) -> None:
    self._send = send
    self._log = log
    self._limit = limit
    # The operations whose first outputs have been told.
    self._given: Set[str] = set()
    self._sent: Set[str] = set()
    # By where they are in memory, which is theirs as long as they are kept.
    self._known: Dict[Tuple[int, int, str], Tuple[Any, str]] = {}

  def give(self, operation: str, op_type: str) -> None:
    """Takes in that the output of an operation has been told. Of control flow that may be another than the first."""
    if op_type not in operands.CONTROL_FLOW:
      self._given.add(operation)

  def tell(
      self, inputs: Sequence[messages.Operand],
      taken: Sequence[Optional[operands.Taken]]) -> List[Optional[messages.TakenValue]]:
    """What is told of an operation's values, in the order of its inputs; elements are sent before it returns."""
    return [None if each is None else self._told(source, each) for source, each in zip(inputs, taken)]

  def _told(self, source: messages.Operand, taken: operands.Taken) -> Optional[messages.TakenValue]:
    is_given = isinstance(source, messages.OperationOperand) and source.output == 0 and source.id in self._given
    if is_given or taken.value is None:
      return messages.TakenValue(taken.shape, None)
    array, note = arrays.comparable(taken.value)
    if note:
      self._log(note)
    if array is None:
      return None
    if self._limit is not None and array.nbytes > self._limit:
      return messages.TakenValue(taken.shape, None)
    value = self._id(array)
    if value not in self._sent:
      self._sent.add(value)
      elements = array.reshape(-1).view('uint8') if array.size else b''
      self._send(messages.OperandValue(value, messages.TensorFacts(array.dtype.name, list(array.shape))), elements)
    return messages.TakenValue(taken.shape, value)

  def _id(self, array: Any) -> str:
    """What tells a value from others, whatever its shape: variables that are read twice are two tensors."""
    place = (array.__array_interface__['data'][0], array.nbytes, array.dtype.name)
    known = self._known.get(place)
    if known is not None:
      return known[1]
    digest = hashlib.blake2b(array.reshape(-1).view('uint8') if array.size else b'', digest_size=16).hexdigest()
    found = '%s:%s' % (array.dtype.name, digest)
    if array.nbytes >= LARGE:
      self._known[place] = array, found
    return found
