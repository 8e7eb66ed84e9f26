"""Protects: what is told of the operations that a graph's loop repeats: which they are, in both of TensorFlow's kinds of
loops, what each iteration takes from the one before it, and how many iterations are kept."""

from types import SimpleNamespace

import numpy as np
import pytest

from doubles import Graph
from doubles import Shape
from tfdiff_probe import loop_recorder
from tfdiff_probe import loops
from tfdiff_probe import messages
from tfdiff_probe import spans

BOOKKEEPING = (
    'Const', 'Placeholder', 'Identity', 'Enter', 'Merge', 'Switch', 'NextIteration', 'LoopCond', 'ReadVariableOp')


def scalar(dtype):
  return [{'shape': (), 'dtype': dtype}]


class Context:
  """A WhileContext as TensorFlow 1 makes it: `outer_context` and exits besides a name and what decides."""

  def __init__(self, name):
    self.name, self.outer_context, self.loop_exits, self.pivot = name, None, [], None

  def IsWhileContext(self):
    return True


def frame_loop():
  """state = tanh(state * kernel) while count < bound, with an entered kernel; the results are the count and the state."""
  graph, context = Graph(), Context('walk/while_context')

  def inside(tensor):
    tensor.op.control_flow_context = context
    return tensor

  start = graph.add('start', 'Relu', graph.add('x', 'Placeholder'))
  kernel = graph.add('kernel', 'ReadVariableOp', graph.add('handle', 'VarHandleOp', outputs=[{'dtype': 'resource'}]))
  zero = graph.add('zero', 'Const', outputs=scalar('int32'))
  entered = inside(graph.add('walk/Enter_2', 'Enter', kernel))
  merged, switched = [], []
  for place, before in enumerate([zero, start]):
    shapes = scalar('int32') if place == 0 else [{}]
    enter = inside(graph.add('walk/Enter%d' % place, 'Enter', before, outputs=shapes))
    merged.append(inside(graph.add('walk/Merge%d' % place, 'Merge', enter, enter, outputs=shapes)))
  less = inside(graph.add('walk/Less', 'Less', merged[0], outputs=scalar('bool')))
  context.pivot = inside(graph.add('walk/LoopCond', 'LoopCond', less, outputs=scalar('bool')))
  for place, each in enumerate(merged):
    shapes = scalar('int32') * 2 if place == 0 else [{}, {}]
    switched.append(inside(graph.add('walk/Switch%d' % place, 'Switch', each, context.pivot, outputs=shapes)).op)
  one = inside(graph.add('walk/one', 'Const', outputs=scalar('int32')))
  count = inside(graph.add('walk/add', 'AddV2', switched[0].outputs[1], one, outputs=scalar('int32')))
  state = inside(graph.add('walk/state', 'Identity', switched[1].outputs[1]))
  product = inside(graph.add('walk/mul', 'Mul', state, entered))
  scaled = inside(graph.add('walk/scale', 'Scale', product, switched[0].outputs[1]))
  following = inside(graph.add('walk/tanh', 'Tanh', scaled))
  for merge, after in zip(merged, [count, following]):
    merge.op.inputs[1] = inside(graph.add('walk/Next' + merge.op.name[-1], 'NextIteration', after))
  for place, switch in enumerate(switched):
    context.loop_exits.append(inside(graph.add('walk/Exit%d' % place, 'Exit', switch.outputs[0])))
  return graph, graph.add('last', 'Relu', context.loop_exits[1])


def functional_loop():
  """The same in a function."""
  graph, body = Graph(), Graph()
  start = graph.add('start', 'Relu', graph.add('x', 'Placeholder'))
  handle = graph.add('handle', 'VarHandleOp', outputs=[{'dtype': 'resource'}])
  count = body.add('count', 'Placeholder', outputs=scalar('int32'))
  state = body.add('state', 'Placeholder')
  kernel = body.add('kernel', 'Placeholder', outputs=[{'dtype': 'resource'}])
  following = body.add('add', 'AddV2', count, body.add('one', 'Const', outputs=scalar('int32')), outputs=scalar('int32'))
  product = body.add('mul', 'Mul', state, body.add('read', 'ReadVariableOp', kernel))
  after = body.add('tanh', 'Tanh', body.add('scale', 'Scale', product, count))
  body.add('aside', 'Relu', state)
  body.inputs, body.outputs = [count, state, kernel], [following, after, kernel]
  for each in body.get_operations():
    each.graph = body
  zero = graph.add('zero', 'Const', outputs=scalar('int32'))
  loop = graph.add('walk', 'While', zero, start, handle, outputs=scalar('int32') + [{}, {'dtype': 'resource'}]).op
  loop._body_graph, loop._cond_graph = body, None
  return graph, graph.add('last', 'Relu', loop.outputs[1])


