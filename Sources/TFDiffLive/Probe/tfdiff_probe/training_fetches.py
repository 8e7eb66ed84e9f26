"""What is fetched of a training step's run, and the rungs that it becomes."""

from typing import Any, Dict, List, Optional

from tfdiff_probe import channel as channels
from tfdiff_probe import layer_calls
from tfdiff_probe import loss_terms
from tfdiff_probe import rungs
from tfdiff_probe import sparse
from tfdiff_probe import spans
from tfdiff_probe import training_graph
from tfdiff_probe import training_programs


class StepFetches:
  """The values of one run of a step.

  `fetches`: what a session is asked for; what it gives for it goes to `fill`.
  """

  def __init__(
      self, tf: Any, graph: Any, step: training_programs.GraphStep, training: training_graph.TrainingGraph) -> None:
    self._training = training
    self._end_points = [
        training_graph.Fetched(name, tensor, layer_calls.of_graph_operation(tensor.op))
        for name, tensor in spans.in_order(graph, step.end_points)]
    self._losses = training.losses()
    self._end_point_gradients = training.end_point_gradients()
    self._gradients, self._applied = training.gradients(), training.applied()
    self._learning_rates = [
        each._replace(value=tf.convert_to_tensor(each.value)) for each in training.learning_rates()]
    data, regularization = training.terms()
    self.fetches: Dict[str, Any] = {
        'end_points': _values(self._end_points), 'losses': _values(self._losses),
        'data': data, 'regularization': regularization,
        'end_point_gradients': _values(self._end_point_gradients), 'gradients': _values(self._gradients),
        'applied': _values(self._applied), 'learning_rates': _values(self._learning_rates), 'train_op': step.train_op}

  def hold_back_updates(self) -> None:
    """Has nothing assigned before what is told of the state before it is computed."""
    parts = ('end_points', 'losses', 'data', 'regularization', 'learning_rates')
    self._training.hold_back_updates([each for part in parts for each in self.fetches[part]])

  def log(self, channel: channels.Channel) -> None:
    """Says what gradients there are not, and which are compared in another form."""
    for name in self._training.without_gradient():
      channel.log(training_programs.NO_GRADIENT % name)
    for each in self._gradients:
      if sparse.is_sparse(each.value):
        channel.log(training_programs.SPARSE_GRADIENT % each.name)

  def fill(self, step: rungs.Step, values: Dict[str, Any], shapes: Dict[str, Any]) -> None:
    """Adds to a step what its run gave. `shapes`: those of the variables, by name."""
    step.end_points = _told(self._end_points, values['end_points'])
    totals = rungs.numbered('loss', values['losses'], [each.stack for each in self._losses])
    step.losses = rungs.losses(loss_terms.total(values['data']), loss_terms.total(values['regularization']), totals)
    step.end_point_gradients = _told(self._end_point_gradients, values['end_point_gradients'])
    step.gradients = _told(self._gradients, values['gradients'], shapes)
    step.applied = _told(self._applied, values['applied'], shapes)
    step.learning_rates = rungs.numbered(
        'learning_rate', values['learning_rates'], [each.stack for each in self._learning_rates])


def _values(fetched: List[training_graph.Fetched]) -> List[Any]:
  return [each.value for each in fetched]


def _told(
    fetched: List[training_graph.Fetched], values: List[Any], shapes: Optional[Dict[str, Any]] = None) -> List[rungs.Rung]:
  """Rungs of what was fetched. `shapes`: by name, those of IndexedSlices made whole."""
  return [rungs.Rung(each.name, value if shapes is None else sparse.dense(value, shapes[each.name]), each.stack)
          for each, value in zip(fetched, values)]
