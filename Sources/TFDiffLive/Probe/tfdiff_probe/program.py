"""What a side runs, brought into memory before the debugger asks for anything: the program, TensorFlow, the inputs."""

from typing import Any, Callable, List

from tfdiff_probe import batches
from tfdiff_probe import last_place
from tfdiff_probe import messages
from tfdiff_probe import seeding
from tfdiff_probe import target as targets
from tfdiff_probe import tensorflow_world as world
from tfdiff_probe.problems import Problem


class Imported:
  """The program and TensorFlow, imported.

  The program is imported first, so that what it sets in the environment for TensorFlow has its effect.
  """

  def __init__(self, log: Any, setup: messages.Run, on_tensorflow: Callable[[], None]) -> None:
    seeding.seed_imports(setup.seed, on_tensorflow)
    try:
      self.target = targets.Target(setup)
    except Problem as error:
      _explain(error, log, setup)
      raise
    self.tf = world.load(log, setup.side)
    if setup.side == 'candidate':
      world.run_eagerly(self.tf, log)

  def batch(self, setup: messages.Run, payload: Any) -> batches.Batch:
    """A batch of the program's inputs."""
    # A session of the program's own is fed what the program says.
    is_fed = self.target.session is not None
    if is_fed:
      return batches.Batch(None)
    found = world.inputs(self.tf, self.target, setup, payload)
    if setup.moves_input:
      found.features = last_place.moved_structure(self.tf, found.features)
    return found

  def batches(self, setup: messages.Run, payload: Any, log: Any) -> List[batches.Batch]:
    """A batch of the program's inputs and labels for each training step."""
    found = world.several_inputs(self.tf, self.target, setup, payload, setup.steps)
    if 1 < len(found) < setup.steps:
      log.log('inputs() gives %d batches: from step %d on they are repeated from the first' % (len(found), len(found) + 1))
    return [found[step % len(found)] for step in range(setup.steps)]


def _explain(error: Problem, log: Any, setup: messages.Run) -> None:
  """Raises what says better than an import's failure what is wrong, where there is such a thing."""
  cause = error.__cause__
  if isinstance(cause, ModuleNotFoundError) and cause.name in ('tensorflow', 'numpy'):
    # Says it in its own words.
    world.load(log, setup.side)
  if isinstance(cause, AttributeError) and any(name in str(cause) for name in world.HOMES):
    raise Problem('target', '%s. Keep the code of TensorFlow 2 in a module of its own, which this interpreter need '
                  'not import: name the two with --tf1 MODULE:FUNCTION and --tf2 MODULE:CLASS' % error) from cause
