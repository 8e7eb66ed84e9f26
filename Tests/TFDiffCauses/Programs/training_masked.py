"""Padded steps that the reference leaves out of the mean of its loss."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


MASK = np.array([[1, 1, 1, 0, 0], [1, 1, 1, 1, 1], [1, 1, 0, 0, 0]], 'float32')


def tf1_train(inputs, labels):
  logits = v1.layers.dense(inputs, 4, name='out')
  losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
  loss = tf.reduce_sum(losses * MASK) / tf.reduce_sum(MASK)  # the reference's line
  return loss, v1.train.GradientDescentOptimizer(0.1).minimize(loss)


def _training(is_right):
  model = tf.keras.layers.Dense(4, name='out')
  optimizer = tf.keras.optimizers.legacy.SGD(0.1)

  def step(inputs, labels):
    with tf.GradientTape() as tape:
      losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=model(inputs))
      if is_right:
        loss = tf.reduce_sum(losses * MASK) / tf.reduce_sum(MASK)
      else:
        loss = tf.reduce_mean(losses)  # the mistake
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    return loss

  return step


def tf2_train():
  return _training(False)


def right_train():
  return _training(True)


def inputs():
  random = np.random.RandomState(86)
  return random.randn(3, 5, 6).astype('float32'), random.randint(0, 4, [3, 5]).astype('int32')
