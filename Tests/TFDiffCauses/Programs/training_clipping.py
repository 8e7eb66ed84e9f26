"""Gradients that the reference clips by their norm together, and the port's optimizer each by its own."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1
LIMIT = 0.3


def loss_of(outputs, labels):
  return tf.reduce_mean(tf.reduce_sum(tf.square(outputs - labels), 1))


def tf1_train(inputs, labels):
  net = v1.layers.dense(inputs, 5, tf.nn.sigmoid, name='hidden')
  loss = loss_of(v1.layers.dense(net, 2, name='out'), labels)
  optimizer = v1.train.GradientDescentOptimizer(0.2)
  gradients, variables = zip(*optimizer.compute_gradients(loss))
  clipped, _ = tf.clip_by_global_norm(gradients, LIMIT)  # the reference's line
  return loss, optimizer.apply_gradients(zip(clipped, variables))


class Ported(tf.keras.Model):

  def __init__(self):
    super().__init__()
    self.hidden = tf.keras.layers.Dense(5, 'sigmoid', name='hidden')
    self.out = tf.keras.layers.Dense(2, name='out')

  def call(self, inputs):
    return self.out(self.hidden(inputs))


def _training(is_right):
  model, optimizer = Ported(), tf.keras.optimizers.legacy.SGD(0.2)

  def step(inputs, labels):
    with tf.GradientTape() as tape:
      loss = loss_of(model(inputs), labels)
    gradients = tape.gradient(loss, model.trainable_variables)
    if is_right:
      gradients, _ = tf.clip_by_global_norm(gradients, LIMIT)
    else:
      gradients = [tf.clip_by_norm(each, LIMIT) for each in gradients]  # the mistake
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    return loss

  return step


def tf2_train():
  return _training(False)


def right_train():
  return _training(True)


def inputs():
  random = np.random.RandomState(43)
  return random.randn(10, 4).astype('float32'), 2.0 * random.randn(10, 2).astype('float32')
