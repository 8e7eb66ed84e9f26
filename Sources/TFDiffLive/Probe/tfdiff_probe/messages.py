"""The worker protocol: every message a worker sends (events) and receives (requests).

The debugger's `WorkerMessage` and `WorkerRequest` are the same messages, under the same names and with the same fields.
`codec.py` makes heads of frames of them.
"""

from dataclasses import dataclass, field
from typing import ClassVar, Dict, List, Optional, Union

# The protocol's version, which both ends say in their `hello`. It counts up with every change to a message.
VERSION = 8

# NaN and infinities travel as their words, which JSON has no numbers for.
Number = Union[float, str]


@dataclass
class Frame:
  """A frame of a call stack. `user`: whether its file is the user's own and no library's."""
  function: str
  file: str
  line: int
  user: bool


@dataclass
class TracebackFrame(Frame):
  """A frame that an exception came through. `source`: the line's text, empty where it is not known."""
  source: str


@dataclass
class TensorFacts:
  """A tensor whose elements are the frame's payload."""
  dtype: str
  shape: List[int]


class Operand:
  """Where a value that an operation takes comes from."""
  kind: ClassVar[str]


@dataclass
class OperationOperand(Operand):
  """An output of another operation, by that one's id."""
  kind: ClassVar[str] = 'operation'
  id: str
  output: int


@dataclass
class VariableOperand(Operand):
  """A variable's value."""
  kind: ClassVar[str] = 'variable'
  name: str


@dataclass
class ConstantOperand(Operand):
  """A constant. `values`: its elements where they are few; `digest`: else what tells them from others; neither where they
  are no numbers."""
  kind: ClassVar[str] = 'constant'
  shape: List[int]
  dtype: str
  values: Optional[List[Number]] = None
  digest: Optional[str] = None


@dataclass
class InputOperand(Operand):
  """What the model is given."""
  kind: ClassVar[str] = 'input'


@dataclass
class UnknownOperand(Operand):
  """A value that nothing is known of."""
  kind: ClassVar[str] = 'unknown'


@dataclass
class TakenValue:
  """A value as an operation takes it. `value`: the `id` of the `operand` that has its elements; None where an operation told
  on the way to the same end point gives them as its first output, and where they are too many to travel."""
  shape: List[int]
  value: Optional[str]


@dataclass
class WantedVariable:
  """A variable that may be given a value."""
  name: str
  shape: List[int]
  dtype: str


@dataclass
class ValueDigest:
  """What tells a variable's value, or an input, from others."""
  name: str
  digest: str


@dataclass
class Fact:
  """A version or a switch, in words."""
  name: str
  value: str


@dataclass
class ConfiguredOperation:
  """How often an operation that is a layer's occurs with these attributes. `type`: without the number of its version."""
  type: str
  attributes: Dict[str, str]
  count: int


@dataclass
class Exclusion:
  """A pattern by which an optimizer, by its class's name, leaves variables out of weight decay.

  matches: how many variables it matches; None where they are not known.
  """
  optimizer: str
  pattern: str
  matches: Optional[int]


@dataclass
class VariableLoss:
  """A regularization loss and the variable it is of."""
  variable: str
  value: Number


@dataclass
class ObserverEffect:
  """The output that capturing a run changes most, and by how much."""
  name: str
  max_abs: Number


@dataclass
class LayoutEntry:
  """Which output of which operation, counted from the start of the forward pass, is an end point. `type`: the operation's,
  so that a run that takes another path is noticed."""
  name: str
  ordinal: int
  type: str
  output: int


@dataclass
class OutlineOperation:
  """An operation of the forward pass.

  `name`: without the scope of the whole model; `operation`: as the graph has it; `shape` and each of `input_shapes`: None
  where the graph does not know it; `ordinal`: its place among all that are executed, None in a session's graph; `sources`:
  the places of the operations whose values it takes; `variables`: the names of those it reads.
  """
  name: str
  operation: str
  type: str
  ordinal: Optional[int]
  shape: Optional[List[int]]
  dtype: str
  input_shapes: List[Optional[List[int]]]
  sources: List[int] = field(default_factory=list)
  variables: List[str] = field(default_factory=list)


@dataclass
class OutlineLayer:
  """An end point or a scope of the forward pass.

  `layer`: the program's name for it, or its scope's; `is_named`: which of the two; `operation` and `output`: whose value it
  is; `place`: that of the operation which computes the value, None for an input.
  """
  layer: str
  operation: str
  type: str
  ordinal: Optional[int]
  output: int
  is_named: bool
  place: Optional[int]


