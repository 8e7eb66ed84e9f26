"""All who listen to an eager training step, and what they have to tell of it."""

import contextlib
from typing import Any, Callable, Dict, Iterator, List, Optional, Tuple

from tfdiff_probe import loss_terms
from tfdiff_probe import messages
from tfdiff_probe import optimizer_listener
from tfdiff_probe import rungs
from tfdiff_probe import sparse
from tfdiff_probe import step_recorder
from tfdiff_probe import tape_gradients
from tfdiff_probe import tensorflow_world as world


class EagerListeners:
  """Listens to gradients, optimizers and operations.

  `name_of`: gives a variable's name; `of_handle`: the variable that a handle is of, and its name, or None;
  `taking`: is called before gradients are taken.
  """

  def __init__(
      self, tf: Any, name_of: Callable[[Any], str], of_handle: Callable[[Any], Optional[Tuple[Any, str]]],
      taking: Callable[[], None]) -> None:
    self._tf = tf
    self._name_of = name_of
    self.optimizers = optimizer_listener.OptimizerListener(tf)
    self.recorder = step_recorder.StepRecorder(of_handle, self._known_stack)
    self._tapes = tape_gradients.TapeGradients(tf, lambda: self.end_points, lambda _: taking(), self._take)
    self._minimizations: List[tape_gradients.TapeMinimization] = []
    # What `_applying` found, with the list that it was found in and how long that was.
    self._known_applying: Optional[Tuple[List[Any], int, Dict[str, List[messages.Frame]]]] = None
    self.end_points: List[Tuple[str, Any]] = []
    # The learning rate of each variable's optimizer, by the optimizer's place.
    self.rates: Dict[int, Any] = {}

  @contextlib.contextmanager
  def listening(self) -> Iterator[None]:
    """Listens to tapes and optimizers while the context lasts."""
    with self._tapes.listening(), self.optimizers.listening():
      yield

  def begin(self, batch: List[Any]) -> None:
    """A step begins, on these tensors."""
    self.recorder.begin(batch)
    self.optimizers.begin()
    self._minimizations = []
    self.end_points = []

  def reach(self, end_points: List[Tuple[str, Any]]) -> None:
    """The forward pass has these end points."""
    self.end_points = sorted(end_points, key=lambda pair: self.recorder.place_of(pair[1]))

  @property
  def without_gradient(self) -> List[str]:
    """The variables that gradients were asked for, and none came of."""
    return [self._name_of(variable) for each in self._minimizations for variable, value in each.gradients if value is None]

  @property
  def sparse_gradients(self) -> List[str]:
    """The variables whose gradients are IndexedSlices."""
    return [self._name_of(variable) for each in self._minimizations for variable, value in each.gradients
            if sparse.is_sparse(value)]

  def minimized(self, returned: Any) -> List[Any]:
    """The losses that were minimized, each a scalar, in order; what the step returned where no gradients were seen."""
    if self._minimizations:
      return [self._total(each.targets) for each in self._minimizations]
    return [each for each in self._tf.nest.flatten(returned) if each is not None]

  def fill(self, step: rungs.Step, returned: Any) -> None:
    """Adds to a step what came of it, variables apart."""
    step.end_points = [rungs.Rung(name, tensor, self.recorder.made_by(tensor)) for name, tensor in self.end_points]
    step.losses = self._losses(self.minimized(returned))
    for each in self._minimizations:
      step.end_point_gradients += [rungs.Rung(name, value, each.stack) for name, value in each.end_points
                                   if value is not None and not sparse.is_sparse(value)]
      step.gradients += [rungs.Rung(self._name_of(variable), sparse.dense(value, variable.shape), each.stack)
                         for variable, value in each.gradients if value is not None]
    step.applied = self._applied()
    step.learning_rates = self._learning_rates()

  def _known_stack(self) -> Optional[List[messages.Frame]]:
    """The user's frames of what TensorFlow differentiates, or a library's optimizer applies, at this moment."""
    taking = self._tapes.present_stack
    return self.optimizers.present_stack if taking is None else taking

  def _take(self, minimization: tape_gradients.TapeMinimization) -> None:
    # Where no line of the user's takes them, the one that made the loss leads to it.
    made = [stack for stack in map(self.recorder.made_by, minimization.targets) if stack]
    self._minimizations.append(minimization._replace(stack=minimization.stack or next(iter(made), [])))
    self.recorder.took(value for _, value in minimization.gradients)

  def _total(self, targets: List[Any]) -> Any:
    sums = [each if each.shape.rank == 0 else self._tf.reduce_sum(each) for each in targets]
    return sums[0] if len(sums) == 1 else self._tf.add_n(sums)

  def _losses(self, minimized: List[Any]) -> List[rungs.Rung]:
    # A later step may return nothing, and train nothing.
    if not minimized:
      return []
    # Of several it is not told.
    data, regularization = self.recorder.terms(minimized[0])
    totals = rungs.numbered('loss', minimized, [self.recorder.made_by(each) for each in minimized])
    return rungs.losses(loss_terms.total(data), loss_terms.total(regularization), totals)

  def _applied(self) -> List[rungs.Rung]:
    """The gradients that variables were updated by; with who changed them, or else who applied them."""
    found: Dict[str, rungs.Rung] = {}
    applying = self._applying()
    for name, (variable, applied, stack) in self.recorder.applied.items():
      value = applied.gradient if applied.indices is None else self._tf.IndexedSlices(applied.gradient, applied.indices)
      found[name] = self._applied_rung(name, value, variable.shape, stack or applying.get(name, []))
    for application in self.optimizers.applications:
      for given in application.updates or application.given:
        variable = world.unwrapped(given.variable)
        name = self._name_of(variable)
        if name not in found:
          found[name] = self._applied_rung(name, given.gradient, variable.shape, given.stack)
    return list(found.values())

  def _applying(self) -> Dict[str, List[messages.Frame]]:
    """By variable, the user's frames that have a gradient applied to it; each step has a list of applications of its own."""
    applications = self.optimizers.applications
    if self._known_applying is None or self._known_applying[0] is not applications or (
        self._known_applying[1] != len(applications)):
      found = {self._name_of(world.unwrapped(each.variable)): application.stack
               for application in applications for each in application.given}
      self._known_applying = (applications, len(applications), found)
    return self._known_applying[2]

  def assigned_by(self, name: str, owner: Optional[str] = None) -> List[messages.Frame]:
    """The user's frames that assigned to a variable; those that have a gradient applied to it, or to the one that it is kept
    for, where a library does that by itself."""
    return self.recorder.assigned.get(name) or self._applying().get(owner or name, [])

  def _applied_rung(self, name: str, value: Any, shape: Any, stack: List[messages.Frame]) -> rungs.Rung:
    return rungs.Rung(name, sparse.dense(value, shape), self.recorder.changed_by(value) or stack)

  def _learning_rates(self) -> List[rungs.Rung]:
    found: Dict[int, rungs.Rung] = {}
    for application in self.optimizers.applications:
      names = [self._name_of(world.unwrapped(each.variable)) for each in application.given]
      used = [self.recorder.applied[name][1].learning_rate for name in names if name in self.recorder.applied]
      rate = next((each for each in used if each is not None), application.learning_rate)
      if rate is not None:
        place = self.optimizers.place_of(application)
        stack = self.optimizers.made_by(application.optimizer) or application.stack
        found.setdefault(place, rungs.Rung('', self._tf.cast(rate, 'float32'), stack))
    self.rates.update({place: each.value for place, each in found.items()})
    ordered = [found[place] for place in sorted(found)]
    return rungs.numbered('learning_rate', [each.value for each in ordered], [each.stack for each in ordered])
