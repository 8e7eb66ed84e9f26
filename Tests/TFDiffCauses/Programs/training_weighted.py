"""Examples without a weight, which the reference does not count and the port's mean does."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


WEIGHTS = np.array([1, 0, 1, 1, 0, 1, 1, 0], 'float32')


def tf1_train(inputs, labels):
  outputs = v1.layers.dense(inputs, 1, name='out')
  loss = v1.losses.mean_squared_error(labels, outputs, WEIGHTS[:, None])  # the reference's line
  return loss, v1.train.GradientDescentOptimizer(0.1).minimize(loss)


def _training(is_right):
  model = tf.keras.layers.Dense(1, name='out')
  optimizer = tf.keras.optimizers.legacy.SGD(0.1)

  def step(inputs, labels):
    with tf.GradientTape() as tape:
      squares = tf.square(labels - model(inputs))[:, 0] * WEIGHTS
      loss = tf.reduce_sum(squares) / (WEIGHTS.sum() if is_right else len(WEIGHTS))  # the mistake
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    return loss

  return step


def tf2_train():
  return _training(False)


def right_train():
  return _training(True)


def inputs():
  random = np.random.RandomState(83)
  return random.randn(8, 5).astype('float32'), random.randn(8, 1).astype('float32')
