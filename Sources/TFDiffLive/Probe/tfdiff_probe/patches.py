"""Attributes of libraries that are others for a while, to listen to who uses them."""

from typing import Any, Callable, List, Tuple


class Patches:
  """Puts functions of its own around those of classes and modules, and puts these back."""

  def __init__(self) -> None:
    self._before: List[Tuple[Any, str, Any]] = []

  def wrap(self, owner: Any, name: str, around: Callable[[Any], Any]) -> None:
    """Gives an owner in the place of its own function what `around` makes of that one; nothing where it has none, or
    where it has been given one already."""
    original = vars(owner).get(name)
    if original is None or any(owner is each and name == other for each, other, _ in self._before):
      return
    self._before.append((owner, name, original))
    setattr(owner, name, around(original))

  def restore(self) -> None:
    """Puts back what was there."""
    for owner, name, original in reversed(self._before):
      setattr(owner, name, original)
    self._before.clear()
