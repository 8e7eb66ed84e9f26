"""The reference's training steps: the program's graph, run in sessions."""

from typing import Any, Dict, List

from tfdiff_probe import batches
from tfdiff_probe import channel as channels
from tfdiff_probe import codec
from tfdiff_probe import draws
from tfdiff_probe import forget_biases
from tfdiff_probe import graph_gradients
from tfdiff_probe import graph_variables
from tfdiff_probe import initial_values
from tfdiff_probe import layer_calls
from tfdiff_probe import layers
from tfdiff_probe import messages
from tfdiff_probe import optimizer_listener
from tfdiff_probe import program as programs
from tfdiff_probe import rungs
from tfdiff_probe import seeding
from tfdiff_probe import sessions
from tfdiff_probe import slots
from tfdiff_probe import spans
from tfdiff_probe import stopped_gradients
from tfdiff_probe import tensorflow_world as world
from tfdiff_probe import training_calls
from tfdiff_probe import training_fetches
from tfdiff_probe import training_graph
from tfdiff_probe import training_programs
from tfdiff_probe.problems import Problem


def run(channel: channels.Channel, setup: messages.Run, payload: Any, imported: programs.Imported) -> None:
  """Builds the graph, tells what building it made, and makes as many steps as are asked for."""
  tf, given = imported.tf, imported.batches(setup, payload, channel)
  given = [training_calls.parted(batch) for batch in given]
  for batch in given:
    training_calls.verify_labels(batch, tf.nest.flatten)
  if setup.passes_gradients:
    stopped_gradients.let_pass(tf)
  channel.await_request()
  channel.restart_clock()
  tool = world.tool(tf, setup)
  seeding.seed_all(setup.seed)
  with tool.scope():
    session = TrainingSession(tf, channel, setup, graph_variables.GraphVariables(tf, channel, setup, tool), given)
    session.build(imported)
    session.run()


