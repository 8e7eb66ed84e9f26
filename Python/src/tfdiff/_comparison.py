"""What is to be compared, as keyword arguments have it."""

import dataclasses
import difflib
import os
from typing import TYPE_CHECKING, Any, Callable, Dict, Mapping, Optional, Sequence, Tuple, TypeVar, Union

from tfdiff._code import Code
from tfdiff.errors import ArgumentError

F = TypeVar('F', bound=Callable[..., Any])
Path = Union[str, 'os.PathLike[str]']
# (rtol, atol); by the endpoints' names with * and ?; or 'auto', which measures it.
Pair = Tuple[float, float]
Tolerance = Union[None, str, Pair, Mapping[str, Pair]]


@dataclasses.dataclass(frozen=True)
class Comparison:
  """What `check`, `assert_equivalent`, `debug` and the marker of pytest take.

  Attributes:
    target: a Python file with `tf1_model` and `tf2_model`, or a built-in model; None where `tf1` and `tf2` say what.
    tf1: the TensorFlow 1 code: a function that builds the forward pass from inputs, or its name, 'FILE.py:NAME' or
      'MODULE:NAME'.
    tf2: the TensorFlow 2 code: a class or function that returns a layer or model, or its name.
    inputs: an array; a tuple, list or dictionary of arrays; a function that returns any of these or a dataset; or the path
      of a .npy file or, with :NAME, .npz file. None for what the code's file has as `inputs`.
    training: whether the forward pass is in training mode.
    steps: how many training steps are compared; `tf1` and `tf2` are then what makes a step, as `tf1_train` and `tf2_train`
      do in a file; or models, with their loss and optimizer beside them.
    tolerance: (rtol, atol); pairs by the endpoints' names, in which * and ? stand for any; or 'auto', which measures it.
    python, tf1_python, tf2_python: the interpreters of both sides and of each; this one where nothing is said.
    copy_weights: whether the candidate's variables get the values of the reference's that they are paired with.
    map: a TOML file that pairs the reference's names with the candidate's.
    checkpoint: a checkpoint's prefix or folder, loaded into both sides.
    mode: 'fixed-weights', 'constant' or 'num_random_ops', in which weights are drawn.
    seed: the seed of both sides' random numbers.
    candidate: 'eager', 'function' or 'functional-model'.
    waivers: a TOML file of known differences, each with its layer, tolerance and reason.
    baseline: an earlier JSON report, to say what is fixed, new, worse and unchanged since.
    explain: whether to find out why the two part.
    reports: files to write a report to; the ending picks the kind.
    folder: where inputs that are given as values are written, for the debugger to read them; None for a temporary folder,
      which is kept where the two part.
    timeout: seconds after which the comparison is given up; None for never.
    options: any further options of the command line, a word each.
  """
  target: Optional[Path] = None
  tf1: Optional[Code] = None
  tf2: Optional[Code] = None
  inputs: Any = None
  training: bool = False
  steps: int = 0
  tolerance: Tolerance = None
  python: Optional[Path] = None
  tf1_python: Optional[Path] = None
  tf2_python: Optional[Path] = None
  copy_weights: bool = False
  map: Optional[Path] = None
  checkpoint: Optional[Path] = None
  mode: Optional[str] = None
  seed: Optional[int] = None
  candidate: Optional[str] = None
  waivers: Optional[Path] = None
  baseline: Optional[Path] = None
  explain: bool = True
  reports: Sequence[Path] = ()
  folder: Optional[Path] = None
  timeout: Optional[float] = None
  options: Sequence[str] = ()

  @classmethod
  def of(cls, arguments: Mapping[str, Any]) -> 'Comparison':
    """Made of keyword arguments; raises ArgumentError for one that there is not."""
    names = [field.name for field in dataclasses.fields(cls)]
    for name in arguments:
      if name not in names:
        near = difflib.get_close_matches(name, names, 1)
        raise ArgumentError('There is no argument %s%s. The others of the command line go into options=[…]' % (
            name, ': is it %s?' % near[0] if near else ''))
    return cls(**arguments)

  def is_python(self) -> bool:
    """Whether Python of the user's is compared, and no built-in model."""
    named = self.target is not None and os.fspath(self.target).endswith('.py')
    return named or self.tf1 is not None or self.tf2 is not None


if TYPE_CHECKING:
  from typing_extensions import TypedDict

  class Arguments(TypedDict, total=False):
    """The keyword arguments, as those of `Comparison`."""
    tf1: Optional[Code]
    tf2: Optional[Code]
    inputs: Any
    training: bool
    steps: int
    tolerance: Tolerance
    python: Optional[Path]
    tf1_python: Optional[Path]
    tf2_python: Optional[Path]
    copy_weights: bool
    map: Optional[Path]
    checkpoint: Optional[Path]
    mode: Optional[str]
    seed: Optional[int]
    candidate: Optional[str]
    waivers: Optional[Path]
    baseline: Optional[Path]
    explain: bool
    reports: Sequence[Path]
    folder: Optional[Path]
    timeout: Optional[float]
    options: Sequence[str]


def documented(function: F) -> F:
  """Gives a function of `target` and keyword arguments their names and defaults, for `help` and for editors."""
  import inspect
  parameters = [
      inspect.Parameter(
          field.name,
          inspect.Parameter.POSITIONAL_OR_KEYWORD if field.name == 'target' else inspect.Parameter.KEYWORD_ONLY,
          default=field.default, annotation=field.type)
      for field in dataclasses.fields(Comparison)]
  function.__signature__ = inspect.signature(function).replace(parameters=parameters)  # type: ignore[attr-defined]
  return function


def values(comparison: Comparison) -> Dict[str, Any]:
  """A comparison's arguments by name."""
  return {field.name: getattr(comparison, field.name) for field in dataclasses.fields(comparison)}
