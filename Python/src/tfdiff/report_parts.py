"""The parts of a report, with the names that its JSON has; what each field is, the page "The JSON report" says.

A field that does not apply is None or empty. Errors and values are floats, which may be nan or infinite.
"""

from dataclasses import dataclass
from typing import Any, Mapping, Optional, Tuple

from tfdiff.known_parts import Waived
from tfdiff.picture_parts import HeatMap, Histogram

Index = Tuple[int, ...]


@dataclass(frozen=True)
class Frame:
  """A line of a call stack."""
  function: str
  file: str
  line: int
  user: bool = True


# Innermost first.
Stack = Tuple[Frame, ...]


@dataclass(frozen=True)
class ToleranceException:
  """The tolerance of the endpoints that a glob matches."""
  glob: str
  rtol: float
  atol: float


@dataclass(frozen=True)
class ToleranceUsed:
  """What was compared by: the formula, its two numbers, and where others hold."""
  rtol: float
  atol: float
  formula: str = ''
  exceptions: Tuple[ToleranceException, ...] = ()
  automatic: bool = False
  noise_obstacle: Optional[str] = None


@dataclass(frozen=True)
class ObserverEffect:
  """By how much an output changes because the run is looked into."""
  output: str
  max_abs: float


@dataclass(frozen=True)
class SideSummary:
  """One side's run as a whole."""
  runtime: str = ''
  regularization_loss: Optional[float] = None
  seconds: Optional[float] = None
  observer_effect: Optional[ObserverEffect] = None


@dataclass(frozen=True)
class Attributes:
  """The attributes of an operation on both sides, and the names of those that differ."""
  reference: Optional[Mapping[str, Any]] = None
  candidate: Optional[Mapping[str, Any]] = None
  differing: Tuple[str, ...] = ()


@dataclass(frozen=True)
class OperationDetail:
  """The operation at which the two part."""
  status: str
  reference_name: Optional[str] = None
  candidate_name: Optional[str] = None
  reference_type: Optional[str] = None
  candidate_type: Optional[str] = None
  reference_fused: Tuple[str, ...] = ()
  candidate_fused: Tuple[str, ...] = ()
  index: Optional[Index] = None
  reference: Optional[float] = None
  candidate: Optional[float] = None
  max_abs: Optional[float] = None
  iteration: Optional[int] = None
  iterations: Optional[int] = None
  attributes: Optional[Attributes] = None
  differences: Tuple[str, ...] = ()


@dataclass(frozen=True)
class FirstDivergence:
  """Where the two part first, by which element, and by which lines of the user's own."""
  endpoint: str
  op: Optional[str] = None
  index: Optional[Index] = None
  reference: Optional[float] = None
  candidate: Optional[float] = None
  status: str = ''
  explanation: Optional[str] = None
  inside_error: Optional[str] = None
  op_detail: Optional[OperationDetail] = None
  variable: Optional[str] = None
  initial_value: Optional[str] = None
  elsewhere: Optional[str] = None
  unpaired_variable: Optional[str] = None
  words: Tuple[str, ...] = ()
  reference_stack: Stack = ()
  candidate_stack: Stack = ()


@dataclass(frozen=True)
class Origin:
  """Where a difference is born."""
  endpoint: Optional[str] = None
  op: Optional[str] = None
  rung: Optional[str] = None
  variable: Optional[str] = None


@dataclass(frozen=True)
class Experiment:
  """A recomputation the reference's way: the greatest difference before and after, and what rounding alone makes."""
  words: str
  before: float
  after: float
  noise: float


@dataclass(frozen=True)
class Explanation:
  """Why the two part. `error_class` is the JSON's `class`; `cause` is None where no experiment closed the gap."""
  origin: Origin
  error_class: str
  cause: Optional[str] = None
  sentence: str = ''
  evidence: Tuple[str, ...] = ()
  experiment: Optional[Experiment] = None
  remedy: Optional[str] = None
  reference_stack: Stack = ()
  candidate_stack: Stack = ()


@dataclass(frozen=True)
class Statistics:
  """A tensor in numbers."""
  min: float
  max: float
  mean: float
  std: float
  l2: float
  nan: int
  inf: int


