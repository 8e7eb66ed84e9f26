"""Tells a graph's operations, those of its loops' bodies iteration by iteration."""

import functools
from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple

from tfdiff_probe import attributes
from tfdiff_probe import channel as channels
from tfdiff_probe import graph_operands
from tfdiff_probe import layer_calls
from tfdiff_probe import loop_recorder
from tfdiff_probe import messages
from tfdiff_probe import names
from tfdiff_probe import operands


class GraphOperations:
  """Tells the operations on the way to one end point.

  `root`: the scope of the model itself, which is left out of names; `recorders`: of the loops on the way that have been run;
  `held`: by the names of placeholders, the variables that a function's graph captures; `site`: gives the place of the
  program that made an operation, where that is known.
  """

  def __init__(
      self, channel: channels.Channel, root: Optional[str], recorders: Sequence[loop_recorder.Recorder],
      held: Optional[Dict[str, str]] = None, site: Callable[[Any], Optional[str]] = lambda _: None) -> None:
    self._channel = channel
    self._root = root
    self._held = held
    self._site = site
    self._recorders = recorders
    # Of those that are told to their ends, by the names of the operations that yield their results: these and the loop.
    self._ended: Dict[str, Tuple[Any, loop_recorder.Recorder]] = {}
    self._visits: Dict[str, int] = {}
    # Of operations, by their identity, what is the same in all iterations.
    self._stacks: Dict[int, List[messages.Frame]] = {}
    self._attributes: Dict[int, Dict[str, str]] = {}
    self._taken: Optional[graph_operands.GraphOperands] = None

  def send(
      self, ops: Sequence[Any], values: Dict[str, Any], order: Dict[str, int],
      taken: Optional[graph_operands.GraphOperands] = None) -> None:
    """Tells operations in their order, and a loop's before what comes of it.

    `values`: by their names, of which each is given up once it is told; `order`: the places of all operations of the graph;
    `taken`: the values that operations outside of loops take, None where they are not to be told.
    """
    self._taken = taken
    untold = list(self._recorders)
    for op in ops:
      for recorder in [each for each in untold if any(order[end.name] <= order[op.name] for end in each.loop.ends)]:
        untold.remove(recorder)
        self._send_loop(recorder)
      self._send(op, op.name, values.pop(op.name, None), functools.partial(self._facts, op))
    for recorder in untold:
      self._send_loop(recorder)

  def _send_loop(self, recorder: loop_recorder.Recorder) -> None:
    loop, recorded, count = recorder.loop, recorder.recorded, recorder.iterations
    if recorded < count:
      self._channel.log(
          'of the %d iterations of %s the first %d are told: all of them would take too much memory'
          % (count, loop.name, recorded))
    elif count > 0:
      self._ended.update({end.name: (end, recorder) for end in loop.ends})
    for iteration in range(1, recorded + 1):
      values = recorder.take(iteration)
      for op in recorder.operations:
        output = operands.main_output(op.type, op.outputs)
        self._send(
            op, loop.site(op), values[output.name],
            functools.partial(self._facts_in_loop, recorder, op, iteration, values))

  def _send(self, op: Any, name: str, value: Any, facts: Callable[[], channels.OperationFacts]) -> None:
    self._channel.operation(names.without_root(name, self._root), op.type, value, lambda: self._stack(op), facts)

  def _stack(self, op: Any) -> List[messages.Frame]:
    known = self._stacks.get(id(op))
    if known is None:
      known = self._stacks[id(op)] = layer_calls.of_graph_operation(op)
    return known

  def _facts(self, op: Any) -> channels.OperationFacts:
    found = [self._through_loop(each) for each in operands.of_graph(op, self._held)]
    taken = None if self._taken is None else self._taken.of(op)
    return channels.OperationFacts(op.name, attributes.of_graph(op), found, self._repetition(op), taken)

  def _repetition(self, op: Any) -> Optional[messages.Repetition]:
    site = self._site(op)
    if site is None:
      return None
    self._visits[site] = self._visits.get(site, 0) + 1
    return messages.Repetition(site, self._visits[site])

  def _facts_in_loop(
      self, recorder: loop_recorder.Recorder, op: Any, iteration: int, values: Dict[str, Any]) -> channels.OperationFacts:
    loop = recorder.loop
    if id(op) not in self._attributes:
      self._attributes[id(op)] = attributes.of_graph(op)
    return channels.OperationFacts(
        loop.id(op, iteration), self._attributes[id(op)], loop.operands(op, iteration, self._held, values),
        messages.Repetition(loop.site(op), iteration, recorder.iterations, loop.name))

  def _through_loop(self, operand: messages.Operand) -> messages.Operand:
    """What a loop yields was made in its last iteration."""
    if not isinstance(operand, messages.OperationOperand) or operand.id not in self._ended:
      return operand
    end, recorder = self._ended[operand.id]
    return recorder.loop.result_operand(end.outputs[operand.output], recorder.iterations, self._held)
