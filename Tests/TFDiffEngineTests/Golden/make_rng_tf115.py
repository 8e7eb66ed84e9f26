"""Draws random numbers in a graph of TensorFlow 1.15.5, run twice, for four graph seeds; writes rng_tf115.json beside it.

    python make_rng_tf115.py

For each graph seed: name, type, seed pair and place (how many operations the graph then had, itself included) of each
random op; name and type of all operations in creation order; and what two runs of one session give. Without a graph
seed only the op with a seed of its own is run, as all others draw other numbers each time.
"""
import json
import os
import warnings

os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'
warnings.filterwarnings('ignore')

import tensorflow as tf

tf.compat.v1.logging.set_verbosity(tf.compat.v1.logging.ERROR)
NOTE = 'TF1 rule: with a graph seed and no op seed, op seed = number of operations already in the graph (graph._last_id)'
PROGRAM = ("uniform(3,1); uniform(3,3,seed=11); constant([1,2])*constant([3,4])+1; normal(4); "
           "truncated_normal(4,stddev=.1); nn.dropout(ones(2,5),rate=.4); get_variable('w',(2,3)); "
           "get_variable('w2',(2,2),random_normal_initializer(stddev=.02))")


def build():
  """What is run of the program, the draw with a seed of its own second."""
  uniform = tf.random.uniform((3, 1))
  seeded = tf.random.uniform((3, 3), seed=11)
  _ = tf.constant([1, 2]) * tf.constant([3, 4]) + 1
  normal = tf.random.normal((4,))
  truncated = tf.random.truncated_normal((4,), stddev=0.1)
  dropped = tf.nn.dropout(tf.ones((2, 5)), rate=0.4)
  w = tf.compat.v1.get_variable('w', (2, 3))
  w2 = tf.compat.v1.get_variable('w2', (2, 2), initializer=tf.compat.v1.random_normal_initializer(stddev=0.02))
  return [uniform, seeded, normal, truncated, dropped, w, w2]


def graph_case(seed):
  with tf.Graph().as_default() as graph:
    if seed is not None:
      tf.compat.v1.set_random_seed(seed)
    fetches = build()
    operations = graph.get_operations()
    initializer = tf.compat.v1.global_variables_initializer()
  with tf.compat.v1.Session(graph=graph) as session:
    session.run(initializer)
    runs = [[value.tolist() for value in session.run(fetches if seed is not None else fetches[1:2])] for _ in range(2)]
  return {
      'graph_seed': seed,
      'random_ops': [[op.name, op.type, op.get_attr('seed'), op.get_attr('seed2'), op._id]
                     for op in operations if op.type.startswith(('Random', 'Truncated'))],
      'all_ops': [[op.name, op.type] for op in operations], 'run1': runs[0], 'run2': runs[1], 'program': PROGRAM}


here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, 'rng_tf115.json'), 'w') as file:
  json.dump({'tensorflow': tf.__version__, 'note': NOTE, 'graphs': [graph_case(seed) for seed in (None, 0, 7, 42)]},
            file, indent=0)