@dataclass
class Layer:
  """A tensor of a graph that is to be told as an end point."""
  name: str
  operation: str
  output: int


@dataclass
class Span:
  """An end point and the ordinals of the operations on the way to it and to none before it."""
  name: str
  ordinals: List[int]


class Event:
  """What a worker says."""
  event: ClassVar[str]


@dataclass
class Hello(Event):
  """Begins each run: the protocol's version, and which interpreter this is."""
  event: ClassVar[str] = 'hello'
  version: int
  python: str
  executable: str
  pid: int


@dataclass
class Log(Event):
  """A line for the log."""
  event: ClassVar[str] = 'log'
  text: str


@dataclass
class Variable(Event):
  """A variable was created: on which call of the model, by whom (innermost first), what for (`weight`, `slot`, `metric` or
  `counter`), and with which initializer, None where that is not to be seen."""
  event: ClassVar[str] = 'variable'
  name: str
  shape: List[int]
  dtype: str
  trainable: bool
  call: int
  stack: List[Frame]
  role: str
  initializer: Optional[str]


@dataclass
class Random(Event):
  """A random operation was given its seeds. `index`: its place among those of the run."""
  event: ClassVar[str] = 'random'
  index: int
  name: str
  type: str
  shape: List[int]
  seed: int
  seed2: int


@dataclass
class Repetition:
  """Which of the executions of one place in the program an operation is.

  `site`: what tells the place from others: an operation of a graph's loop, or a way through a Python program; `iteration`:
  counted from 1, on the way to one end point; `count`: of how many; `loop`: the graph's loop. Both None where a program
  executes or makes its operations one by one, so that nobody knows of loops.
  """
  site: str
  iteration: int
  count: Optional[int] = None
  loop: Optional[str] = None


@dataclass
class Operation(Event):
  """An operation was executed. `tensor`: its output, None for one that cannot be compared; `repetition`: None in a graph
  outside of loops; `operands`: the values that it takes, in the order of `inputs`, each None where it is not known; None as
  a whole where they were not asked for, and in a graph's loop."""
  event: ClassVar[str] = 'operation'
  name: str
  type: str
  stack: List[Frame]
  id: str
  attributes: Dict[str, str]
  inputs: List[Operand]
  tensor: Optional[TensorFacts]
  repetition: Optional[Repetition]
  operands: Optional[List[Optional[TakenValue]]]


@dataclass
class OperandValue(Event):
  """The elements of a value that the operation told next takes, and others on the way to the same end point may. `id`: what
  these call it."""
  event: ClassVar[str] = 'operand'
  id: str
  tensor: TensorFacts


@dataclass
class EndPoint(Event):
  """An end point was reached. `spacing`: how many elements it has for each that travels."""
  event: ClassVar[str] = 'endpoint'
  name: str
  spacing: int
  tensor: TensorFacts


@dataclass
class Update(Event):
  """The forward pass assigned to a variable. `endpoint`: the one on the way to which it did, None where that is not known;
  `decay`: how much of its old value a moving average keeps, None where it is none, or its code does not show it; `tensor`:
  the new value."""
  event: ClassVar[str] = 'update'
  name: str
  operation: str
  stack: List[Frame]
  endpoint: Optional[str]
  decay: Optional[Number]
  tensor: TensorFacts


@dataclass
class Rung(Event):
  """A value of a training step, in the order in which a step makes them.

  step: which, from 1.
  kind: `batch`, `initial_slots`, `endpoint`, `loss`, `endpoint_gradient`, `gradient` (as taken), `applied_gradient` (as the
  optimizer's update was given it), `learning_rate`, `slot` or `variable` (after the step).
  name: such as `batch/labels`, `losses/data`, `gradients/VARIABLE` or `slots/KIND/VARIABLE`.
  is_free: whether the step went on from the side's own state where it was also made from the other side's.
  stack: the user's frames that took, changed or applied it, innermost first.
  spacing: how many elements it has for each that travels.
  scale: of a gradient, the greatest element of all gradients of the step that were taken, or applied; None of anything else.
  """
  event: ClassVar[str] = 'rung'
  step: int
  kind: str
  name: str
  is_free: bool
  stack: List[Frame]
  spacing: int
  scale: Optional[Number]
  tensor: TensorFacts


@dataclass
class Restore(Event):
  """Asks what values variables are to have; a `value` answers for each, in their order. Before a training step it asks for
  what an optimizer keeps too, as `slots/KIND/VARIABLE`."""
  event: ClassVar[str] = 'restore'
  variables: List[WantedVariable]


