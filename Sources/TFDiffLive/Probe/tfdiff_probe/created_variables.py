"""The variables of an eager run, told as they are created."""

import gc
from typing import Any, Callable, Dict, List

from tfdiff_probe import channel as channels
from tfdiff_probe import initial_values
from tfdiff_probe import initializers
from tfdiff_probe import messages
from tfdiff_probe import names
from tfdiff_probe import op_recorder
from tfdiff_probe import random_tool
from tfdiff_probe import roles
from tfdiff_probe import stacks
from tfdiff_probe import tensorflow_world as world
from tfdiff_probe import weights

# How far from the innermost frame a Keras model's own counters are made, and by which of its functions.
STACK_OF_COUNTERS = 24
MAKING_COUNTERS = ('_init_batch_counters', '_configure_steps_per_execution')


class CreatedVariables:
  """Gives variables names of their own, tells them, and gives each the value that the debugger has for it.

  `call`: on which call of the model something is created now, from 1; `restores`: whether a variable can have the
  debugger's value as soon as it is there; `fixes`: whether it has the run's one value for all then, where there is one.
  """

  def __init__(
      self, tf: Any, channel: channels.Channel, setup: messages.Run, recorder: op_recorder.OpRecorder,
      tool: random_tool.RandomTool, call: Callable[[], int], restores: bool,
      fixes: bool = False) -> None:
    self._tf = tf
    self._channel = channel
    self._recorder = recorder
    self._tool = tool
    self._call = call
    self._restores = restores
    self._fixes = fixes
    self._names = names.VariableNames()
    self.all: List[Any] = []
    # What each is for, by its name.
    self.roles: Dict[str, str] = {}
    self.weights = weights.Weights(tf, channel, setup, self._names.of)
    self.initial_values = initial_values.InitialValues(channel)
    # Whether what is created is told later, as the call that creates it is made ahead of its turn.
    self.is_ahead = False
    self._ahead: List[messages.Variable] = []

  def name_of(self, variable: Any) -> str:
    """The name that a variable is told by."""
    return self._names.of(variable)

  def creator(self, next_creator: Callable[..., Any], **options: Any) -> Any:
    """Makes a variable, as `tf.variable_creator_scope` has it."""
    self._recorder.random.initialize(options.get('initial_value'))
    with self._recorder.creating(), self._tool.initializing():
      variable = next_creator(**options)
    stack = stacks.current(2)
    # A Keras model counts its own training steps; those variables are none of the program's.
    if any(frame.function.endswith(MAKING_COUNTERS) for frame in stack[:STACK_OF_COUNTERS]):
      return variable
    call = self._call()
    name = self._names.give(variable, names.keras_path() or world.variable_name(variable), is_again=call > 1)
    # No other side has a generator's state.
    if self._restores and not roles.is_generator(stack):
      with self._recorder.creating():
        self.weights.restore([variable])
    self.all.append(variable)
    self._recorder.add_variable(variable, name)
    value = options.get('initial_value')
    initializer = initializers.describe(value) or self._recorder.random.words(value)
    event = world.variable_event(variable, call, stack, initializer, name)
    if self._fixes and event.role == 'weight':
      with self._recorder.creating():
        self.weights.fix([variable])
    self._tell(variable, event)
    return variable

  def adopt_existing(self) -> None:
    """Takes in the variables that were made before, as the program was imported, in the order in which they are found."""
    known = {id(each) for each in self.all}
    for each in gc.get_objects():
      # By its class: an object's own attributes may be anything.
      if hasattr(type(each), 'read_value') and hasattr(type(each), 'handle') and id(each) not in known:
        self._adopt(each)

  def _adopt(self, variable: Any) -> None:
    name = self._names.give(variable, world.variable_name(variable), is_again=False)
    with self._recorder.paused():
      if self._restores:
        self.weights.restore([variable])
      self.all.append(variable)
      self._recorder.add_variable(variable, name)
    self._tell(variable, world.variable_event(variable, 1, [], None, name))

  def role_of(self, variable: Any) -> str:
    """What a variable is for."""
    return self.roles.get(self.name_of(variable), 'weight')

  def read_initial_values(self) -> None:
    """Takes in what variables are now. What is made later has its value when it is made."""
    with self._recorder.paused():
      for variable in self.all:
        self.initial_values.add(self.name_of(variable), variable.read_value())

  def send_ahead(self) -> None:
    """Tells what was created ahead of its turn."""
    for event in self._ahead:
      self._channel.variable(event)

  def _tell(self, variable: Any, event: messages.Variable) -> None:
    self.roles[event.name] = event.role
    if self.is_ahead:
      return self._ahead.append(event)
    if self._tf.executing_eagerly():
      with self._recorder.paused():
        self.initial_values.add(event.name, variable.read_value())
    self._channel.variable(event)
    return None
