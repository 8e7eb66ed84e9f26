"""The reference: the program's graph, run in a session."""

from typing import Any, Dict, List, Optional, Sequence, Set

from tfdiff_probe import assignments
from tfdiff_probe import batches
from tfdiff_probe import channel as channels
from tfdiff_probe import codec
from tfdiff_probe import draws
from tfdiff_probe import forget_biases
from tfdiff_probe import graph_gradients
from tfdiff_probe import graph_operands
from tfdiff_probe import graph_operations
from tfdiff_probe import graph_variables
from tfdiff_probe import initial_values
from tfdiff_probe import last_place
from tfdiff_probe import layer_calls
from tfdiff_probe import layers
from tfdiff_probe import loop_recorder
from tfdiff_probe import loss_pass
from tfdiff_probe import losses
from tfdiff_probe import messages
from tfdiff_probe import moving_averages
from tfdiff_probe import names
from tfdiff_probe import observer
from tfdiff_probe import own_session
from tfdiff_probe import preflight
from tfdiff_probe import program as programs
from tfdiff_probe import random_tool
from tfdiff_probe import seeding
from tfdiff_probe import sessions
from tfdiff_probe import signatures
from tfdiff_probe import spans
from tfdiff_probe import target as targets
from tfdiff_probe import tensorflow_world as world
from tfdiff_probe import training_reference

load = programs.Imported


def run(channel: channels.Channel, setup: messages.Run, payload: Any, imported: programs.Imported) -> None:
  """Builds the graph, tells what building it made, and runs it as far as the debugger asks."""
  if setup.preflight:
    return _tell_ahead(channel, setup, payload, imported)
  if setup.steps:
    return training_reference.run(channel, setup, payload, imported)
  tf, target, batch = imported.tf, imported.target, imported.batch(setup, payload)
  channel.await_request()
  channel.restart_clock()
  tool = world.tool(tf, setup)
  seeding.seed_all(setup.seed)
  with tool.scope():
    session_run = SessionRun(tf, channel, setup, tool)
    if setup.ends_at_loss:
      target = loss_pass.of_graph(tf, setup, target, session_run.graph, session_run.holders)
    session_run.build(target, batch)
    with session_run.graph.as_default():
      for event in draws.of_graph(session_run.graph, session_run.replaced_draws()):
        channel.send(event)
      session_run.prepare()
      session_run.run()


def _tell_ahead(channel: channels.Channel, setup: messages.Run, payload: Any, imported: programs.Imported) -> None:
  """What is known before a run: the graph is built, and nothing of it is run."""
  tf, target, batch = imported.tf, imported.target, imported.batch(setup, payload)
  channel.await_request()
  tool = world.tool(tf, setup)
  seeding.seed_all(setup.seed)
  with tool.scope():
    session_run = SessionRun(tf, channel, setup, tool)
    preflight.tell(channel, setup, tf, batch, lambda: session_run.build_ahead(target, batch))


