"""A comparison's report: what `check` returns, and what is in its JSON."""

import dataclasses
from dataclasses import dataclass
from typing import Any, Mapping, Optional, Tuple

from tfdiff.known_parts import Baseline, Waivers
from tfdiff.picture_parts import Source
from tfdiff.report_parts import Coverage, Endpoint, Explanation, FirstDivergence, Frame, InitialValue
from tfdiff.report_parts import RandomOperation, SideSummary, Stack, ToleranceUsed, Variables
from tfdiff.training_parts import TrainingComparison

EQUAL, DIVERGED, INCOMPARABLE = 'equal', 'diverged', 'incomparable'


@dataclass(frozen=True)
class RandomParting:
  """Where the orders of the two sides' random operations part."""
  index: int
  cause: str
  detail: str


@dataclass(frozen=True)
class RegularizationLoss:
  """A loss of the regularization, by the variable that it is of."""
  variable: str
  reference: Optional[float] = None
  candidate: Optional[float] = None
  status: str = ''


@dataclass(frozen=True)
class Checkpoint:
  """What a checkpoint gave."""
  path: Optional[str] = None
  style: Optional[str] = None
  restored: Tuple[str, ...] = ()
  restored_on_one_side: Tuple[str, ...] = ()
  left_initial: Tuple[str, ...] = ()
  unused: Tuple[str, ...] = ()


@dataclass(frozen=True)
class LadderStep:
  """A step of the migration guide."""
  step: str
  title: str
  verdict: str
  detail: str = ''
  advice: Optional[str] = None


@dataclass(frozen=True)
class Failure:
  """What ended a side's run."""
  side: str
  message: str
  endpoint: Optional[str] = None
  traceback: Stack = ()


@dataclass(frozen=True)
class Stand:
  """Where the runs stood when the report was written."""
  state: str
  passed: int = 0
  known: int = 0
  planned: bool = False
  last: Optional[str] = None
  inside: Optional[str] = None
  reason: Optional[str] = None
  breakpoint: Optional[str] = None
  words: str = ''


@dataclass(frozen=True)
class Propagated:
  """What one layer adds to a difference, and what it only hands on."""
  endpoint: str
  inputs: Tuple[str, ...] = ()
  flow: str = ''
  error_in: Optional[float] = None
  error_out: Optional[float] = None
  own_error: Optional[float] = None
  gain: Optional[float] = None
  noise: Optional[float] = None
  is_origin: bool = False
  note: Optional[str] = None


@dataclass(frozen=True)
class Part:
  """The part of the model that was compared; None where it begins or ends with the model."""
  start: Optional[str] = None
  to: Optional[str] = None


@dataclass(frozen=True)
class Report:
  """What was compared, and what came of it.

  Attributes:
    verdict: 'equal', 'diverged' or 'incomparable'.
    run: what was run, in words; None of two recordings.
    seed: the testing tool's seed; None of two recordings.
    tally: how many endpoints match, in words.
    training_steps: what was compared of training steps; None where none were.
    findings: what the verdict rests on, in words.
    reproduce: the command that makes the same comparison again.
    debug_command: the command that opens the debugger on it, to be typed in the folder that this ran in.
    raw: the JSON as it is, with any fields that this version does not know.
  """
  verdict: str
  target: str
  tolerance: ToleranceUsed
  reference: SideSummary
  candidate: SideSummary
  mode: Optional[str] = None
  training: bool = False
  run: Optional[str] = None
  seed: Optional[int] = None
  input: str = ''
  first_divergence: Optional[FirstDivergence] = None
  explanations: Tuple[Explanation, ...] = ()
  endpoints: Tuple[Endpoint, ...] = ()
  coverage: Coverage = Coverage()
  initial_values: Tuple[InitialValue, ...] = ()
  variables: Variables = Variables()
  random_ops: Tuple[RandomOperation, ...] = ()
  random_parting: Optional[RandomParting] = None
  regularization_losses: Tuple[RegularizationLoss, ...] = ()
  checkpoint: Optional[Checkpoint] = None
  ladder: Tuple[LadderStep, ...] = ()
  findings: Tuple[str, ...] = ()
  tally: str = ''
  loss_status: Optional[str] = None
  sources: Tuple[Source, ...] = ()
  waivers: Optional[Waivers] = None
  baseline: Optional[Baseline] = None
  failure: Optional[Failure] = None
  command: str = ''
  reproduce: str = ''
  stand: Optional[Stand] = None
  operation_seeds: Tuple[str, ...] = ()
  propagation: Tuple[Propagated, ...] = ()
  part: Optional[Part] = None
  training_steps: Optional[TrainingComparison] = None
  debug_command: str = ''
  raw: Mapping[str, Any] = dataclasses.field(default_factory=dict, repr=False, compare=False)

  @property
  def is_equal(self) -> bool:
    """Whether the two sides compute the same, within the tolerance."""
    return self.verdict == EQUAL

  def endpoint(self, name: str) -> Endpoint:
    """The endpoint of a name; raises KeyError, which lists those there are, where there is none."""
    for each in self.endpoints:
      if each.name == name:
        return each
    raise KeyError('no endpoint %s among %s' % (name, ', '.join(each.name for each in self.endpoints)))

  def places(self) -> Tuple[Optional[Frame], Optional[Frame]]:
    """The lines of the user's code to blame, the reference's and the candidate's, where they are known."""
    for found in self.explanations[:1] + ((self.first_divergence,) if self.first_divergence else ()):
      if found.reference_stack or found.candidate_stack:
        return next(iter(found.reference_stack), None), next(iter(found.candidate_stack), None)
    return None, None
