"""What an eager forward pass assigns to variables."""

from typing import Any, Callable, Dict, Iterable, List, NamedTuple, Optional, Sequence, Tuple

from tfdiff_probe import assignments
from tfdiff_probe import channel as channels
from tfdiff_probe import layer_calls
from tfdiff_probe import messages
from tfdiff_probe import moving_averages


class Assignment(NamedTuple):
  """An assignment of the compared call. `ordinal`: its operation's place there; `value`: the variable's after it;
  `decay`: how much of its old value a moving average keeps, None where it is none."""
  ordinal: int
  variable: str
  operation: str
  value: Any
  stack: List[messages.Frame]
  decay: Optional[float]


class Updates:
  """Records assignments in the compared call and in the call after it, and sends the first call's.

  An assignment that the first call alone makes loads a value, as a model does that restores its weights when it is built:
  it is no update of the forward pass, but the variable's initial value.

  `variable`: gives a handle's variable and name, or None; `averages`: has followed what is computed.
  """

  def __init__(
      self, channel: channels.Channel, variable: Callable[[Any], Optional[Tuple[Any, str]]],
      averages: moving_averages.EagerAverages) -> None:
    self._averages = averages
    self._channel = channel
    self._variable = variable
    self._made: List[Assignment] = []
    # In the call after the compared one, how often each variable was assigned to; None until there was one.
    self._again: Optional[Dict[str, int]] = None
    self.loaded: Dict[str, Any] = {}

  @property
  def are_any(self) -> bool:
    """Whether the compared call assigned to a variable."""
    return bool(self._made)

  def record(self, ordinal: Optional[int], name: str, op_type: str, inputs: Sequence[Any], attrs: Any) -> None:
    """Takes in an operation. `ordinal`: its place in the compared call; None outside it."""
    if ordinal is None and self._again is None:
      return
    for place in assignments.written_inputs(op_type, _function_name(attrs), len(inputs), _Library()):
      known = self._variable(inputs[place])
      if known is None:
        continue
      if ordinal is not None:
        self._made.append(Assignment(
            ordinal, known[1], name, known[0].read_value(), layer_calls.user_stack(),
            self._averages.decay(op_type, known[1], inputs)))
      elif self._again is not None:
        self._again[known[1]] = self._again.get(known[1], 0) + 1

  def begin_again(self) -> None:
    """The call after the compared one begins."""
    self._again = {}

  def end_again(self) -> None:
    """It is over: what it did not assign any more was loaded."""
    again = self._again or {}
    left: Dict[str, int] = {}
    for each in self._made:
      left[each.variable] = left.get(each.variable, 0) + 1
    kept = []
    for each in self._made:
      name = each.variable
      # Of a variable that both calls assign to, the first call's first assignments are the loading.
      if left[name] > again.get(name, 0):
        left[name] -= 1
        self.loaded[name] = each.value
      else:
        kept.append(each)
    self._made = kept
    self._again = None

  def send(self, places: Iterable[Tuple[int, str]]) -> None:
    """Sends the updates, each with the end point on the way to which it was made.

    `places`: pairs of an ordinal in the compared call and the end point that its operation made, in any order.
    """
    order = sorted(places)
    for each in self._made:
      name = next((name for place, name in order if place >= each.ordinal), None)
      self._channel.update(each.variable, each.operation, each.value, each.stack, name, each.decay)


class _Library:
  """The functions that eager execution knows, by name."""

  def get(self, name: Optional[str]) -> Any:
    """A function's definition; None where there is none of the name."""
    if not name:
      return None
    from tensorflow.python.eager import context
    if not context.context().has_function(name):
      return None
    return context.context().get_function_def(name)


def _function_name(attrs: Any) -> Callable[[str], Optional[str]]:
  values = dict(zip(attrs[::2], attrs[1::2])) if attrs else {}

  def name(attribute: str) -> Optional[str]:
    value = values.get(attribute)
    value = getattr(value, 'name', value)
    return value.decode('utf-8') if isinstance(value, bytes) else value if isinstance(value, str) else None
  return name
