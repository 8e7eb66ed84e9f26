"""The forward pass that is compared, traced by tf.function."""

from typing import Any, Callable, Dict, Iterator, List, Optional, Tuple

from tfdiff_probe import assignments
from tfdiff_probe import channel as channels
from tfdiff_probe import generated
from tfdiff_probe import graph_operands
from tfdiff_probe import graph_operations
from tfdiff_probe import layer_calls
from tfdiff_probe import layers
from tfdiff_probe import loop_recorder
from tfdiff_probe import messages
from tfdiff_probe import moving_averages
from tfdiff_probe import names
from tfdiff_probe import op_recorder
from tfdiff_probe import random_tool
from tfdiff_probe import spans
from tfdiff_probe import target as targets


class FunctionPass:
  """Traces the model into a function that also returns its end points, and the operations on the way to them where the
  debugger asks for those; runs it, and tells what it returned.

  `call`: calls the model on inputs.
  """

  # In a function under construction there is nothing to assign to yet.
  restores_at_creation = False

  def __init__(
      self, tf: Any, channel: channels.Channel, setup: messages.Run, recorder: op_recorder.OpRecorder,
      call: Callable[[Any], Any], tool: random_tool.RandomTool) -> None:
    self._tf = tf
    self._channel = channel
    self._setup = setup
    self._recorder = recorder
    self._call = call
    self._tool = tool
    self._traces = 0
    self.outputs: List[Tuple[str, Any]] = []
    self.is_changing = False
    # What the first trace alone assigns is none of the function that is compared.
    self.loaded: Dict[str, Any] = {}

  def prepare(self, inputs: Any, set_weights: Callable[[], None]) -> None:
    """Traces the model, which creates its variables, and sets them."""
    self._recorder.records_tracing = True
    self._function = self._tracing(self._all_of)
    self._function.get_concrete_function(inputs)
    self._recorder.records_tracing = False
    generated.remove()
    set_weights()

  def run(self, inputs: Any) -> None:
    """Runs the function."""
    with self._recorder.paused():
      before = self._variables_taken()
      self._values, fetched, taken = self._function(inputs)
    self._fetched_values = dict(zip(self._fetched, fetched))
    for operands, values in zip(self._operands, taken):
      operands.take(values, before)
    self.outputs = [(name, value) for (name, _), value in zip(self._pairs, self._values) if layers.is_output(name)]
    self._updated = [(name, op, variable.read_value()) for name, op, variable in self._updates()]

  def send_layout(self, answer: Callable[[messages.Request], None]) -> None:
    """Says what the program names, and is held where the debugger has questions, which `answer` is given."""
    self._channel.send(messages.Layout([name for name, _ in self._returned if not layers.is_output(name)], None))
    if self._setup.asks_pairing:
      self._channel.hold(answer)

  def structure(self) -> messages.Structure:
    """What the function is made of."""
    return spans.structure(
        self._graph, self._returned, self._setup.bookkeeping_types, self._recorder.root, self._held(), counts=True)

  def send(self) -> None:
    """Sends the values in the graph's order, and what was assigned."""
    for place, (name, _) in enumerate(self._pairs):
      if self._channel.wants_operations:
        self._send_operations(place)
      self._channel.endpoint(name, self._values[place])
    for name, op, value in self._updated:
      self._channel.update(
          name, names.without_root(op.name, self._recorder.root), value, layer_calls.of_graph_operation(op),
          decay=moving_averages.of_graph(op, name, self._held()))

  @property
  def operations(self) -> List[Any]:
    """What was traced."""
    return list(self._graph.get_operations())

  def decays(self) -> List[Optional[float]]:
    """What the moving averages that the function assigns keep of their old value; None for other assignments."""
    return [moving_averages.of_graph(op, name, self._held()) for name, op, _ in self._updates()]

  def plain(self, inputs: Any) -> Any:
    """What the program's own function returns, which returns nothing of ours."""
    return self._tracing(lambda result: result)(inputs)

  def _tracing(self, finish: Callable[[Any], Any]) -> Any:
    """A function around the model, whose code AutoGraph converts as it does the user's own."""
    call = self._call
    finish = self._tf.autograph.experimental.do_not_convert(finish)

    begin = self._tf.autograph.experimental.do_not_convert(self._begin_trace)

    def forward(inputs: Any) -> Any:
      begin()
      return finish(call(inputs))

    return self._tf.function(forward)

  def _begin_trace(self) -> None:
    self._traces += 1
    self._tool.begin_trace()
    # TensorFlow traces a function that makes variables once more; what it draws then is what it has drawn.
    self._recorder.reports_random = self._traces == 1

  def _all_of(self, result: Any) -> Tuple[List[Any], List[Any], List[List[Any]]]:
    graph = self._tf.compat.v1.get_default_graph()
    self._returned = [(name, _in_graph(self._tf, tensor)) for name, tensor in targets.end_points(result)]
    self._pairs = spans.in_order(graph, self._returned)
    given = self._setup.layers
    if given is not None:
      outputs = [pair for pair in self._pairs if layers.is_output(pair[0])]
      self._pairs = spans.chosen(graph, given) + outputs
    self._graph = graph
    self._spans = spans.Spans(graph, [tensor for _, tensor in self._pairs], self._setup.bookkeeping_types)
    self.is_changing = any(_changes(op) for op in graph.get_operations())
    places = range(len(self._pairs) if self._setup.returns_operations else 0)
    fetched = [(op, spans.fetched(op)) for place in places for op in self._spans.operations(place)]
    fetched = [(op, tensor) for op, tensor in fetched if tensor is not None]
    self._fetched = [op.name for op, _ in fetched]
    self._recorders = [
        loop_recorder.of(
            self._spans.loops(place), self._setup.bookkeeping_types, self._setup.tensor_limit, runs_again=True)
        for place in places]
    self._operands = [
        graph_operands.GraphOperands(self._spans.operations(place), self._held())
        for place in places if self._setup.tells_operands]
    counts = [each.add(self._tf) for recorders in self._recorders for each in recorders]
    return ([tensor for _, tensor in self._pairs],
            [tensor for _, tensor in fetched] + counts, [each.tensors for each in self._operands])

  def _send_operations(self, place: int) -> None:
    teller = graph_operations.GraphOperations(
        self._channel, self._recorder.root, self._recorders[place], self._held(),
        self._recorder.site_of)
    taken = self._operands[place] if self._operands else None
    teller.send(self._spans.operations(place), self._fetched_values, self._spans.order, taken)

  def _variables_taken(self) -> Dict[str, Any]:
    """The values that variables have before the function runs, by name, of those that operations take the handles of."""
    wanted = {name for operands in self._operands for name in operands.variables}
    known = [self._recorder.variable(external) for external, _ in self._graph.captures]
    return {found[1]: found[0].read_value() for found in known if found and found[1] in wanted}

  def _held(self) -> Dict[str, str]:
    """The names of the variables that the function captures, by the name of the placeholder of each."""
    known = [(internal.op.name, self._recorder.variable(external)) for external, internal in self._graph.captures]
    return {name: found[1] for name, found in known if found}

  def _updates(self) -> Iterator[Tuple[str, Any, Any]]:
    """Name, operation and variable of what the function assigns to."""
    handles = {internal.op.name: external for external, internal in self._graph.captures}
    written = assignments.of_graph(
        self._graph.get_operations(), assignments.library(self._graph), holders=('Placeholder',))
    for holder, op in written.items():
      known = self._recorder.variable(handles[holder]) if holder in handles else None
      if known:
        yield known[1], op, known[0]


def _in_graph(tf: Any, tensor: Any) -> Any:
  """A tensor that the function can return as its own: a constant that was made outside is none yet."""
  return tf.identity(tensor) if hasattr(tensor, 'numpy') else tensor


def _changes(op: Any) -> bool:
  return assignments.writes(op.type) or 'seed2' in op.node_def.attr
