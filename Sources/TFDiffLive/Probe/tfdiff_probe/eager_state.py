"""What an eager training run has between its steps: variables, what optimizers keep and count, and generators."""

import random
import sys
from typing import Any, Callable, List, Tuple


class EagerState:
  """The values of all variables at one moment, and the states of Python's and NumPy's generators.

  `variables`: all that were made.
  """

  def __init__(self, variables: List[Any]) -> None:
    # A value read shares its memory with the variable until that is assigned to.
    self._values: List[Tuple[Any, Any]] = [(each, each.read_value()) for each in variables]
    self._generators = Generators()

  def put_back(self, variables: List[Any], initial: Callable[[Any], Any]) -> None:
    """Gives each variable the value that it had; one that was made since, what `initial` has for it."""
    known = {id(variable) for variable, _ in self._values}
    for variable, value in self._values:
      variable.assign(value)
    for variable in variables:
      if id(variable) not in known:
        variable.assign(initial(variable))
    self._generators.put_back()


class Generators:
  """The states of the generators that a step may draw from outside of TensorFlow."""

  def __init__(self) -> None:
    numpy: Any = sys.modules.get('numpy')
    self._states: List[Tuple[Callable[[Any], None], Any]] = [(random.setstate, random.getstate())]
    if numpy is not None:
      self._states.append((numpy.random.set_state, numpy.random.get_state()))

  def put_back(self) -> None:
    """Has them go on from where they were."""
    for put, state in self._states:
      put(state)