@pytest.fixture(name='walk', params=[frame_loop, functional_loop])
def _walk(request):
  graph, last = request.param()
  parted = spans.Spans(graph, [last], BOOKKEEPING)
  (loop,) = parted.loops(0)
  return loop_recorder.Recorder(loop, BOOKKEEPING, limit=None), last, parted


def operation(recorder, op_type):
  return next(op for op in recorder.operations if op.type == op_type)


def test_a_loop_repeats_its_body_and_not_what_decides_on_it(walk):
  recorder, _, parted = walk
  assert {op.type for op in recorder.operations} == {'AddV2', 'Mul', 'Scale', 'Tanh'}
  assert 'walk/mul' in [recorder.loop.site(op) for op in recorder.operations]
  assert not {op.type for op in parted.operations(0)} & {'Mul', 'Scale', 'Tanh', 'Less', 'Exit'}


def test_an_iteration_takes_what_the_one_before_it_made(walk):
  recorder, _, _ = walk
  product, last = operation(recorder, 'Mul'), operation(recorder, 'Tanh')
  took = [recorder.loop.operands(product, iteration, None, {})[0] for iteration in (1, 2, 3)]
  assert took == [
      messages.OperationOperand('start', 0), messages.OperationOperand('walk/tanh#1', 0),
      messages.OperationOperand('walk/tanh#2', 0)]
  assert recorder.loop.operands(last, 2, None, {}) == [messages.OperationOperand('walk/scale#2', 0)]


def test_what_all_iterations_share_comes_from_outside(walk):
  recorder, _, _ = walk
  product = operation(recorder, 'Mul')
  assert [recorder.loop.operands(product, iteration, None, {})[1] for iteration in (1, 4)] == [
      messages.VariableOperand('handle')] * 2


def test_the_count_of_an_iteration_is_told_by_its_number(walk):
  recorder, _, _ = walk
  scale = operation(recorder, 'Scale')
  known = {scale.inputs[1].name: np.int32(3)}
  assert recorder.loop.operands(scale, 4, None, known)[1] == messages.ConstantOperand([], 'int32', [3.0])


def test_what_comes_after_a_loop_takes_what_its_last_iteration_made(walk):
  recorder, last, _ = walk
  assert recorder.loop.result_operand(last.op.inputs[0], 5, None) == messages.OperationOperand('walk/tanh#5', 0)


def test_loops_within_others_and_in_branches_are_theirs():
  graph, last = frame_loop()
  ops = [op for op in graph.get_operations()]
  next(op for op in ops if op.type == 'Tanh').control_flow_context.outer_context = Context('outer')
  assert not loops.of(ops)
  branch = SimpleNamespace(IsWhileContext=lambda: False, outer_context=None)
  last.op.control_flow_context = branch
  assert not loops.of([last.op])


def record(recorder, order):
  for place in order:
    recorder(place, *(np.full([4], place, 'float32') for _ in recorder.tensors))


def test_the_first_iterations_are_kept_as_far_as_they_fit(walk):
  whole, _, _ = walk
  record(whole, [1, 0, 2])
  assert (whole.recorded, whole.iterations) == (3, 3)
  assert next(iter(whole.take(2).values())).tolist() == [1] * 4
  bounded = loop_recorder.Recorder(whole.loop, BOOKKEEPING, limit=2 * 16 * len(whole.tensors))
  record(bounded, range(10))
  assert (bounded.recorded, bounded.iterations) == (2, 10)


def test_no_more_executions_are_kept_than_can_be_told(walk, monkeypatch):
  recorder, _, _ = walk
  monkeypatch.setattr(loop_recorder, 'MOST_EXECUTIONS', 3 * len(recorder.operations) + 1)
  record(recorder, range(5))
  assert (recorder.recorded, recorder.iterations) == (3, 5)


def test_a_value_is_kept_as_it_was(walk):
  recorder, _, _ = walk
  value = np.ones([4], 'float32')
  recorder(0, *(value for _ in recorder.tensors))
  value[:] = 7
  assert next(iter(recorder.take(1).values())).tolist() == [1] * 4


def test_what_assigns_is_not_run_twice():
  graph, last = functional_loop()
  loop = spans.Spans(graph, [last], BOOKKEEPING).loops(0)[0]
  assert len(loop_recorder.of([loop], BOOKKEEPING, None, runs_again=True)) == 1
  counted = loop.body.add('counted', 'AssignAddVariableOp', loop.body.inputs[2], outputs=[])
  loop.operations.append(counted)
  assert not loop_recorder.of([loop], BOOKKEEPING, None, runs_again=True)
  assert len(loop_recorder.of([loop], BOOKKEEPING, None)) == 1


def test_an_unknown_size_is_no_obstacle():
  graph, last = functional_loop()
  loop = spans.Spans(graph, [last], BOOKKEEPING).loops(0)[0]
  loop.body.outputs[1].shape = Shape([None, 3])
  assert loop_recorder.Recorder(loop, BOOKKEEPING, None).operations
