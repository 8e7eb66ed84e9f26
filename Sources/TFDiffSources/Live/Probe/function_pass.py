"""The forward pass that is compared, traced by tf.function."""

import functools

from tfdiff_probe import generated
from tfdiff_probe import layers
from tfdiff_probe import spans
from tfdiff_probe import stacks
from tfdiff_probe import target as targets
from tfdiff_probe import watching


class FunctionPass:
  """Traces the model into a function that also returns its end points, and the operations on the way to them where the
  debugger asks for those; runs it, and tells what it returned.

  `call`: calls the model on inputs.
  """

  # In a function under construction there is nothing to assign to yet.
  restores_at_creation = False

  def __init__(self, tf, channel, setup, watch, call):
    self._tf = tf
    self._channel = channel
    self._setup = setup
    self._watch = watch
    self._call = call
    self._tells_operations = setup['operations']
    self.outputs = []
    self.is_changing = False

  def prepare(self, inputs, set_weights):
    """Traces the model, which creates its variables, and sets them."""
    self._watch.hears_tracing = True
    self._function = self._tracing(self._all_of)
    self._function.get_concrete_function(inputs)
    self._watch.hears_tracing = False
    generated.remove()
    set_weights()

  def run(self, inputs):
    """Runs the function and tells its values in the graph's order."""
    self._agree_on_layers()
    with self._watch.paused():
      values, told = self._function(inputs)
    told = dict(zip(self._told, told))
    for place, (name, _) in enumerate(self._pairs):
      if self._channel.wants_operations:
        self._tell_operations(place, told)
      if layers.is_output(name):
        self.outputs.append((name, values[place]))
      self._channel.endpoint(name, values[place])
    self._tell_updates()

  def _agree_on_layers(self):
    names = [name for name, _ in self._returned if not layers.is_output(name)]
    self._channel.send({'event': 'layout', 'names': names})
    if self._setup['asks_pairing']:
      self._channel.consult(lambda _: self._channel.send(spans.structure(
          self._graph, self._returned, self._setup['untold_types'], self._watch.root, counts=True)))

  def plain(self, inputs):
    """What the program's own function returns, which returns nothing of ours."""
    return self._tracing(lambda result: result)(inputs)

  def _tracing(self, finish):
    """A function around the model, whose code AutoGraph converts as it does the user's own."""
    call = self._call
    finish = self._tf.autograph.experimental.do_not_convert(finish)

    def forward(inputs):
      return finish(call(inputs))

    return self._tf.function(forward)

  def _all_of(self, result):
    graph = self._tf.compat.v1.get_default_graph()
    self._returned = [(name, _in_graph(self._tf, tensor)) for name, tensor in targets.end_points(result)]
    self._pairs = spans.in_order(graph, self._returned)
    given = self._setup.get('layers')
    if given is not None:
      outputs = [pair for pair in self._pairs if layers.is_output(pair[0])]
      self._pairs = spans.chosen(graph, given) + outputs
    self._graph = graph
    self._spans = spans.Spans(graph, [tensor for _, tensor in self._pairs], self._setup['untold_types'])
    self.is_changing = any(_changes(op) for op in graph.get_operations())
    told = [op for place in range(len(self._pairs)) for op in self._spans.operations(place) if spans.can_fetch(op)]
    told = told if self._tells_operations else []
    self._told = [op.name for op in told]
    return [tensor for _, tensor in self._pairs], [op.outputs[0] for op in told]

  def _tell_operations(self, place, told):
    for op in self._spans.operations(place):
      name = watching.without_root(op.name, self._watch.root)
      self._channel.operation(
          name, op.type, told.pop(op.name, None), functools.partial(stacks.of_graph_operation, op))

  def _tell_updates(self):
    handles = {internal.op.name: external for external, internal in self._graph.captures}
    seen = set()
    for op in self._graph.get_operations():
      holder = op.inputs[0].op.name if op.type.startswith(layers.ASSIGNING) and op.inputs else None
      known = self._watch.variable(handles[holder]) if holder in handles else None
      if known and known[1] not in seen:
        seen.add(known[1])
        self._channel.update(
            known[1], watching.without_root(op.name, self._watch.root), known[0].read_value(),
            stacks.of_graph_operation(op))


def _in_graph(tf, tensor):
  """A tensor that the function can return as its own: a constant that was made outside is none yet."""
  return tf.identity(tensor) if hasattr(tensor, 'numpy') else tensor


def _changes(op):
  return op.type.startswith(layers.ASSIGNING) or 'seed2' in op.node_def.attr
