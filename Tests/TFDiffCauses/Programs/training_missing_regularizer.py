"""Regularization losses that the reference adds to its loss and the port leaves in the model."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1
SCALE = 1e-2


def tf1_train(inputs, labels):
  regularizer = tf.keras.regularizers.l2(SCALE)
  net = v1.layers.dense(inputs, 6, tf.nn.relu, kernel_regularizer=regularizer, name='hidden')
  outputs = v1.layers.dense(net, 2, kernel_regularizer=regularizer, name='out')
  loss = tf.reduce_mean(tf.square(outputs - labels))
  total = loss + v1.losses.get_regularization_loss()  # the reference's line
  return total, v1.train.GradientDescentOptimizer(0.1).minimize(total)


class Ported(tf.keras.Model):

  def __init__(self):
    super().__init__()
    regularizer = tf.keras.regularizers.l2(SCALE)
    self.hidden = tf.keras.layers.Dense(6, 'relu', kernel_regularizer=regularizer, name='hidden')
    self.out = tf.keras.layers.Dense(2, kernel_regularizer=regularizer, name='out')

  def call(self, inputs):
    return self.out(self.hidden(inputs))


def _training(is_right):
  model, optimizer = Ported(), tf.keras.optimizers.legacy.SGD(0.1)

  def step(inputs, labels):
    with tf.GradientTape() as tape:
      loss = tf.reduce_mean(tf.square(model(inputs) - labels))  # the mistake
      if is_right:
        loss += tf.add_n(model.losses)
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    return loss

  return step


def tf2_train():
  return _training(False)


def right_train():
  return _training(True)


def inputs():
  random = np.random.RandomState(66)
  return random.randn(8, 5).astype('float32'), random.randn(8, 2).astype('float32')
