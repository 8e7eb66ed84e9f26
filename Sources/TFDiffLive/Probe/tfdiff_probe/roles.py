"""What a variable is for, by the code of TensorFlow or Keras that made it."""

from typing import Iterator, List

from tfdiff_probe import messages

OPTIMIZERS = ('/optimizers/', '/optimizer_v2/', '/training/optimizer.py', '/training/slot_creator.py',
              '/training/moving_averages.py', '/optimizers.py', '/training/adam.py', '/training/rmsprop.py')
METRICS = ('/metrics/', '/metrics_impl.py', '/metrics.py', '/metric_ops.py')
# A generator's state counts what it has drawn.
GENERATORS = ('/stateful_random_ops.py', '/random/seed_generator.py')
COUNTERS = ('/training_util.py', '/global_step.py') + GENERATORS


def of(stack: List[messages.Frame], shape: List[int], dtype: str, trainable: bool) -> str:
  """`slot` (an optimizer's), `metric`, `counter` or `weight`.

  `stack`: who made it, innermost first: what lies between the variable and the user's own code.
  """
  for path in _library_paths(stack):
    for role, places in (('metric', METRICS), ('counter', COUNTERS), ('slot', OPTIMIZERS)):
      if any(place in path for place in places):
        return role
  is_counted = not shape and dtype in ('int32', 'int64') and not trainable
  return 'counter' if is_counted else 'weight'


def is_generator(stack: List[messages.Frame]) -> bool:
  """Whether a variable is the state of a random generator."""
  return any(place in path for path in _library_paths(stack) for place in GENERATORS)


def _library_paths(stack: List[messages.Frame]) -> Iterator[str]:
  for frame in stack:
    if frame.user:
      return
    yield frame.file.replace('\\', '/')
