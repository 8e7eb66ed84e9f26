"""Predictions [batch, 1] against labels [batch]: their difference is [batch, batch] in the port."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_train(inputs, labels):
  net = v1.layers.dense(inputs, 6, tf.nn.tanh, name='hidden')
  outputs = tf.squeeze(v1.layers.dense(net, 1, name='out'), 1)  # the reference's line
  loss = tf.reduce_mean(tf.square(outputs - labels))
  return loss, v1.train.GradientDescentOptimizer(0.1).minimize(loss)


class Ported(tf.keras.Model):

  def __init__(self):
    super().__init__()
    self.hidden = tf.keras.layers.Dense(6, 'tanh', name='hidden')
    self.out = tf.keras.layers.Dense(1, name='out')

  def call(self, inputs):
    return self.out(self.hidden(inputs))


def _training(is_right):
  model, optimizer = Ported(), tf.keras.optimizers.legacy.SGD(0.1)

  def step(inputs, labels):
    with tf.GradientTape() as tape:
      outputs = model(inputs)
      if is_right:
        outputs = tf.squeeze(outputs, 1)
      loss = tf.reduce_mean(tf.square(outputs - labels))  # the mistake
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    return loss

  return step


def tf2_train():
  return _training(False)


def right_train():
  return _training(True)


def inputs():
  random = np.random.RandomState(61)
  return random.randn(8, 5).astype('float32'), random.randn(8).astype('float32')