@dataclass
class InitialValue(Event):
  """A variable's value before the forward pass, or an input, as asked for. An input's name begins with `inputs()`."""
  event: ClassVar[str] = 'initial_value'
  name: str
  tensor: TensorFacts


@dataclass
class Preflight(Event):
  """What is known of a side that has computed nothing of the forward pass, as its `run` asked for.

  facts: versions and switches.
  inputs: the sha256 of each, of type, shape and elements.
  operations: how often each configuration of a layer's operation occurs; None where the model could not be built.
  decays: what the moving averages that are assigned keep of their old value; None as above.
  obstacle: why the model could not be built.
  exclusions: the patterns by which optimizers leave variables out of weight decay.
  """
  event: ClassVar[str] = 'preflight'
  facts: List[Fact]
  inputs: List[ValueDigest]
  operations: Optional[List[ConfiguredOperation]]
  decays: Optional[List[Number]]
  obstacle: Optional[str]
  exclusions: List[Exclusion]


@dataclass
class InitialDigests(Event):
  """Digests of the inputs and of all variables' values before the forward pass, as asked for."""
  event: ClassVar[str] = 'initial_digests'
  digests: List[ValueDigest]


@dataclass
class Layout(Event):
  """The names that the program gives its end points, and which operations of an eager run yield them; None for a graph's."""
  event: ClassVar[str] = 'layout'
  names: List[str]
  endpoints: Optional[List[LayoutEntry]]


@dataclass
class Structure(Event):
  """What the forward pass is made of, as asked for: operations in their order, layers, and outputs beside them.

  `forget_biases`: by the name of an LSTM cell's bias, what the cell adds to its forget gate besides; of the reference's.
  `attributes`: by a variable's name, the attributes of the model that lead to it; of the candidate's.
  """
  event: ClassVar[str] = 'structure'
  operations: List[OutlineOperation]
  layers: List[OutlineLayer]
  outputs: List[OutlineLayer]
  forget_biases: Dict[str, float]
  attributes: Dict[str, str]


@dataclass
class Finished(Event):
  """The end of a run. `seconds`: how long it ran without being held; `untracked`: the places of the variables, as created,
  that the model does not list; `observer`: None where capturing cannot be judged."""
  event: ClassVar[str] = 'finished'
  regularization_loss: Optional[Number]
  seconds: float
  losses: List[VariableLoss]
  untracked: List[int]
  observer: Optional[ObserverEffect]


@dataclass
class Done(Event):
  """A request is answered; the run is held until the next. `more`: false once it is over."""
  event: ClassVar[str] = 'done'
  more: bool


@dataclass
class Error(Event):
  """What ended a run. `kind`: `environment` (no fitting TensorFlow), `target` (what is to be run is not there or cannot be
  imported), `program` (the user's code raised it) or `protocol` (a request that cannot be read)."""
  event: ClassVar[str] = 'error'
  kind: str
  message: str
  frames: List[TracebackFrame]


@dataclass
class Output(Event):
  """An output of the operation that was to be executed, in their order."""
  event: ClassVar[str] = 'output'
  tensor: TensorFacts


@dataclass
class Refused(Event):
  """The operation that was to be executed cannot be. `message`: what of it, and why."""
  event: ClassVar[str] = 'refused'
  message: str


@dataclass
class Ended(Event):
  """A run's process is gone; another run can be asked for."""
  event: ClassVar[str] = 'ended'


@dataclass
class Ready(Event):
  """Another run begins with the next `run`."""
  event: ClassVar[str] = 'ready'


@dataclass
class Stale(Event):
  """A file of the program has changed since it was imported; the process ends."""
  event: ClassVar[str] = 'stale'


class Request:
  """What a worker is told."""
  request: ClassVar[str]


@dataclass
class DebuggerHello(Request):
  """The first frame to a fresh process: the protocol's version, and the probe's sources by module."""
  request: ClassVar[str] = 'hello'
  version: int
  modules: Dict[str, str]


@dataclass
class Serve(Request):
  """Fork a worker whenever one is asked for: in the place of a `run`, to a process that is to run nothing itself.
  `bootstrap`: what a fresh interpreter begins a worker with."""
  request: ClassVar[str] = 'serve'
  bootstrap: str


