"""The parts of a report on training steps, as its JSON names them."""

from dataclasses import dataclass
from typing import Optional, Tuple

from tfdiff.known_parts import Waived
from tfdiff.report_parts import Stack


@dataclass(frozen=True)
class StepLosses:
  """The losses of a step, and its learning rate; None what a side does not tell."""
  loss: Optional[float] = None
  data_loss: Optional[float] = None
  regularization_loss: Optional[float] = None
  learning_rate: Optional[float] = None


@dataclass(frozen=True)
class Norm:
  """How large a tensor is."""
  l2: float


@dataclass(frozen=True)
class Rung:
  """What a step is compared by, one of many, in order."""
  name: str
  status: str
  kind: Optional[str] = None
  max_abs: Optional[float] = None
  max_rel: Optional[float] = None
  required_rtol: Optional[float] = None
  rtol: float = 0.0
  atol: float = 0.0
  undetermined: int = 0
  reference: Optional[Norm] = None
  candidate: Optional[Norm] = None
  relative_l2: Optional[float] = None
  cosine: Optional[float] = None
  max_ulp: Optional[float] = None
  waived: Optional[Waived] = None


@dataclass(frozen=True)
class Step:
  """A training step: each side going on from its own state, and the candidate's from the reference's (`own`)."""
  step: int
  reference: StepLosses = StepLosses()
  candidate: StepLosses = StepLosses()
  own: StepLosses = StepLosses()
  own_error: float = 0.0
  distance: Optional[float] = None
  rungs: Tuple[Rung, ...] = ()


@dataclass(frozen=True)
class RungDivergence:
  """The first rung outside its tolerance."""
  rung: str
  step: Optional[int] = None
  kind: Optional[str] = None
  reference_stack: Stack = ()
  candidate_stack: Stack = ()


@dataclass(frozen=True)
class Drift:
  """How the free runs part where no step's own error is outside its tolerance."""
  grows_by: float
  own_error: float
  distance: float
  steps: int


@dataclass(frozen=True)
class TrainingComparison:
  """Training steps that were compared."""
  steps: Tuple[Step, ...] = ()
  first_divergence: Optional[RungDivergence] = None
  drift: Optional[Drift] = None
