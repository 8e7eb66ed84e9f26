"""How a program's training functions are called, and what is wrong with what they are given or return."""

from typing import Any, Dict, List, Tuple

from tfdiff_probe import batches
from tfdiff_probe import signatures
from tfdiff_probe.problems import Problem

NO_LABELS = ('%s takes inputs and labels, and there are no labels: let inputs() return (inputs, labels), or a dataset of '
             'such pairs')


def parted(batch: batches.Batch) -> batches.Batch:
  """A batch with the second of a plain pair as labels."""
  is_pair = isinstance(batch.features, tuple) and len(batch.features) == 2
  return batches.Batch(*batch.features) if batch.labels is None and is_pair else batch


def arguments(
    signature: signatures.Signature, batch: batches.Batch, training: bool,
    name: str) -> Tuple[Tuple[Any, ...], Dict[str, Any]]:
  """The positional and the keyword arguments of a call for one batch.

  Who takes one thing is given what `inputs()` gives, as it gives it; who takes two, inputs and labels. Raises Problem where
  there are no labels for who takes them.
  """
  options = signature.told(training)
  wanted = signature.wanted(options)
  if batch.labels is not None:
    # Who shows no parameters is called as a training step usually is.
    if len(wanted) == 1 and not signature.names_labels:
      return ((batch.features, batch.labels),), options
    return (batch.features, batch.labels), options
  if len(wanted) == 2 or len(wanted) < 2 and signature.requires_labels:
    if not (isinstance(batch.features, tuple) and len(batch.features) == len(wanted)):
      raise Problem('target', NO_LABELS % name)
  if isinstance(batch.features, (tuple, list)) and len(wanted) > 1 and len(batch.features) == len(wanted):
    return tuple(batch.features), options
  return (batch.features,), options


def verify_labels(batch: batches.Batch, flatten: Any) -> None:
  """Raises Problem where labels are of another number than what they are for.

  Sequences may have the batch as their second dimension.
  """
  features = flatten(batch.features)
  lengths = {size for each in features for size in each.shape[:2]}
  for labels in flatten(batch.labels) if batch.labels is not None else ():
    if labels.shape and lengths and labels.shape[0] not in lengths:
      raise Problem('target', 'inputs() gives labels of shape %s for inputs of shape %s: there should be as many of both'
                    % (list(labels.shape), ', '.join(str(list(each.shape)) for each in features)))


def verify_scalars(values: List[Any], name: str) -> None:
  """Raises Problem where a loss is no scalar."""
  for each in values:
    shape = getattr(each, 'shape', ())
    rank = getattr(shape, 'rank', None) if hasattr(shape, 'rank') else len(shape)
    if rank:
      raise Problem('target', '%s gives a loss of shape %s, and not a scalar: reduce it, as with tf.reduce_mean, to the one '
                    'number that is minimized' % (name, [size for size in shape]))
