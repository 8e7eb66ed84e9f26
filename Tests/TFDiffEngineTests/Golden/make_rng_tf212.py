"""Draws random numbers with TensorFlow 2.12.1 as each of its rules for seeds has them; writes rng_tf212.json beside itself.

    python make_rng_tf212.py

- `raw`: a raw op with a seed pair, in a graph of its own and a fresh session: what its first and its second run give.
- `sizes`: as digests alone, draws of sizes around the boundaries of groups and batches, with wider types, ranges and seeds.
- `graph_get_seed`: the seed pairs that random ops of one graph are given, for graph seeds none, 0 and 7, and two runs.
- `eager_set_seed`: what eager ops draw after `tf.random.set_seed`.
- `deterministic_tool_eager`: five random ops inside `DeterministicRandomTestTool.scope()`, and the tool's operation seed
  after them and Keras' GlorotUniform. The tool is not asked for the initializer's seed, so no run draws its numbers again.
"""
import hashlib
import json
import os

os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1
NOTE = ('seed pair is (seed, seed2) of the raw op; graph: a fresh session, run twice: run1, run2; '
        'the pair (0, 0) means a nondeterministic seed to the raw op and is left out')
raw = tf.raw_ops
DISTRIBUTIONS = {
    'uniform_f32': lambda **options: raw.RandomUniform(dtype=tf.float32, **options),
    'uniform_f64': lambda **options: raw.RandomUniform(dtype=tf.float64, **options),
    'normal_f32': lambda **options: raw.RandomStandardNormal(dtype=tf.float32, **options),
    'truncated_normal_f32': lambda **options: raw.TruncatedNormal(dtype=tf.float32, **options),
    'uniform_int_i32_m5_17': lambda **options: raw.RandomUniformInt(minval=-5, maxval=17, **options),
}
SEED_PAIRS = [(42, 0), (42, 1), (42, 2), (87654321, 5), (1, 2147483647)]
SHAPES = [(1,), (3, 1), (3, 3), (7,), (1000,), (3, 3, 3, 32), (100003,)]
SIZES = [1, 3, 5, 7, 255, 257, 1025, 4099]
NEAR, FAR = (42, 3), (-5, 2**40 + 9)
# Op, element type, seed pair, and minval and maxval of whole numbers.
SIZED = [('RandomStandardNormal', 'float64', NEAR, None), ('TruncatedNormal', 'float64', NEAR, None),
         ('RandomUniformInt', 'int64', NEAR, [-10**15, 3 * 10**15 + 7]),
         ('RandomUniformInt', 'int32', NEAR, [-2**31, 2**31 - 1]), ('RandomUniform', 'float32', FAR, None),
         ('RandomStandardNormal', 'float32', FAR, None), ('TruncatedNormal', 'float32', FAR, None)]


def digest(array):
  return hashlib.sha256(array.tobytes()).hexdigest()


def described(array):
  """A draw: the digest of its little-endian bytes, its first eight elements, these again to the bit, and its last four."""
  flat = array.reshape(-1)
  first = flat[:8]
  is_single = array.dtype == np.float32
  exact = ['%08x' % bits for bits in first.view(np.uint32)] if is_single else [repr(v) for v in first.tolist()]
  return {
      'shape': list(array.shape), 'dtype': array.dtype.name, 'sha256': digest(array),
      'first': [float(v) for v in first], 'last': [float(v) for v in flat[-4:]], 'bits_first': exact}


def run_twice(graph, fetches):
  with v1.Session(graph=graph) as session:
    return [session.run(fetches) for _ in range(2)]


def raw_draws():
  for name, make in DISTRIBUTIONS.items():
    for seed, seed2 in SEED_PAIRS:
      for shape in SHAPES:
        with tf.Graph().as_default() as graph:
          draw = make(shape=shape, seed=seed, seed2=seed2)
        runs = run_twice(graph, draw)
        yield {'dist': name, 'seed': seed, 'seed2': seed2, 'shape': list(shape),
               'run1': described(runs[0]), 'run2': described(runs[1])}


def sized_draws():
  for size in SIZES:
    for op, dtype, (seed, seed2), limits in SIZED:
      with tf.Graph().as_default() as graph:
        kind = {'dtype': dtype} if limits is None else {
            'minval': tf.constant(limits[0], dtype), 'maxval': tf.constant(limits[1], dtype)}
        draw = getattr(raw, op)(shape=[size], seed=seed, seed2=seed2, **kind)
      runs = run_twice(graph, draw)
      yield {'op': op, 'dtype': dtype, 'seed': seed, 'seed2': seed2, 'range': limits, 'count': size,
             'run1': digest(runs[0]), 'run2': digest(runs[1])}


def graph_seeds():
  program = 'uniform(2,seed=3); uniform(2); constant(1)+1; normal(2) (the unseeded only where a graph seed is set)'
  for seed in (None, 0, 7):
    with tf.Graph().as_default() as graph:
      if seed is not None:
        v1.set_random_seed(seed)
      seeded = tf.random.uniform([2], seed=3)
      unseeded = tf.random.uniform([2]) if seed is not None else seeded
      _ = tf.constant(1) + 1
      normal = tf.random.normal([2]) if seed is not None else seeded
    runs = [[value.tolist() for value in values] for values in run_twice(graph, [seeded, unseeded, normal])]
    yield {
        'graph_seed': seed, 'program': program,
        'random_ops': [[op.name, op.type, op.get_attr('seed'), op.get_attr('seed2')]
                       for op in graph.get_operations() if op.type.startswith('Random')],
        'run1': runs[0], 'run2': runs[1]}


def eager_seeds():
  def uniform(seed=None):
    return tf.random.uniform([3], seed=seed).numpy().tolist()

  for seed in (0, 1, 42, 1234):
    tf.random.set_seed(seed)
    drawn = {'global_seed': seed, 'three_uniform3_unseeded': [uniform() for _ in range(3)],
             'then_two_uniform3_op_seed5': [uniform(5) for _ in range(2)],
             'then_normal3': tf.random.normal([3]).numpy().tolist()}
    tf.random.set_seed(seed)
    yield dict(drawn, after_reset_uniform3=uniform())


def deterministic_tool():
  program = ('uniform(3,1)*3; uniform(3,3)*3; normal(2,2); truncated_normal(4,stddev=.1); '
             'nn.dropout(ones(2,5),rate=.4); GlorotUniform()(3,4), whose values are left out')
  for mode in ('constant', 'num_random_ops'):
    for seed in (42, 7):
      tool = v1.keras.utils.DeterministicRandomTestTool(seed=seed, mode=mode)
      with tool.scope():
        values = [
            tf.random.uniform((3, 1)) * 3, tf.random.uniform((3, 3)) * 3, tf.random.normal((2, 2)),
            tf.random.truncated_normal((4,), stddev=0.1), tf.nn.dropout(tf.ones((2, 5)), rate=0.4)]
        tf.keras.initializers.GlorotUniform()((3, 4))
      yield {'mode': mode, 'seed': seed, 'program': program, 'values': [value.numpy().tolist() for value in values],
             'operation_seed_after': tool.operation_seed}


here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, 'rng_tf212.json'), 'w') as file:
  json.dump({
      'tensorflow': tf.__version__, 'note': NOTE, 'raw': list(raw_draws()), 'sizes': list(sized_draws()),
      'graph_get_seed': list(graph_seeds()), 'eager_set_seed': list(eager_seeds()),
      'deterministic_tool_eager': list(deterministic_tool())}, file)
