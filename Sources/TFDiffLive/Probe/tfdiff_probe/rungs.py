"""The values of one training step, told in the order in which a step makes them."""

from dataclasses import dataclass, field
from typing import Any, Callable, Dict, List, NamedTuple, Optional

from tfdiff_probe import arrays
from tfdiff_probe import batches
from tfdiff_probe import channel as channels
from tfdiff_probe import messages

DATA, REGULARIZATION = 'losses/data', 'losses/regularization'


class Rung(NamedTuple):
  """A value, its name, and the user's frames that it comes from."""
  name: str
  value: Any
  stack: List[messages.Frame]


@dataclass
class Step:
  """What there is to tell of a step. Of each list, `KINDS` says which kind of rung its values are and how their names begin;
  `losses` have their whole names."""
  batch: List[Rung] = field(default_factory=list)
  initial_slots: List[Rung] = field(default_factory=list)
  end_points: List[Rung] = field(default_factory=list)
  losses: List[Rung] = field(default_factory=list)
  end_point_gradients: List[Rung] = field(default_factory=list)
  gradients: List[Rung] = field(default_factory=list)
  applied: List[Rung] = field(default_factory=list)
  learning_rates: List[Rung] = field(default_factory=list)
  slots: List[Rung] = field(default_factory=list)
  variables: List[Rung] = field(default_factory=list)


# By list, the kind of its rungs and what their names begin with, in the order in which they are told.
KINDS = [
    ('batch', 'batch', 'batch/'),
    ('initial_slots', 'initial_slots', 'initial_slots/'),
    ('end_points', 'endpoint', ''),
    ('losses', 'loss', ''),
    ('end_point_gradients', 'endpoint_gradient', 'gradients/endpoints/'),
    ('gradients', 'gradient', 'gradients/'),
    ('applied', 'applied_gradient', 'applied/'),
    ('learning_rates', 'learning_rate', ''),
    ('slots', 'slot', 'slots/'),
    ('variables', 'variable', 'variables/'),
]


def tell(channel: channels.Channel, number: int, step: Step, is_free: bool = False) -> None:
  """Tells every value of a step, held at each."""
  taken, applied = arrays.greatest([each.value for each in step.gradients + step.end_point_gradients]), arrays.greatest(
      [each.value for each in step.applied])
  scales = {'endpoint_gradient': taken, 'gradient': taken, 'applied_gradient': applied}
  for attribute, kind, beginning in KINDS:
    told: Dict[str, int] = {}
    values = getattr(step, attribute)
    for place, rung in enumerate(values):
      count = told[rung.name] = told.get(rung.name, 0) + 1
      # A gradient may be taken, or applied, several times in a step.
      name = beginning + rung.name + ('#%d' % count if count > 1 else '')
      channel.rung(number, kind, name, is_free, rung.stack, rung.value, scales.get(kind))
      # What has been told is not needed again.
      values[place] = rung._replace(value=None)


def of_batch(batch: batches.Batch, flatten: Callable[[Any], List[Any]]) -> List[Rung]:
  """The rungs of a batch's arrays. `flatten`: what makes a structure a list."""
  parts = [('inputs', batch.features)] + ([] if batch.labels is None else [('labels', batch.labels)])
  return [rung for name, structure in parts for rung in numbered(name, flatten(structure))]


def numbered(name: str, values: List[Any], stacks: Optional[List[List[messages.Frame]]] = None) -> List[Rung]:
  """Rungs of one name, with numbers behind it where there are several."""
  stacks = stacks or [[] for _ in values]
  if len(values) == 1:
    return [Rung(name, values[0], stacks[0])]
  return [Rung('%s/%d' % (name, place), value, stack) for place, (value, stack) in enumerate(zip(values, stacks))]


def losses(data: Any, regularization: Any, totals: List[Rung]) -> List[Rung]:
  """The rungs of a loss: its two parts, None where there is none, then the whole.

  Both parts are told only of one loss: of several it is not known which they are of.
  """
  parts = [(DATA, data), (REGULARIZATION, regularization)] if len(totals) == 1 else []
  return [Rung(name, value, totals[0].stack) for name, value in parts if value is not None] + totals
