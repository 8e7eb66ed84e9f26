"""What a variable is for, by the code of TensorFlow or Keras that made it."""

from typing import List

from tfdiff_probe import messages

OPTIMIZERS = ('/optimizers/', '/optimizer_v2/', '/training/optimizer.py', '/training/slot_creator.py',
              '/training/moving_averages.py', '/optimizers.py', '/training/adam.py', '/training/rmsprop.py')
METRICS = ('/metrics/', '/metrics_impl.py', '/metrics.py', '/metric_ops.py')
COUNTERS = ('/training_util.py', '/global_step.py')


def of(stack: List[messages.Frame], shape: List[int], dtype: str, trainable: bool) -> str:
  """`slot` (an optimizer's), `metric`, `counter` or `weight`.

  `stack`: who made it, innermost first: what lies between the variable and the user's own code.
  """
  for frame in stack:
    if frame.user:
      break
    path = frame.file.replace('\\', '/')
    for role, places in (('metric', METRICS), ('counter', COUNTERS), ('slot', OPTIMIZERS)):
      if any(place in path for place in places):
        return role
  is_counted = not shape and dtype in ('int32', 'int64') and not trainable
  return 'counter' if is_counted else 'weight'