@dataclass
class Run(Request):
  """What to run.

  side: `reference` or `candidate`; `calculator` for no program, but single operations that are to be executed.
  file, source: the program's file and its text, where it is one.
  folder: where modules are looked for first.
  tf1, tf2: `module:name` or `file.py:name` of the model function and of the layer or model, where they are named; with
  steps, of what trains.
  training: whether the forward pass is in training mode.
  seed, tool_mode: DeterministicRandomTestTool's.
  weight_value: what every variable is set to; None where they are drawn.
  input: the payload; None for what the program's `inputs()` gives.
  layout: which operations yield an eager candidate's end points, where an earlier run has found out.
  layers: a graph's end points; None for those that the program names.
  is_paired: whether the layers are those of a pairing, in the place of what the program names.
  asks_pairing: whether to wait for questions once the names are known.
  bookkeeping_types: op types whose values need not travel.
  candidate: `eager`, `function` or `functional-model`.
  returns_operations: whether a traced function returns the operations on the way to its end points too.
  tells_operands: whether a candidate may be asked for the values that operations take.
  restores: whether to ask what values variables are to have.
  replaces_weights: whether variables get other values than their initializers', which then count as no random operations.
  spans: which operations lead to which end point, where an earlier run has found out.
  tensor_limit: how many bytes of a tensor may travel.
  disabled_rewrites: Grappler's toggles that are off.
  optimizes: False for no graph optimization at all.
  steps: how many training steps are compared; 0 for the forward pass.
  ends_at_loss: whether the forward pass is that of a training step, as far as its loss.
  passes_gradients: whether gradients flow through what the program stops them at.
  moves_input: whether each element of the input is moved by one unit in the last place.
  preflight: None; else nothing of the forward pass is computed, and what is known all the same is told: by the type of an
  operation, without the number of its version, the attributes that configure it as a layer.
  """
  request: ClassVar[str] = 'run'
  side: str
  folder: str
  training: bool
  seed: int
  tool_mode: str
  is_paired: bool
  asks_pairing: bool
  bookkeeping_types: List[str]
  candidate: str
  returns_operations: bool
  tells_operands: bool
  restores: bool
  replaces_weights: bool
  tensor_limit: int
  disabled_rewrites: List[str]
  optimizes: bool
  steps: int
  ends_at_loss: bool
  passes_gradients: bool
  moves_input: bool
  file: Optional[str] = None
  source: Optional[str] = None
  tf1: Optional[str] = None
  tf2: Optional[str] = None
  weight_value: Optional[float] = None
  input: Optional[TensorFacts] = None
  layout: Optional[List[LayoutEntry]] = None
  layers: Optional[List[Layer]] = None
  spans: Optional[List[Span]] = None
  preflight: Optional[Dict[str, List[str]]] = None


@dataclass
class Advance(Request):
  """Go on: to the next `operation`, to the next `endpoint`, or to it telling the `operations` on the way, or these with
  their `operands`."""
  request: ClassVar[str] = 'advance'
  to: str


@dataclass
class AskStructure(Request):
  """Asks a run that is held what it is made of."""
  request: ClassVar[str] = 'structure'


@dataclass
class AskInitialDigests(Request):
  """Asks a run that is held for the digests of its inputs and of its variables' initial values."""
  request: ClassVar[str] = 'initial_digests'


@dataclass
class AskInitialValues(Request):
  """Asks a run that is held for the inputs and the initial values of the variables named."""
  request: ClassVar[str] = 'initial_values'
  names: List[str]


@dataclass
class ChooseLayers(Request):
  """The end points to be told in the place of those that the program names."""
  request: ClassVar[str] = 'layers'
  layers: List[Layer]


@dataclass
class GiveValue(Request):
  """Answers `restore` for one variable: its value is the payload; None where it keeps its own."""
  request: ClassVar[str] = 'value'
  tensor: Optional[TensorFacts] = None


@dataclass
class Substitute(Request):
  """A run that is held at an end point goes on with the payload in the place of its own value there."""
  request: ClassVar[str] = 'substitute'
  tensor: TensorFacts


@dataclass
class Calculate(Request):
  """Execute an operation of this type. As many `value` follow as there are `inputs`.

  attributes: as `operation` tells them.
  output_type: the element type of the first output, for attributes that name types where inputs do not; None where it is not
  known.
  is_in_double: whether floating inputs, and what is computed of them, are float64 instead.
  """
  request: ClassVar[str] = 'calculate'
  type: str
  attributes: Dict[str, str]
  inputs: int
  is_in_double: bool
  output_type: Optional[str] = None


@dataclass
class Abandon(Request):
  """No more of this run; the process may be wanted for another."""
  request: ClassVar[str] = 'abandon'


@dataclass
class Again(Request):
  """Another run is wanted, after `ended`."""
  request: ClassVar[str] = 'again'
