"""What a side runs, brought into memory before the debugger asks for anything: the program, TensorFlow, the inputs."""

from tfdiff_probe import target as targets
from tfdiff_probe import tensorflow_world as world
from tfdiff_probe.problems import Problem


def load(channel, setup, payload):
  """TensorFlow, what the program offers, and its inputs.

  The program is imported first, so that what it sets in the environment for TensorFlow has its effect.
  """
  try:
    target = targets.Target(setup)
  except Problem as error:
    cause = error.__cause__
    if isinstance(cause, ModuleNotFoundError) and cause.name == 'tensorflow':
      # Says it in its own words.
      world.load(channel)
    raise
  tf = world.load(channel)
  return tf, target, world.inputs(tf, target, setup, payload)
