"""What variables and inputs are before the forward pass that is compared."""

from tfdiff_probe import arrays
from tfdiff_probe import operands


class InitialValues:
  """Remembers values by name; told as digests, and whole where they are asked for."""

  def __init__(self, channel):
    self._channel = channel
    self._values = {}

  def know(self, name, value):
    """Takes in a value; a later one takes its place."""
    self._values[name] = value

  def know_batch(self, batch, flatten):
    """Takes in the arrays that the model is given. `flatten`: what makes a structure a list."""
    for name, array in batch.named(flatten):
      self.know(name, array)

  def tell(self, question):
    """Answers the debugger: digests of all (`initial`), or the values of those it names (`values`)."""
    if question.get('ask') == 'initial':
      digests = [{'name': name, 'digest': _digest(value)} for name, value in self._values.items()]
      self._channel.send({'event': 'initial', 'digests': [each for each in digests if each['digest'] is not None]})
    else:
      for name in question['values']:
        if name in self._values:
          self._channel.weight(name, self._values[name])


def _digest(value):
  array, _ = arrays.comparable(value)
  return None if array is None else operands.digest(array)
