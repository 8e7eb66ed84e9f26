"""An embedding, whose gradient has some rows alone, some twice; Adagrad, a learning rate that falls, and moving averages of
what is trained."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def cross_entropy(logits, labels):
  return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits))


def tf1_train(words, labels):
  table = v1.get_variable('table', [9, 4])
  unused = v1.get_variable('unused', [2])
  out = v1.get_variable('out', [4, 3])
  logits = tf.matmul(tf.reduce_mean(tf.nn.embedding_lookup(table, words), axis=1), out)
  loss = cross_entropy(logits, labels)
  step = v1.train.get_or_create_global_step()
  optimizer = v1.train.AdagradOptimizer(
      v1.train.piecewise_constant(step, [0, 2], [0.2, 0.1, 0.05]), initial_accumulator_value=0.1)
  pairs = optimizer.compute_gradients(loss, [table, unused, out])
  applied = optimizer.apply_gradients([pair for pair in pairs if pair[0] is not None], global_step=step)
  average = tf.train.ExponentialMovingAverage(0.9)
  with tf.control_dependencies([applied]):
    train_op = average.apply([table, out])
  return loss, train_op


def tf2_train():
  random = tf.random.normal
  table = tf.Variable(random([9, 4]), name='table')
  unused = tf.Variable(random([2]), name='unused')
  out = tf.Variable(random([4, 3]), name='out')
  rate = tf.keras.optimizers.schedules.PiecewiseConstantDecay([0, 2], [0.2, 0.1, 0.05])
  optimizer = tf.keras.optimizers.Adagrad(rate, initial_accumulator_value=0.1, epsilon=1e-9)
  average = tf.train.ExponentialMovingAverage(0.9)
  # Made before the first step, as in a graph: made within it, the averages would begin with what the step has changed.
  average.apply([table, out])

  @tf.function
  def step(words, labels):
    with tf.GradientTape() as tape:
      logits = tf.matmul(tf.reduce_mean(tf.nn.embedding_lookup(table, words), axis=1), out)
      loss = cross_entropy(logits, labels)
    gradients = tape.gradient(loss, [table, unused, out])
    optimizer.apply_gradients(
        [pair for pair in zip(gradients, [table, unused, out]) if pair[0] is not None])
    average.apply([table, out])
    return loss

  return step


def inputs():
  random = np.random.RandomState(5)
  for _ in range(8):
    yield random.randint(0, 7, [5, 6]).astype('int32'), random.randint(0, 3, [5]).astype('int32')
