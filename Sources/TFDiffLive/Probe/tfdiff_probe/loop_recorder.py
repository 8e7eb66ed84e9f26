"""Records what the iterations of a graph's loop compute.

A loop's values cannot be fetched: an operation of its body has another in each iteration. So a Python function is put into
the body, which TensorFlow calls in every iteration with its number and its values. A frame of the graph takes that
operation in, and runs it where the count of its iterations is fetched. A While operation has its body in a function, which
stays as it is: a twin of the operation runs the same body with the call in it.
"""

from typing import Any, Dict, Iterable, List, Optional, Tuple

from tfdiff_probe import assignments
from tfdiff_probe import loops
from tfdiff_probe import operands
from tfdiff_probe import sessions
from tfdiff_probe import spans

# How many executions of operations are told of one loop at most.
MOST_EXECUTIONS = 20000


class Recorder:
  """What a loop's operations compute, of the first iterations, as many as fit.

  `limit`: how many bytes they may take, None for any number. `operations`: those that are told, in the graph's order.
  """

  def __init__(self, loop: loops.AnyLoop, bookkeeping: Iterable[str], limit: Optional[int]) -> None:
    self.loop = loop
    self.operations = [op for op in loop.operations if _is_told(op, frozenset(bookkeeping))]
    self.tensors = list({tensor.name: tensor for op in self.operations for tensor in _shown(op)}.values())
    self._limit = limit
    self._bytes = 0
    self._values: Dict[int, List[Any]] = {}
    self.iterations = 0

  def __call__(self, place: Any, *values: Any) -> None:
    """Takes in an iteration. `place`: its number, from 0."""
    import numpy as np
    iteration = int(place) + 1
    self.iterations = max(self.iterations, iteration)
    # The loop may be run again, with other rewrites of the graph.
    self._bytes -= sum(value.nbytes for value in self._values.pop(iteration, ()))
    size = sum(value.nbytes for value in values)
    is_within = self._limit is None or self._bytes + size <= self._limit
    if is_within and iteration * len(self.operations) <= MOST_EXECUTIONS:
      self._bytes += size
      # TensorFlow may use the memory for something else.
      self._values[iteration] = [np.array(value) for value in values]

  @property
  def recorded(self) -> int:
    """How many iterations, from the first on, are recorded."""
    return next(place for place in range(self.iterations + 1) if place + 1 not in self._values)

  def take(self, iteration: int) -> Dict[str, Any]:
    """The values of an iteration by the names of the tensors, once."""
    return dict(zip([tensor.name for tensor in self.tensors], self._values.pop(iteration)))

  def add(self, tf: Any) -> Any:
    """Adds what records the loop to its graph, which is the default; returns the tensor that is to be fetched for it."""
    if isinstance(self.loop, loops.FunctionalLoop):
      return self._add_twin(tf, self.loop)
    return self._add_to_frame(tf, self.loop.context)

  def _add_to_frame(self, tf: Any, context: Any) -> Any:
    # As TensorFlow counts iterations for gradients.
    total, following = context.AddForwardLoopCounter(None)
    addition = following.op.inputs[0].op
    context.Enter()
    called = self._call(tf, addition.inputs[0], self.tensors)
    context.Exit()
    addition._add_control_input(called)  # pylint: disable=protected-access
    return total

  def _add_twin(self, tf: Any, loop: loops.FunctionalLoop) -> Any:
    body, condition = loop.body, loop.condition

    def run_body(count: Any, *variables: Any) -> Tuple[Any, ...]:
      results = _imported(tf, body, variables, list(body.outputs) + self.tensors)
      following = results[:len(body.outputs)]
      for result, original in zip(following, body.outputs):
        result.set_shape(original.shape)
      called = self._call(tf, count, results[len(body.outputs):])
      with tf.control_dependencies([called]):
        return (count + 1,) + tuple(following)

    def run_condition(_: Any, *variables: Any) -> Any:
      return _imported(tf, condition, variables, condition.outputs)[0]

    shapes = [tf.TensorShape([])] + [tensor.shape for tensor in body.inputs]
    return tf.while_loop(run_condition, run_body, [tf.constant(0)] + list(loop.op.inputs), shape_invariants=shapes)[0]

  def _call(self, tf: Any, count: Any, values: Iterable[Any]) -> Any:
    return tf.numpy_function(self, [count] + list(values), [])


def of(
    loops_on_the_way: Iterable[loops.AnyLoop], bookkeeping: Iterable[str], limit: Optional[int],
    runs_again: bool = False) -> List[Recorder]:
  """Recorders for those loops whose operations can be told.

  `runs_again`: whether a twin runs beside the loop itself, so that none is made of a loop that assigns.
  """
  found = []
  for loop in loops_on_the_way:
    is_harmless = not runs_again or not any(assignments.writes(op.type) for op in loop.operations)
    recorder = Recorder(loop, bookkeeping, limit)
    if is_harmless and recorder.operations:
      found.append(recorder)
  return found


def record(tf: Any, graph: Any, opener: sessions.Sessions, recorders: Iterable[Recorder]) -> None:
  """Runs each loop of a session's graph, which is the default, by itself from the initial state.

  Together, a twin would run beside the loop that it is of where another takes that one's results.
  """
  for recorder in recorders:
    graph._unsafe_unfinalize()  # pylint: disable=protected-access
    count = recorder.add(tf)
    graph.finalize()
    session, _, _ = opener.run(count)
    session.close()


def _is_told(op: Any, bookkeeping: Iterable[str]) -> bool:
  output = operands.main_output(op.type, op.outputs)
  return (output is not None and op.type not in bookkeeping and not assignments.writes(op.type)
          and output.dtype.base_dtype.name not in spans.UNFETCHABLE)


def _shown(op: Any) -> List[Any]:
  """The tensors whose values are told of an operation: its output, and inputs that say places or shapes."""
  return [operands.main_output(op.type, op.outputs)] + [
      each for each in op.inputs if operands.is_index(each) and each.dtype.base_dtype.name not in spans.UNFETCHABLE]


def _imported(tf: Any, graph: Any, inputs: Iterable[Any], wanted: Iterable[Any]) -> List[Any]:
  """Some tensors of a function's graph, made anew in the default graph from other inputs."""
  mapping = {old.name: new for old, new in zip(graph.inputs, inputs)}
  return list(tf.import_graph_def(graph.as_graph_def(), mapping, [tensor.name for tensor in wanted], name='body'))