@dataclass(frozen=True)
class Update:
  """What was assigned to a variable on the way to an endpoint."""
  variable: str
  op: str
  status: str
  mismatched: Optional[int] = None
  max_abs: Optional[float] = None


@dataclass(frozen=True)
class Endpoint:
  """A layer's output on both sides."""
  name: str
  status: str
  shape: Optional[Index] = None
  dtype: Optional[str] = None
  candidate_shape: Optional[Index] = None
  candidate_dtype: Optional[str] = None
  elements: Optional[int] = None
  mismatched: Optional[int] = None
  max_abs: Optional[float] = None
  max_abs_index: Optional[Index] = None
  max_rel: Optional[float] = None
  max_rel_index: Optional[Index] = None
  required_rtol: Optional[float] = None
  required_atol: Optional[float] = None
  rtol: float = 0.0
  atol: float = 0.0
  noise: Optional[float] = None
  relative_noise: Optional[float] = None
  relative_l2: Optional[float] = None
  cosine: Optional[float] = None
  max_ulp: Optional[float] = None
  spacing: int = 1
  reference: Optional[Statistics] = None
  candidate: Optional[Statistics] = None
  explanation: Optional[str] = None
  updates: Tuple[Update, ...] = ()
  waived: Optional[Waived] = None
  baseline: Optional[str] = None
  baseline_max_abs: Optional[float] = None
  histogram: Optional[Histogram] = None
  heat_map: Optional[HeatMap] = None


@dataclass(frozen=True)
class Coverage:
  """How much was compared."""
  compared: int = 0
  reference: int = 0
  candidate: int = 0
  reference_only: Tuple[str, ...] = ()
  candidate_only: Tuple[str, ...] = ()
  outputs_compared: bool = False
  words: Optional[str] = None


@dataclass(frozen=True)
class InitialValue:
  """A variable or an input that the two sides begin with different values."""
  variable: str
  candidate: str = ''
  kind: str = 'variable'
  status: str = ''
  max_abs: Optional[float] = None
  reference_initializer: Optional[str] = None
  candidate_initializer: Optional[str] = None
  reference_stack: Stack = ()
  candidate_stack: Stack = ()


@dataclass(frozen=True)
class MismatchedVariable:
  """A variable that is of another shape or kind on the other side."""
  name: str
  reference: str
  candidate: str


@dataclass(frozen=True)
class RenamedVariable:
  """A variable that has another name on the other side."""
  reference: str
  candidate: str
  reference_place: Optional[Frame] = None
  candidate_place: Optional[Frame] = None
  way: Optional[str] = None


@dataclass(frozen=True)
class Creation:
  """Variables that a further call created, which it should have used again."""
  name: str
  shape: Index = ()
  call: int = 0
  count: int = 0
  names: Tuple[str, ...] = ()
  stack: Stack = ()


@dataclass(frozen=True)
class Variables:
  """The variables of both sides, as far as they do not pair."""
  compared: bool = False
  reference_count: int = 0
  candidate_count: int = 0
  matched: int = 0
  missing: Tuple[str, ...] = ()
  extra: Tuple[str, ...] = ()
  untracked: Tuple[str, ...] = ()
  reference_pending: Tuple[str, ...] = ()
  candidate_pending: Tuple[str, ...] = ()
  mismatched: Tuple[MismatchedVariable, ...] = ()
  renamed: Tuple[RenamedVariable, ...] = ()
  missing_kinds: Tuple[str, ...] = ()
  extra_kinds: Tuple[str, ...] = ()
  agree: Optional[bool] = None
  words: Optional[str] = None
  unexpected_creations: Tuple[Creation, ...] = ()


@dataclass(frozen=True)
class RandomOperation:
  """A random operation of either side, in order."""
  index: int
  op: Optional[str] = None
  shape: Optional[Index] = None
  reference_seed: Optional[Index] = None
  candidate_seed: Optional[Index] = None
  reference_name: Optional[str] = None
  candidate_name: Optional[str] = None
  agrees: bool = False
  pending: bool = False
  candidate_op: Optional[str] = None
  candidate_shape: Optional[Index] = None
