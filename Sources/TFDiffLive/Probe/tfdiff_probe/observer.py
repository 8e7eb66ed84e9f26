"""Whether capturing a run changes what it computes: the same outputs, with and without."""

from typing import Any, Iterable, Optional, Tuple

from tfdiff_probe import codec
from tfdiff_probe import messages


def effect(
    captured: Iterable[Tuple[str, Any]], plain: Iterable[Tuple[str, Any]]) -> Optional[messages.ObserverEffect]:
  """The output that differs most between a captured run and one that nobody looks into, and by how much.

  Both are pairs of a name and a value; None where there is nothing to compare.
  """
  import numpy as np
  others = dict(plain)
  worst: Optional[Tuple[str, float]] = None
  for name, value in captured:
    first, second = _numbers(value), _numbers(others.get(name))
    if first is None or second is None or first.shape != second.shape:
      continue
    same = (first == second) | (np.isnan(first) & np.isnan(second))
    with np.errstate(invalid='ignore'):
      difference = np.where(same, 0.0, np.abs(first - second))
    size = float(np.nan_to_num(difference, nan=np.inf).max()) if difference.size else 0.0
    if worst is None or size > worst[1]:
      worst = (name, size)
  return None if worst is None else messages.ObserverEffect(worst[0], codec.number(worst[1]))


def _numbers(value: Any) -> Any:
  import numpy as np
  name = getattr(getattr(value, 'dtype', None), 'name', '')
  if value is None or name in ('string', 'resource', 'variant') or 'complex' in name:
    return None
  numpy = getattr(value, 'numpy', None)
  array = np.asarray(numpy() if numpy is not None else value)
  return array.astype('float64') if array.dtype.kind in 'fiub' or name == 'bfloat16' else None
