"""What can be known of a side for nothing: nothing of the forward pass is computed.

The program is imported, its input is taken, and the model is built: the reference's graph, and the candidate as a traced
function.
"""

import hashlib
from typing import Any, Callable, Dict, Iterable, List, Optional, Tuple

from tfdiff_probe import attributes
from tfdiff_probe import batches
from tfdiff_probe import channel as channels
from tfdiff_probe import codec
from tfdiff_probe import environment
from tfdiff_probe import messages
from tfdiff_probe import problems
from tfdiff_probe import weight_decay

def tell(
    channel: channels.Channel, setup: messages.Run, tf: Any, batch: batches.Batch,
    build: 'Callable[[], Built]') -> None:
  """Tells what is known of a side. `build`: builds the model. What keeps it from being built is told, not raised."""
  built, obstacle = None, None
  try:
    built = build()
  except Exception as error:  # pylint: disable=broad-except
    obstacle = problems.event(error).message
  facts = environment.facts(tf) + (built.facts if built else [])
  inputs = [messages.ValueDigest(name, sha256(array)) for name, array in batch.named(tf.nest.flatten) if array is not None]
  channel.send(messages.Preflight(
      facts, inputs, configured(built.operations, setup.preflight or {}) if built else None,
      [codec.number(each) for each in sorted(built.decays)] if built else None, obstacle,
      weight_decay.exclusions(built.variables if built else None)))
  channel.finish(messages.Finished(None, channel.seconds, [], untracked=[], observer=None))


class Built:
  """A model that has been built.

  `variables`: those of the program, none where they are not known yet; `decays`: the shares that moving averages keep of
  their old value; `seed`: TensorFlow's global seed, after all that the program has done to it.
  """

  def __init__(
      self, operations: Iterable[Any], variables: List[Any], decays: Iterable[Optional[float]], seed: Optional[int]) -> None:
    self.operations = list(operations)
    self.variables = [variable.name.split(':')[0] for variable in variables] or None
    self.decays = [each for each in decays if each is not None]
    self.facts = [messages.Fact('global seed', str(seed))]


def sha256(array: Any) -> str:
  """Of an array's type, shape and elements, in NumPy's order of bytes."""
  import numpy as np
  if array.dtype.kind == 'O':
    array = array.astype(bytes)
  digest = hashlib.sha256(('%s %s ' % (array.dtype.str, list(array.shape))).encode())
  digest.update(np.ascontiguousarray(array).tobytes())
  return digest.hexdigest()


def configured(operations: Iterable[Any], types: Dict[str, List[str]]) -> List[messages.ConfiguredOperation]:
  """How often each configuration of a layer's operation occurs, in the order in which they are first met.

  `types`: by the type of an operation the attributes that are looked at.
  """
  found: Dict[Tuple[str, Tuple[Tuple[str, str], ...]], int] = {}
  for op in operations:
    op_type = canonical(op.type)
    wanted = types.get(op_type)
    if wanted is None:
      continue
    known = attributes.of_graph(op)
    key = (op_type, tuple((name, known[name]) for name in wanted if name in known))
    found[key] = found.get(key, 0) + 1
  return [messages.ConfiguredOperation(op_type, dict(values), count) for (op_type, values), count in found.items()]


def canonical(op_type: str) -> str:
  """A type of operation without the number of its version: FusedBatchNormV3 is FusedBatchNorm."""
  return op_type[:-2] if op_type[-2:] in ('V2', 'V3') else op_type