class TrainingSession:
  """A graph, and a session for each step.

  What a session draws goes on in its streams from run to run, and eager code draws anew in each step: so each step begins in
  a session of its own, which is given what the variables were after the step before.
  """

  def __init__(
      self, tf: Any, channel: channels.Channel, setup: messages.Run, variables: graph_variables.GraphVariables,
      given: List[batches.Batch]) -> None:
    self._tf = tf
    self._channel = channel
    self._setup = setup
    self._variables = variables
    self._batches = given
    self._graph = tf.Graph()
    # What each batch's arrays, one by one, are fed to.
    self._placeholders: List[Any] = []
    self._optimizers = optimizer_listener.OptimizerListener(tf)
    self._initial_values = initial_values.InitialValues(channel)

  def build(self, imported: programs.Imported) -> None:
    """Calls the program in the graph, telling of each variable as it is made; then adds what a run needs."""
    tf = self._tf
    gradients = graph_gradients.GraphGradients(self._graph, self._holders)
    with self._graph.as_default():
      # As the tool's scope seeds the graph that was the default where it was opened.
      seeding.seed_tensorflow(tf, self._setup.seed)
      self._initial_values.add_batch(self._batches[0], tf.nest.flatten)
      given = self._placeholder_batch()
      with layer_calls.recording(), self._variables.creating():
        with gradients.listening(), self._optimizers.listening():
          self._step = training_programs.of_graph(tf, self._setup, imported.target, given)
      needed = tf.nest.flatten(self._step.train_op) + self._step.losses
      for event in draws.of_graph(self._graph, self._variables.replaced_draws(needed)):
        self._channel.send(event)
      self._verify_trained()
      self._training = training_graph.TrainingGraph(tf, self._step, gradients, self._optimizers, self._holders())
      self._prepare()

  def _placeholder_batch(self) -> batches.Batch:
    """Placeholders for a batch; a size in which batches differ is left open."""
    tf = self._tf
    flat = [tf.nest.flatten([batch.features, batch.labels]) for batch in self._batches]
    for arrays in zip(*flat):
      if arrays[0] is None:
        self._placeholders.append(None)
        continue
      shapes = [array.shape for array in arrays]
      shape = [sizes[0] if len(set(sizes)) == 1 else None for sizes in zip(*shapes)]
      self._placeholders.append(
          tf.compat.v1.placeholder(tf.as_dtype(arrays[0].dtype), shape, name='inputs'))
    first = self._batches[0]
    return batches.Batch(*tf.nest.pack_sequence_as([first.features, first.labels], self._placeholders))

  def _holders(self) -> Dict[str, str]:
    """The name of each variable, by that of the operation that holds it."""
    return graph_gradients.names_of(self._variables.all)

  def _verify_trained(self) -> None:
    if not any(each.trainable for each in self._variables.all):
      raise Problem('target', '%s makes no trainable variables' % self._step.name)

  def _prepare(self) -> None:
    """Adds to the graph what a run needs, after which it stays as it is."""
    self._step_fetches = training_fetches.StepFetches(self._tf, self._graph, self._step, self._training)
    self._step_fetches.log(self._channel)
    self._step_fetches.hold_back_updates()
    self._assigning = self._training.assigning()
    self._slots = slots.of(self._optimizers, self._variables.all, world.variable_name)
    starts = self._variables.initializations()
    self._prepare_state()
    self._graph.finalize()
    self._sessions = sessions.Sessions(self._tf, self._channel, self._setup, self._graph, starts, {})

  def _prepare_state(self) -> None:
    """Adds what reads all variables, and what gives them values that are fed."""
    v1 = self._tf.compat.v1
    named = {world.variable_name(each): each for each in self._variables.all}
    self._reads = {name: each.read_value() for name, each in named.items()}
    self._given = {name: v1.placeholder(each.dtype.base_dtype, each.shape) for name, each in named.items()}
    self._restoring = self._tf.group(
        v1.tables_initializer(), *[v1.assign(each, self._given[name]) for name, each in named.items()])

  def run(self) -> None:
    """Makes the steps, held at each rung."""
    session = self._sessions.fresh()
    state = session.run(self._reads)
    self._agree(state)
    for number in range(1, self._setup.steps + 1):
      if number > 1 and self._training.has_state:
        session.close()
        self._sessions.begin_with([(self._restoring, {self._given[name]: value for name, value in state.items()})])
        session = None
      step = self._new_step(number, state)
      try:
        session, values, _ = self._sessions.run(self._step_fetches.fetches, session, self._feeds(number))
        state = session.run(self._reads)
      except Exception as error:
        raise Problem('program', 'in step %d' % number) from error
      self._fill(step, values, state)
      rungs.tell(self._channel, number, step)
    self._channel.finish(messages.Finished(None, self._channel.seconds, [], untracked=[], observer=None))

  def _agree(self, state: Dict[str, Any]) -> None:
    """Waits for questions where the debugger has some."""
    if not self._setup.asks_pairing:
      return
    for name, value in state.items():
      self._initial_values.add(name, value)
    names = [name for name, _ in self._step.end_points if not layers.is_output(name)]
    self._channel.send(messages.Layout(names, None))
    self._channel.hold(self._answer)

  def _answer(self, question: messages.Request) -> None:
    if isinstance(question, messages.AskStructure):
      pairs = self._step.end_points + [('loss', each) for each in self._training.minimized[:1]]
      structure = spans.structure(self._graph, pairs, self._setup.bookkeeping_types, None)
      structure.forget_biases = forget_biases.of_graph(self._graph)
      self._channel.send(structure)
    elif not self._initial_values.answer(question):
      raise codec.MessageError('the request %s was not expected' % question.request)

  def _feeds(self, number: int) -> Dict[Any, Any]:
    batch = self._batches[number - 1]
    arrays = self._tf.nest.flatten([batch.features, batch.labels])
    return {given: array for given, array in zip(self._placeholders, arrays) if given is not None}

  def _new_step(self, number: int, state: Dict[str, Any]) -> rungs.Step:
    batch = self._batches[number - 1]
    step = rungs.Step(batch=rungs.of_batch(batch, self._tf.nest.flatten))
    if number == 1:
      step.initial_slots = [
          rungs.Rung(each.name, state[world.variable_name(each.variable)],
                     self._optimizers.made_by_place(each.optimizer)) for each in self._slots]
    return step

  def _fill(self, step: rungs.Step, values: Dict[str, Any], state: Dict[str, Any]) -> None:
    """What a step computed, and what the variables are after it."""
    shapes = {world.variable_name(each): world.dimensions(each.shape) for each in self._variables.all}
    self._step_fetches.fill(step, values, shapes)
    for each in self._slots:
      name = world.variable_name(each.variable)
      step.slots.append(rungs.Rung(each.name, state[name], self._assigning.get(name, self._assigning.get(each.owner, []))))
    kept = {world.variable_name(each.variable) for each in self._slots}
    chosen = [each for each in self._variables.all
              if self._variables.roles[world.variable_name(each)] == 'weight' and world.variable_name(each) not in kept]
    for variable in sorted(chosen, key=lambda each: not each.trainable):
      name = world.variable_name(variable)
      step.variables.append(rungs.Rung(name, state[name], self._assigning.get(name, [])))
