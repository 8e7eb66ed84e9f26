"""Operations of an eager run, told with the end point that they feed."""


class Operations:
  """Tells each operation on the way to the end point that takes its value, whenever it was executed.

  Which that is, an earlier run has found out (`spans`: the operations' ordinals by end point). Without it, operations are
  told as they are executed.
  """

  def __init__(self, channel, setup):
    self._channel = channel
    spans = setup.get('spans')
    self._owners = None
    if spans is not None:
      self._owners = {ordinal: each['name'] for each in spans for ordinal in each['ordinals']}
      # The end points in the order in which they are told.
      self._order = [each['name'] for each in spans]
    self._kept = {}

  def executed(self, ordinal, name, kind, output, stack, facts, draws):
    """Takes in an operation. `stack` and `facts` are called for what is told of it besides; `draws`: whether it draws random
    numbers, which bears on all that draw after it, whoever takes its value."""
    if self._owners is None:
      return self._channel.operation(name, kind, output, stack, facts)
    owner = self._owners.get(ordinal) or (self._order[0] if draws and self._order else None)
    if owner is None:
      # Nothing that is compared takes its value.
      return None
    if self._order and owner == self._order[0]:
      return self._channel.operation(name, kind, output, stack, facts)
    told, where = facts(), stack()
    self._kept.setdefault(owner, []).append((name, kind, output, lambda: where, lambda: told))
    return None

  def tell(self, end_point):
    """Tells what is kept of an end point that is reached; the next is now on the way."""
    for each in self._kept.pop(end_point, ()):
      self._channel.operation(*each)
    if self._owners is not None and end_point in self._order:
      self._order.remove(end_point)
