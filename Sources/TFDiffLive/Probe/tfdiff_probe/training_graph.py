"""The graph of a training step: what the program builds, and what of it is fetched to be told."""

from typing import Any, Dict, List, NamedTuple, Optional, Set, Tuple

from tfdiff_probe import apply_operations
from tfdiff_probe import assignments
from tfdiff_probe import graph_gradients
from tfdiff_probe import layer_calls
from tfdiff_probe import loss_terms
from tfdiff_probe import messages
from tfdiff_probe import optimizer_listener
from tfdiff_probe import spans
from tfdiff_probe import training_programs

# What hands a graph a batch.
FED = ('Placeholder', 'PlaceholderWithDefault', 'IteratorGetNext')


class Fetched(NamedTuple):
  """A value to be fetched: of which variable or end point, and who made it."""
  name: str
  value: Any
  stack: List[messages.Frame]


class TrainingGraph:
  """What a training step executes, put into the rungs' terms.

  `holders`: the name of each variable, by its holder's.
  """

  def __init__(
      self, tf: Any, step: training_programs.GraphStep, gradients: graph_gradients.GraphGradients,
      optimizers: optimizer_listener.OptimizerListener, holders: Dict[str, str]) -> None:
    self._tf = tf
    self._step = step
    self._optimizers = optimizers
    self._holders = holders
    self._executed = spans.executed(tf.nest.flatten(step.train_op) + step.losses)
    names = {op.name for op in self._executed}
    # What is taken for something else than this step, such as a summary, is none of it.
    self._minimizations = [
        each for each in gradients.minimizations
        if any(_tensor(value).op.name in names for _, value in each.gradients if value is not None)]
    self._applied = self._applications()

  @property
  def has_state(self) -> bool:
    """Whether what the step computes depends on how often it was run in a session."""
    return spans.has_state(self._executed)

  @property
  def minimized(self) -> List[Any]:
    """The losses that are minimized, each a scalar, in the order in which their gradients were taken; what the program
    returned where no gradients were seen."""
    totals = [self._scalar(each.targets) for each in self._minimizations]
    return totals or self._step.losses

  def losses(self) -> List[Fetched]:
    return [Fetched('', each, layer_calls.of_graph_operation(each.op)) for each in self.minimized]

  def terms(self) -> Tuple[List[Any], List[Any]]:
    """What depends on the batch of what the loss was added up from, and what on variables alone."""
    fed: Set[str] = set()
    loss = self.minimized[0]
    for op in loss.graph.get_operations():
      if op.type in FED or any(each.op.name in fed for each in op.inputs):
        fed.add(op.name)
    # Of several losses it is not told.
    return loss_terms.parted(loss, _added, lambda each: each.op.name in fed)

  def gradients(self) -> List[Fetched]:
    """The gradients of trained variables, as they were taken."""
    return [Fetched(self._holders[holder], value, each.stack)
            for each in self._minimizations for holder, value in each.gradients if value is not None]

  def without_gradient(self) -> List[str]:
    """The variables that gradients were asked for, and none came of."""
    return [self._holders[holder] for each in self._minimizations for holder, value in each.gradients if value is None]

  def end_point_gradients(self) -> List[Fetched]:
    """The gradients at end points that the way back came by, in its order."""
    found: List[Tuple[int, Fetched]] = []
    for each in self._minimizations:
      order = {name: place for place, name in enumerate(each.passed)}
      for name, tensor in self._step.end_points:
        value = each.at(tensor)
        if value is not None:
          found.append((order[tensor.op.name], Fetched(name, value, layer_calls.of_graph_operation(tensor.op))))
    return [each for _, each in sorted(found, key=lambda pair: pair[0])]

  def applied(self) -> List[Fetched]:
    """The gradients that variables are updated by; with who changed them, or else who applied them."""
    taken = {_source(_tensor(each.value)).name for each in self.gradients()}
    found: List[Fetched] = []
    for name, (value, _, stack) in self._applied.items():
      source = _source(_tensor(value))
      changed = [] if source.name in taken else layer_calls.of_graph_operation(source.op)
      found.append(Fetched(name, value, changed or stack))
    return found

  def learning_rates(self) -> List[Fetched]:
    """The learning rate of each optimizer that applies something in the step."""
    found: Dict[int, Fetched] = {}
    for application in self._optimizers.applications:
      rates = [self._applied[name][1] for name in map(self._name, application.given) if name in self._applied]
      rate = next((each for each in rates if each is not None), application.learning_rate)
      if rates and rate is not None:
        index = self._optimizers.place_of(application)
        found.setdefault(index, Fetched('', rate, self._optimizers.made_by(application.optimizer) or application.stack))
    return [found[index] for index in sorted(found)]

  def assigning(self) -> Dict[str, List[messages.Frame]]:
    """Who assigns to each variable in the step, by its name: the operation that applies a gradient, else the first."""
    library = assignments.library(self._executed[0].graph) if self._executed else {}
    found = {self._holders[holder]: layer_calls.of_graph_operation(op)
             for holder, op in assignments.of_graph(self._executed, library).items() if holder in self._holders}
    found.update({name: stack for name, (_, _, stack) in self._applied.items()})
    return found

  def hold_back_updates(self, fetched: List[Any]) -> None:
    """Has nothing assigned before what is fetched is computed, where that does not itself come after an assignment: a
    session may else read a variable before or after it."""
    writing = [op for op in self._executed if assignments.writes(op.type) and not spans.is_conditional(op)]
    later = {op.name for op in writing}
    for op in fetched[0].graph.get_operations() if fetched else ():
      if any(each.op.name in later for each in op.inputs) or any(each.name in later for each in op.control_inputs):
        later.add(op.name)
    before = [each for each in fetched if each.op.name not in later]
    if before and writing:
      gate = self._tf.group(*[each.op for each in before])
      for op in writing:
        op._add_control_input(gate)  # pylint: disable=protected-access

  def _applications(self) -> Dict[str, Tuple[Any, Any, List[messages.Frame]]]:
    """By variable, the gradient that is applied to it, the learning rate that goes with it, and who applies it: from the
    operations that apply, else from what optimizers were given that compose their rules of other operations."""
    found: Dict[str, Tuple[Any, Any, List[messages.Frame]]] = {}
    for op in self._executed:
      known = apply_operations.applied(op.type, op.op_def, list(op.inputs))
      holder = None if known is None else assignments.holder_of(known.holder.op)
      if known is not None and holder is not None and holder.name in self._holders:
        value = known.gradient if known.indices is None else self._tf.IndexedSlices(known.gradient, known.indices)
        found[self._holders[holder.name]] = value, known.learning_rate, layer_calls.of_graph_operation(op)
    executed = {op.name for op in self._executed}
    for application in self._optimizers.applications:
      for each in application.updates or application.given:
        name = self._name(each)
        if name is not None and name not in found and _tensor(each.gradient).op.name in executed:
          found[name] = each.gradient, None, each.stack
    return found

  def _name(self, given: optimizer_listener.Given) -> Optional[str]:
    return self._holders.get(graph_gradients.holder(given.variable) or '')

  def _scalar(self, targets: List[Any]) -> Any:
    """What is minimized, which is the sum of what was differentiated."""
    sums = [each if each.shape.rank == 0 else self._tf.reduce_sum(each) for each in targets]
    return sums[0] if len(sums) == 1 else self._tf.add_n(sums)


def _added(tensor: Any) -> Optional[List[Any]]:
  op = tensor.op
  is_packed = op.type == loss_terms.SUM and op.inputs[0].op.type == loss_terms.PACK
  is_sum = is_packed or op.type in loss_terms.ADDITIONS + loss_terms.ALIASES
  operands = list(op.inputs[0].op.inputs if is_packed else op.inputs)
  return operands if is_sum and all(each.shape.rank == 0 for each in operands) else None


def _source(tensor: Any) -> Any:
  """What a tensor hands on as it is."""
  while tensor.op.type in loss_terms.ALIASES:
    tensor = tensor.op.inputs[0]
  return tensor


def _tensor(value: Any) -> Any:
  return value.values if hasattr(value, 'indices') else value
