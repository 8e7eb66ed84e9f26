"""What variables and inputs are before the forward pass that is compared."""

from typing import Any, Callable, Dict, List, Optional

from tfdiff_probe import arrays
from tfdiff_probe import batches
from tfdiff_probe import channel as channels
from tfdiff_probe import messages
from tfdiff_probe import operands


class InitialValues:
  """Remembers values by name; sent as digests, and whole where they are asked for."""

  def __init__(self, channel: channels.Channel) -> None:
    self._channel = channel
    self._values: Dict[str, Any] = {}

  def add(self, name: str, value: Any) -> None:
    """Takes in a value; a later one takes its place."""
    self._values[name] = value

  def of(self, name: str) -> Any:
    """A value that was taken in; None where there is none of the name."""
    return self._values.get(name)

  def add_batch(self, batch: batches.Batch, flatten: Callable[[Any], List[Any]]) -> None:
    """Takes in the arrays that the model is given. `flatten`: what makes a structure a list."""
    for name, array in batch.named(flatten):
      self.add(name, array)

  def answer(self, question: messages.Request) -> bool:
    """Answers the debugger: digests of all, or the values of those it names. Whether it asked for either."""
    if isinstance(question, messages.AskInitialDigests):
      digests = [(name, _digest(value)) for name, value in self._values.items()]
      self._channel.send(messages.InitialDigests(
          [messages.ValueDigest(name, digest) for name, digest in digests if digest is not None]))
    elif isinstance(question, messages.AskInitialValues):
      for name in question.names:
        if name in self._values:
          self._channel.initial_value(name, self._values[name])
    else:
      return False
    return True


def _digest(value: Any) -> Optional[str]:
  array, _ = arrays.comparable(value)
  return None if array is None else operands.digest(array)
