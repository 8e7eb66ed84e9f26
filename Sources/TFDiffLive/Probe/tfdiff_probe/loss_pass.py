"""The forward pass of a training step as far as its loss, as a function that is compared like any model."""

import copy
from typing import Any, Callable, Dict, List, Tuple

from tfdiff_probe import batches
from tfdiff_probe import graph_gradients
from tfdiff_probe import messages
from tfdiff_probe import optimizer_listener
from tfdiff_probe import tape_gradients
from tfdiff_probe import target as targets
from tfdiff_probe import training_graph
from tfdiff_probe import training_programs
from tfdiff_probe import watched_model

LOSS = 'loss'


def of_graph(
    tf: Any, setup: messages.Run, target: targets.Target, graph: Any,
    holders: Callable[[], Dict[str, str]]) -> targets.Target:
  """A target whose TF1 function builds a training step, and returns its end points and the first loss that it minimizes.

  `holders`: gives the name of each variable, by that of the operation that holds it.
  """
  def build(inputs: Any, labels: Any = None, training: Any = None) -> Dict[str, Any]:
    del training
    gradients = graph_gradients.GraphGradients(graph, holders)
    optimizers = optimizer_listener.OptimizerListener(tf)
    with gradients.listening(), optimizers.listening():
      step = training_programs.of_graph(tf, setup, target, batches.Batch(inputs, labels))
    known = training_graph.TrainingGraph(tf, step, gradients, optimizers, holders())
    return _returned(step.end_points, known.minimized[0])

  found = copy.copy(target)
  found.tf1 = build
  return found


def of_eager(tf: Any, setup: messages.Run, target: targets.Target) -> targets.Target:
  """A target whose TF2 model makes a training step until its gradients are taken, and returns its end points and loss."""
  found = copy.copy(target)
  found.tf2 = lambda: EagerLoss(tf, setup, target)
  return found


class EagerLoss:
  """Calls a program's training step, which is left where it takes gradients: nothing is applied."""

  def __init__(self, tf: Any, setup: messages.Run, target: targets.Target) -> None:
    self._tf = tf
    self._end_points: List[Tuple[str, Any]] = []
    self._step = training_programs.of_eager(tf, setup, target, self._reach)

  def __call__(self, inputs: Any, labels: Any = None, training: Any = None) -> Dict[str, Any]:
    del training
    self._end_points = []
    tapes = tape_gradients.TapeGradients(self._tf, lambda: [], self._leave, lambda minimization: None)
    try:
      with tapes.listening(), watched_model.watching(self._step.watched, self._reach):
        returned, end_points = self._step.take(batches.Batch(inputs, labels))
    except _GradientsAreTaken as taken:
      returned, end_points = taken.target, self._end_points
    losses = [each for each in self._tf.nest.flatten(returned) if each is not None]
    sums = [each if each.shape.rank == 0 else self._tf.reduce_sum(each) for each in losses]
    return _returned(end_points, sums[0] if len(sums) == 1 else self._tf.add_n(sums))

  def _reach(self, end_points: List[Tuple[str, Any]]) -> None:
    self._end_points = end_points

  def _leave(self, target: Any) -> None:
    raise _GradientsAreTaken(target)


class _GradientsAreTaken(BaseException):
  """Leaves a step. No Exception, so that a program does not swallow it."""

  def __init__(self, target: Any) -> None:
    super().__init__()
    self.target = target


def _returned(end_points: List[Tuple[str, Any]], loss: Any) -> Dict[str, Any]:
  """End points by their names, and the loss last."""
  named = {name: tensor for name, tensor in end_points if name != LOSS}
  named[LOSS] = loss
  return named
