"""Operations of an eager run, sent with the end point that they feed."""

from typing import Any, Callable, Dict, List, Optional, Tuple

from tfdiff_probe import channel as channels
from tfdiff_probe import messages

Stack = Callable[[], List[messages.Frame]]
Facts = Callable[[], channels.OperationFacts]
Site = Callable[[], str]


class DeferredOperations:
  """Sends each operation on the way to the end point that takes its value, whenever it was executed.

  Which that is, an earlier run has found out (`spans`: the operations' ordinals by end point). Without it, operations are
  sent as they are executed.
  """

  def __init__(self, channel: channels.Channel, setup: messages.Run) -> None:
    self._channel = channel
    spans = setup.spans
    self._owners: Optional[Dict[int, str]] = None
    if spans is not None:
      self._owners = {ordinal: each.name for each in spans for ordinal in each.ordinals}
    # The end points in the order in which they are told.
    self._order = [each.name for each in spans or ()]
    self._kept: Dict[str, List[Tuple[str, str, Any, Stack, Facts]]] = {}
    # How often each place of the program has been come to on the way to each end point.
    self._visits: Dict[Tuple[Optional[str], str], int] = {}

  def add(
      self, ordinal: int, name: str, op_type: str, output: Any, stack: Stack, facts: Facts, site: Site,
      draws: bool) -> None:
    """Takes in an operation. `stack`, `facts` and `site` are called for what is told of it besides, the last for the place
    of the program that comes to it; `draws`: whether it draws random numbers, which bears on all that draw after it,
    whoever takes its value."""
    if self._owners is None:
      return self._channel.operation(name, op_type, output, stack, lambda: self._counted(facts, site, None))
    owner = self._owners.get(ordinal) or (self._order[0] if draws and self._order else None)
    if owner is None:
      # Nothing that is compared takes its value.
      return None
    if self._order and owner == self._order[0]:
      return self._channel.operation(name, op_type, output, stack, lambda: self._counted(facts, site, owner))
    known, where = self._counted(facts, site, owner), stack()
    self._kept.setdefault(owner, []).append((name, op_type, output, lambda: where, lambda: known))
    return None

  def _counted(self, facts: Facts, site: Site, owner: Optional[str]) -> channels.OperationFacts:
    """The facts, with how often the place has been come to."""
    place = site()
    visits = self._visits.get((owner, place), 0) + 1
    self._visits[owner, place] = visits
    return facts()._replace(repetition=messages.Repetition(place, visits))

  def send(self, end_point: str) -> None:
    """Sends what is kept of an end point that is reached; the next is now on the way."""
    for each in self._kept.pop(end_point, ()):
      self._channel.operation(*each)
    if self._owners is not None and end_point in self._order:
      self._order.remove(end_point)
