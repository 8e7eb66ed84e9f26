"""The variables of a reference's graph, told as they are created, and what brings a session to their initial values."""

import contextlib
from typing import Any, Callable, Dict, Iterator, List, Optional, Sequence, Set, Tuple

from tfdiff_probe import channel as channels
from tfdiff_probe import draws
from tfdiff_probe import initializers
from tfdiff_probe import messages
from tfdiff_probe import own_session
from tfdiff_probe import random_tool
from tfdiff_probe import spans
from tfdiff_probe import stacks
from tfdiff_probe import tensorflow_world as world
from tfdiff_probe import weights


class GraphVariables:
  """What a program makes in a graph, in its order."""

  def __init__(
      self, tf: Any, channel: channels.Channel, setup: messages.Run, tool: random_tool.RandomTool) -> None:
    self._tf = tf
    self._channel = channel
    self._setup = setup
    self._tool = tool
    self._weights = weights.Weights(tf, channel, setup)
    self.all: List[Any] = []
    # What each is for, by its name.
    self.roles: Dict[str, str] = {}
    # What the program made, each with the stack that did and the words for its initializer.
    self._made: List[Tuple[Any, List[messages.Frame], Optional[str]]] = []
    # The names of random operations that were found to draw initial values.
    self._released: Set[str] = set()
    # What the variables are in a session of the program's own: pairs.
    self._own_values: List[Tuple[Any, Any]] = []

  @contextlib.contextmanager
  def creating(self) -> Iterator[None]:
    """Tells what is created in the default graph meanwhile."""

    def creator(next_creator: Callable[..., Any], **options: Any) -> Any:
      variable = self.create(next_creator, **options)
      self.all.append(variable)
      self._tell(world.variable_event(variable, 1, *self._made[-1][1:]))
      return variable

    with self._tf.variable_creator_scope(creator):
      yield

  def create(self, next_creator: Callable[..., Any], **options: Any) -> Any:
    """Makes a variable, whose initial value is no random operation of the model's."""
    self._release_draws(options.get('initial_value'))
    with self._tool.initializing():
      variable = next_creator(**options)
    self._made.append((variable, stacks.current(3), initializers.describe(options.get('initial_value'))))
    return variable

  def take_from(self, own: own_session.OwnSession) -> None:
    """Tells the variables of the program's own session, and takes what they are in it."""
    self.all = own.variables()
    for variable in self.all:
      self._tell(self._event_of_own(variable))
    self._own_values = own.values(self.all)

  def replaced_draws(self, needed: Sequence[Any]) -> Set[str]:
    """The names of the operations that draw nothing but initial values, where variables get others.

    `needed`: what else the program computes.
    """
    if not self._setup.replaces_weights:
      return set()
    drawing = spans.executed([variable.initializer for variable in self.all])
    return {op.name for op in drawing} - {op.name for op in spans.executed(needed)}

  def initializations(self) -> List[Tuple[Any, Dict[Any, Any]]]:
    """What brings a session to the run's initial state: fetches, each with what it is fed.

    Few runs: every set of fetches that is new to a session has the whole graph optimized for it.
    """
    v1 = self._tf.compat.v1
    starts: List[Tuple[Any, Dict[Any, Any]]] = [
        (v1.tables_initializer(), {}), (v1.variables_initializer(self.all), {})]
    feeds: Dict[Any, Any] = {}
    assigned = []
    for variable, value in self._own_values + self._weights.values(self.all):
      given = v1.placeholder(variable.dtype.base_dtype, variable.shape)
      feeds[given] = value
      assigned.append(v1.assign(variable, given))
    if self._weights.fixed is not None:
      # What an optimizer keeps begins as it has it.
      floats = [variable for variable in self.all if variable.dtype.base_dtype.is_floating
                and self.roles[world.variable_name(variable)] != 'slot']
      assigned.extend(v1.assign(variable, self._weights.filled(variable)) for variable in floats)
    return starts + ([(self._tf.group(*assigned), feeds)] if assigned else [])

  def _release_draws(self, initial_value: Any) -> None:
    for op in draws.of_initial_value(initial_value):
      if op.name not in self._released:
        self._released.add(op.name)
        self._tool.release(op.get_attr('seed2'))

  def _event_of_own(self, variable: Any) -> messages.Variable:
    """What is told of a variable of the program's own session: with who made it, where that was seen."""
    for made, stack, initializer in self._made:
      if made is variable:
        return world.variable_event(variable, 1, stack, initializer)
    return world.variable_event(variable, 1, stacks.of_graph_operation(variable.op))

  def _tell(self, event: messages.Variable) -> None:
    self.roles[event.name] = event.role
    self._channel.variable(event)
