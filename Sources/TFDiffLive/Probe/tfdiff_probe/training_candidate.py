"""The candidate's training steps, made eagerly: each from the reference's state, and on from its own."""

import contextlib
from typing import Any, Callable, Iterator, List, Tuple

from tfdiff_probe import batches
from tfdiff_probe import channel as channels
from tfdiff_probe import codec
from tfdiff_probe import created_variables
from tfdiff_probe import eager_listeners
from tfdiff_probe import eager_state
from tfdiff_probe import layer_calls
from tfdiff_probe import layers
from tfdiff_probe import messages
from tfdiff_probe import op_recorder
from tfdiff_probe import program as programs
from tfdiff_probe import rungs
from tfdiff_probe import seeding
from tfdiff_probe import slots
from tfdiff_probe import stopped_gradients
from tfdiff_probe import target as targets
from tfdiff_probe import tensorflow_world as world
from tfdiff_probe import training_calls
from tfdiff_probe import training_programs
from tfdiff_probe import watched_model
from tfdiff_probe.problems import Problem


def run(channel: channels.Channel, setup: messages.Run, payload: Any, imported: programs.Imported) -> None:
  """Makes as many steps as are asked for."""
  tf, given = imported.tf, imported.batches(setup, payload, channel)
  for batch in map(training_calls.parted, given):
    training_calls.verify_labels(batch, tf.nest.flatten)
  if setup.passes_gradients:
    stopped_gradients.let_pass(tf)
  channel.await_request()
  channel.restart_clock()
  world.set_rewrites(tf, setup)
  tf.config.run_functions_eagerly(True)
  TrainingRun(tf, channel, setup, given).run(imported.target)


