"""What a side runs, brought into memory before the debugger asks for anything: the program, TensorFlow, the inputs."""

from tfdiff_probe import batches
from tfdiff_probe import legacy_keras
from tfdiff_probe import seeding
from tfdiff_probe import target as targets
from tfdiff_probe import tensorflow_world as world
from tfdiff_probe.problems import Problem


def load(channel, setup, payload):
  """TensorFlow, what the program offers, and a batch of its inputs.

  The program is imported first, so that what it sets in the environment for TensorFlow has its effect.
  """
  legacy_keras.prepare(setup, channel)
  seeding.seed_imports(setup['seed'])
  try:
    target = targets.Target(setup)
  except Problem as error:
    cause = error.__cause__
    if isinstance(cause, ModuleNotFoundError) and cause.name in ('tensorflow', 'numpy'):
      # Says it in its own words.
      world.load(channel, setup['side'])
    if isinstance(cause, AttributeError) and any(name in str(cause) for name in world.HOMES):
      raise Problem('target', '%s. Keep the code of TensorFlow 2 in a module of its own, which this interpreter need '
                    'not import: name the two with --tf1 MODULE:FUNCTION and --tf2 MODULE:CLASS' % error) from cause
    raise
  tf = world.load(channel, setup['side'])
  if setup['side'] == 'candidate':
    world.run_eagerly(tf, channel)
  # A session of the program's own is fed what the program says.
  is_fed = target.session is not None
  return tf, target, batches.Batch(None) if is_fed else world.inputs(tf, target, setup, payload)
