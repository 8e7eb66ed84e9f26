"""Values that variables are to have instead of what their initializers give them."""

from typing import Any, Callable, Iterable, List, Sequence, Tuple

from tfdiff_probe import channel as channels
from tfdiff_probe import messages
from tfdiff_probe import tensorflow_world as world


class Weights:
  """What a run sets its variables to: one value for all, or values that the debugger has for some."""

  def __init__(
      self, tf: Any, channel: channels.Channel, setup: messages.Run,
      name_of: Callable[[Any], str] = world.variable_name) -> None:
    """`name_of`: gives the name that a variable has been told by."""
    self._name_of = name_of
    self._tf = tf
    self._channel = channel
    self._restores = setup.restores
    self.fixed = setup.weight_value

  def values(self, variables: Sequence[Any]) -> List[Tuple[Any, Any]]:
    """Pairs of a variable and its value as an array, of those that the debugger has one for."""
    if not self._restores or not variables:
      return []
    wanted = [
        messages.WantedVariable(
            self._name_of(variable), world.dimensions(variable.shape), variable.dtype.base_dtype.name)
        for variable in variables]
    found = zip(variables, self._channel.values(wanted))
    return [(each, value.astype(each.dtype.as_numpy_dtype, copy=False)) for each, value in found if value is not None]

  def restore(self, variables: Sequence[Any]) -> None:
    """Assigns what there are values for; eagerly."""
    for variable, value in self.values(variables):
      variable.assign(value)

  def fix(self, variables: Iterable[Any]) -> None:
    """Sets each variable to the one value, where the run asks for that; eagerly."""
    if self.fixed is None:
      return
    for variable in variables:
      if variable.dtype.is_floating:
        variable.assign(self.filled(variable))

  def filled(self, variable: Any) -> Any:
    """A tensor of a variable's shape that is the one value throughout."""
    return self._tf.fill(variable.shape, self._tf.cast(self.fixed, variable.dtype.base_dtype))