class TrainingRun:
  """One run of a program's steps.

  From the second on, each is made twice: from the state that the reference was in, which tells the step's own error, and
  from the run's own state, which is what goes on.
  """

  def __init__(
      self, tf: Any, channel: channels.Channel, setup: messages.Run, given: List[batches.Batch]) -> None:
    self._tf = tf
    self._channel = channel
    self._setup = setup
    self._batches = given
    self._step = 0
    self._tool = world.tool(tf, setup)
    self._recorder = op_recorder.OpRecorder(channel, setup, self._tool)
    self._variables = created_variables.CreatedVariables(
        tf, channel, setup, self._recorder, self._tool, lambda: max(self._step, 1), restores=True, fixes=True)
    self._listeners = eager_listeners.EagerListeners(
        tf, self._variables.name_of, self._recorder.variable, self._recorder.leave)

  def run(self, target: targets.Target) -> None:
    """Makes the steps, held at each rung."""
    with self._tf.variable_creator_scope(self._variables.creator):
      seeding.seed_all(self._setup.seed)
      with layer_calls.recording(), self._tool.scope(), self._listeners.listening():
        self._variables.adopt_existing()
        with self._recorder.recording():
          self._training = training_programs.of_eager(
              self._tf, self._setup, target, self._listeners.reach)
        with watched_model.watching(self._training.watched, self._listeners.reach):
          self._make_first()
          self._make_others()
    self._channel.finish(messages.Finished(None, self._channel.seconds, [], untracked=[], observer=None))

  def _make_first(self) -> None:
    self._step = 1
    self._variables.initial_values.add_batch(training_calls.parted(self._batches[0]), self._tf.nest.flatten)
    returned = self._make()
    self._recorder.random.send()
    self._recorder.reports_random = False
    self._verify(returned)
    self._agree(returned)
    step = rungs.Step(batch=rungs.of_batch(training_calls.parted(self._batches[0]), self._tf.nest.flatten))
    step.initial_slots = self._slot_rungs(lambda each: self._initial(each.variable))
    self._tell(step, returned)

  def _make_others(self) -> None:
    for number in range(2, self._setup.steps + 1):
      self._step = number
      free = eager_state.EagerState(self._variables.all)
      self._take_from_reference()
      step = rungs.Step(batch=rungs.of_batch(training_calls.parted(self._batches[self._step - 1]), self._tf.nest.flatten))
      self._tell(step, self._make())
      free.put_back(self._variables.all, self._initial)
      self._tell(rungs.Step(), self._make(), is_free=True)

  def _make(self) -> Any:
    """Makes a step; returns the loss that it returned."""
    batch = self._batches[self._step - 1].mapped(
        lambda structure: self._tf.nest.map_structure(self._tf.convert_to_tensor, structure))
    tensors = [each for each in self._tf.nest.flatten([batch.features, batch.labels]) if each is not None]
    self._tool.begin_step(self._listeners.recorder.has_drawn)
    self._listeners.recorder.has_drawn = False
    self._listeners.begin(tensors)
    if self._asks_structure:
      self._recorder.begin(tensors)
    try:
      with self._recording_draws(), self._listeners.recorder.recording():
        returned, end_points = self._training.take(batch)
    except Problem:
      raise
    except Exception as error:
      raise Problem('program', 'in step %d' % self._step) from error
    if end_points:
      self._listeners.reach(end_points)
    return returned

  @contextlib.contextmanager
  def _recording_draws(self) -> Iterator[None]:
    """The first step's random operations are the run's."""
    if self._step > 1:
      yield
    else:
      with self._recorder.recording():
        yield

  @property
  def _asks_structure(self) -> bool:
    return self._setup.asks_pairing and self._step == 1

  def _verify(self, returned: Any) -> None:
    """Raises Problem where nothing is trained, or what is minimized is not to be seen."""
    training_calls.verify_scalars(
        [each for each in self._tf.nest.flatten(returned) if each is not None], self._training.name)
    if not self._listeners.minimized(returned):
      raise Problem('target', '%s returns no loss, and takes no gradients: it should return the loss' % self._training.name)
    if not any(each.trainable for each in self._variables.all):
      raise Problem('target', '%s makes and trains no variables' % self._training.name)
    for name in self._listeners.without_gradient:
      self._channel.log(training_programs.NO_GRADIENT % name)
    for name in self._listeners.sparse_gradients:
      self._channel.log(training_programs.SPARSE_GRADIENT % name)

  def _agree(self, returned: Any) -> None:
    """Waits for questions where the debugger has some."""
    if not self._setup.asks_pairing:
      return
    pairs = self._listeners.end_points + [('loss', each) for each in self._listeners.minimized(returned)[:1]]
    places = self._recorder.end(pairs)
    names = [name for name, _ in self._listeners.end_points if not layers.is_output(name)]
    self._channel.send(messages.Layout(names, places))
    self._channel.hold(lambda question: self._answer(question, pairs))

  def _answer(self, question: messages.Request, pairs: List[Tuple[str, Any]]) -> None:
    if isinstance(question, messages.AskStructure):
      self._channel.send(self._recorder.structure(pairs))
    elif not self._variables.initial_values.answer(question):
      raise codec.MessageError('the request %s was not expected' % question.request)

  def _tell(self, step: rungs.Step, returned: Any, is_free: bool = False) -> None:
    """Tells a step that has been made: all of it, or of the run's own course the loss and the variables."""
    self._listeners.fill(step, returned)
    if is_free:
      step = rungs.Step(losses=step.losses)
    else:
      step.slots = self._slot_rungs(lambda each: each.variable.read_value())
    for variable in self._told:
      name = self._variables.name_of(variable)
      step.variables.append(rungs.Rung(name, variable.read_value(), self._listeners.assigned_by(name)))
    rungs.tell(self._channel, self._step, step, is_free)

  def _initial(self, variable: Any) -> Any:
    return self._variables.initial_values.of(self._variables.name_of(variable))

  @property
  def _slots(self) -> List[slots.Slot]:
    return slots.of(self._listeners.optimizers, self._variables.all, self._variables.name_of)

  @property
  def _told(self) -> List[Any]:
    """The variables of the model, trainable ones first; what is kept for them is told apart."""
    kept = {id(each.variable) for each in self._slots} | self._listeners.optimizers.owned()
    weights = [each for each in self._variables.all
               if self._variables.role_of(each) == 'weight' and id(each) not in kept]
    return sorted(weights, key=lambda each: not each.trainable)

  def _slot_rungs(self, value: Callable[[slots.Slot], Any]) -> List[rungs.Rung]:
    """What optimizers keep, in the vocabulary of both sides."""
    found: List[rungs.Rung] = []
    for each in self._slots:
      array = slots.in_common(each, value(each), self._rate(each))
      if array is None:
        self._channel.log('slots/%s is not compared: with a learning rate of 0 it does not show the gradients' % each.name)
      else:
        name = self._variables.name_of(each.variable)
        found.append(rungs.Rung(each.name, array, self._listeners.assigned_by(name, each.owner)))
    return found

  def _rate(self, slot: slots.Slot) -> Any:
    return None if slot.optimizer is None else self._listeners.rates.get(slot.optimizer)

  def _take_from_reference(self) -> None:
    """Begins the step with what the reference's variables and slots were before it, as far as the debugger has them."""
    told, kept = self._told, self._slots
    wanted = [self._wanted(self._variables.name_of(each), each) for each in told]
    wanted += [self._wanted('slots/' + each.name, each.variable) for each in kept]
    values = self._channel.values(wanted)
    for variable, value in zip(told, values):
      if value is not None:
        variable.assign(value.astype(variable.dtype.as_numpy_dtype, copy=False))
    for slot, value in zip(kept, values):
      if value is not None:
        slot.variable.assign(slots.as_kept(slot, value, self._rate(slot)))

  def _wanted(self, name: str, variable: Any) -> messages.WantedVariable:
    return messages.WantedVariable(name, world.dimensions(variable.shape), variable.dtype.base_dtype.name)