class SessionRun:
  """A graph and its sessions.

  The end points' values all come from one run, which nothing else is asked of. The operations on the way to one are
  fetched in a session of their own that begins in the same state, so that they see the same random numbers.
  """

  def __init__(
      self, tf: Any, channel: channels.Channel, setup: messages.Run, tool: random_tool.RandomTool) -> None:
    self._tf = tf
    self._channel = channel
    self._setup = setup
    self.graph = tf.Graph()
    self._feeds: Dict[Any, Any] = {}
    self._variables = graph_variables.GraphVariables(tf, channel, setup, tool)
    self._session: Any = None
    # Whether the compared run had all of TensorFlow's rewrites that it was to have.
    self._has_rewrites = True
    self._root: Optional[str] = None
    self._initial_values = initial_values.InitialValues(channel)

  def build(self, target: targets.Target, batch: batches.Batch) -> None:
    """Calls the program in the graph, telling of each variable as it is made."""
    if target.session is not None:
      result = self._take_session(target.session)
      if len(self._feeds) == 1:
        # Of several it cannot be known which of the other side's each of them is.
        batch = batches.Batch(*self._feeds.values())
        self._initial_values.add_batch(batch, self._tf.nest.flatten)
    else:
      result = self._call_in_graph(target, batch)
    self._returned = targets.end_points(result)
    self._outputs = targets.outputs(result)
    self._kept: Dict[str, Any] = dict.fromkeys(name for name, _ in self._outputs)
    if self._setup.layers is None:
      self._end_points = spans.in_order(self.graph, self._returned)
    else:
      self._take_layers(self._setup.layers)

  def build_ahead(self, target: targets.Target, batch: batches.Batch) -> preflight.Built:
    """Calls the program in the graph, and its optimizer where there is one; tells the random operations."""
    self.build(target, batch)
    with self.graph.as_default():
      # Kept, so that it can be asked for what it leaves out.
      self._optimizer = None if target.optimizer is None else target.optimizer()
    for event in draws.of_graph(self.graph, self.replaced_draws()):
      self._channel.send(event)
    updates = self.graph.get_collection(self._tf.compat.v1.GraphKeys.UPDATE_OPS) if self._setup.training else []
    executed = spans.executed([tensor for _, tensor in self._returned] + updates)
    assigning = assignments.of_graph(executed, assignments.library(self.graph))
    decays = [moving_averages.of_graph(op, name) for name, op in assigning.items()]
    return preflight.Built(executed, self._variables.all, decays, self.graph.seed)

  def _call_in_graph(self, target: targets.Target, batch: batches.Batch) -> Any:
    tf = self._tf
    with self.graph.as_default():
      # As the tool's scope seeds the graph that was the default where it was opened.
      seeding.seed_tensorflow(tf, self._setup.seed)
      given = batch.mapped(lambda structure: tf.nest.map_structure(self._placeholder, structure))
      with layer_calls.recording(), self._variables.creating():
        return self._call(target, batch, given)

  def holders(self) -> Dict[str, str]:
    """The name of each variable, by that of the operation that holds it."""
    return graph_gradients.names_of(self._variables.all)

  def replaced_draws(self) -> Set[str]:
    """The names of the operations that draw nothing but initial values, where variables get others."""
    return self._variables.replaced_draws([tensor for _, tensor in self._returned])

  def _take_session(self, function: Any) -> Any:
    """The graph that the program makes for itself, and what its variables are in the session it has opened."""
    own = own_session.take(self._tf, function, self._setup.training, self._variables.create)
    self.graph = own.graph
    self._feeds = own.feeds
    if self._setup.moves_input:
      moved = last_place.moved_structure(self._tf, [world.array(value) for value in self._feeds.values()])
      self._feeds = dict(zip(self._feeds, moved))
    self._variables.take_from(own)
    return own.outputs

  def _take_layers(self, chosen: Sequence[messages.Layer]) -> None:
    """The layers that both sides have take the place of what the program names, in the order in which they are given:
    the candidate's, whose branches may be run in another."""
    outputs = [pair for pair in self._returned if layers.is_output(pair[0])]
    self._end_points = spans.chosen(self.graph, chosen) + outputs

  def _call(self, target: targets.Target, batch: batches.Batch, given: batches.Batch) -> Any:
    function = target.tf2 if target.tf1 is None else target.tf1
    signature = signatures.Signature(function, target.params)
    if target.tf1 is None and not signature.takes_inputs:
      function = function()
      self._root = names.root_scope(function)
      signature = signatures.Signature(getattr(function, 'call', None) or function.__call__, target.params)
    self._initial_values.add_batch(batch.parted(signature), self._tf.nest.flatten)
    return self._call_function(function, signature, given.parted(signature))

  def _call_function(self, function: Any, signature: signatures.Signature, given: batches.Batch) -> Any:
    training = self._setup.training
    positional, options = signature.arguments(given.features, given.labels, training)
    if training and not signature.takes_training:
      self._channel.log('the model takes neither training nor is_training: it is called without')
    return function(*positional, **options)

  def _placeholder(self, array: Any) -> Any:
    tensor = self._tf.compat.v1.placeholder(self._tf.as_dtype(array.dtype), array.shape, name='inputs')
    self._feeds[tensor] = array
    return tensor

  def prepare(self) -> None:
    """Adds to the graph what a run needs, after which it stays as it is."""
    v1 = self._tf.compat.v1
    self._losses = losses.of_graph(self._tf, self.graph)
    # As the migration guide sums them, on both sides.
    self._total = [self._tf.add_n([loss for _, loss in self._losses])] if self._losses else []
    self._updates = self.graph.get_collection(v1.GraphKeys.UPDATE_OPS) if self._setup.training else []
    starts = self._variables.initializations()
    self._executed = spans.executed([tensor for _, tensor in self._returned] + self._updates)
    self._assigning = assignments.of_graph(self._executed, assignments.library(self.graph))
    named = {world.variable_name(variable): variable for variable in self._variables.all}
    self._reads = {name: variable.read_value() for name, variable in named.items() if name in self._assigning}
    asked = named if self._setup.asks_pairing else {}
    self._initial = {name: variable.read_value() for name, variable in asked.items()}
    self.graph.finalize()
    self._sessions = sessions.Sessions(self._tf, self._channel, self._setup, self.graph, starts, self._feeds)

  def _agree_on_layers(self) -> None:
    """Says what the program names, and takes the layers that the debugger may choose in its place."""
    if self._setup.asks_pairing:
      returned = [name for name, _ in self._returned if not layers.is_output(name)]
      self._channel.send(messages.Layout(returned, None))
      self._read_initial_values()
      self._channel.hold(self._answer)
    self._spans = spans.Spans(
        self.graph, [tensor for _, tensor in self._end_points], self._setup.bookkeeping_types)

  def _read_initial_values(self) -> None:
    self._session = self._sessions.fresh()
    for name, value in self._session.run(self._initial).items():
      self._initial_values.add(name, value)

  def _answer(self, question: messages.Request) -> None:
    if isinstance(question, messages.ChooseLayers):
      self._take_layers(question.layers)
    elif isinstance(question, messages.AskStructure):
      structure = spans.structure(self.graph, self._returned, self._setup.bookkeeping_types, self._root)
      structure.forget_biases = forget_biases.of_graph(self.graph)
      self._channel.send(structure)
    elif not self._initial_values.answer(question):
      raise codec.MessageError('the request %s was not expected' % question.request)

  def run(self) -> None:
    """Runs to the end, held wherever the debugger wants it held."""
    self._agree_on_layers()
    values = None
    for place, (name, _) in enumerate(self._end_points):
      if self._channel.wants_operations:
        self._send_operations(place)
      if values is None:
        values = self._run_once()
      if name in self._kept:
        self._kept[name] = values[place]
      self._channel.endpoint(name, values[place])
      # What has been told is not needed again.
      values[place] = None
    self._finish()

  def _run_once(self) -> List[Any]:
    """The run that is compared: the end points' values."""
    # What the program returns is run, whether it is compared or not: it may assign.
    returned = [tensor.op for _, tensor in self._returned]
    fetches = [[each for _, each in self._end_points], returned, self._updates]
    self._session, (values, _, _), self._has_rewrites = self._sessions.run(fetches, self._session)
    return list(values)

  def _send_operations(self, place: int) -> None:
    operations = self._spans.operations(place)
    tensors = {op.name: spans.fetched(op) for op in operations}
    known = {name: tensor for name, tensor in tensors.items() if tensor is not None}
    taken = graph_operands.GraphOperands(operations) if self._channel.wants_operands else None
    # Together, so that all are of one run.
    session, fetched, _ = self._sessions.run([list(known.values()), taken.tensors if taken else []])
    session.close()
    values = dict(zip(known, fetched[0]))
    if taken:
      taken.take(fetched[1], self._read(taken.variables))
    del fetched
    recorders = loop_recorder.of(
        self._spans.loops(place), self._setup.bookkeeping_types, self._setup.tensor_limit)
    loop_recorder.record(self._tf, self.graph, self._sessions, recorders)
    graph_operations.GraphOperations(self._channel, self._root, recorders).send(
        operations, values, self._spans.order, taken)

  def _read(self, names_of_variables: List[str]) -> Dict[str, Any]:
    """The initial values of variables, by their names."""
    if not names_of_variables:
      return {}
    named = {world.variable_name(variable): variable for variable in self._variables.all}
    self.graph._unsafe_unfinalize()  # pylint: disable=protected-access
    reads = {name: named[name].read_value() for name in names_of_variables if name in named}
    self.graph.finalize()
    session, values, _ = self._sessions.run(reads)
    session.close()
    return dict(values)

  def _finish(self) -> None:
    if self._session is None:
      self._session = self._sessions.fresh()
    for name, value in self._session.run(self._reads).items():
      op = self._assigning[name]
      self._channel.update(
          name, names.without_root(op.name, self._root), value, layer_calls.of_graph_operation(op),
          decay=moving_averages.of_graph(op, name))
    # Apart: fetched together with its terms, the sum's graph would not be optimized as the user's own run has it.
    # A regularizer of activations reads what is fed.
    total = self._session.run(self._total, self._feeds)
    values = self._session.run([tensor for _, tensor in self._losses], self._feeds)
    self._channel.finish(messages.Finished(
        codec.number(float(total[0])) if total else None, self._channel.seconds,
        [messages.VariableLoss(name, codec.number(float(value))) for (name, _), value in zip(self._losses, values)],
        untracked=[], observer=self._observer_effect()))

  def _observer_effect(self) -> Optional[messages.ObserverEffect]:
    """Whether the outputs are others where nothing else is fetched, so that the graph is optimized for them alone."""
    if not self._outputs or self._end_points == self._outputs and not self._updates:
      return None
    changes = self._assigning or spans.has_state(self._executed)
    kept = None if changes or not self._has_rewrites else self._session
    _, plain, _ = self._sessions.run([tensor for _, tensor in self._outputs], kept)
    return observer.effect(self._kept.items(), [(name, value) for (name, _), value in zip(self._outputs, plain)])
