"""The same networks for TensorFlow 2, some of them with a mistake."""

import tensorflow as tf


class Network(tf.keras.Model):
  """As it should be."""

  def __init__(self):
    super().__init__()
    self.hidden = tf.keras.layers.Dense(8, activation='relu', name='hidden')
    self.logits = tf.keras.layers.Dense(3, name='logits')

  def call(self, inputs, training=False):
    return self.logits(self.hidden(inputs))


class Forgetful(tf.keras.Model):
  """Without the activation of its first layer."""

  def __init__(self):
    super().__init__()
    self.hidden = tf.keras.layers.Dense(8, name='hidden')
    self.logits = tf.keras.layers.Dense(3, name='logits')

  def call(self, inputs, training=False):
    hidden = self.hidden(inputs)
    return self.logits(hidden)


class TwoInputs(tf.keras.Model):
  """A layer for each input."""

  def __init__(self):
    super().__init__()
    self.left = tf.keras.layers.Dense(4, name='left')
    self.right = tf.keras.layers.Dense(4, name='right')

  def call(self, left, right):
    return {'sum': self.left(left) + self.right(right)}


def training():
  layer = tf.keras.layers.Dense(2, name='out')
  optimizer = tf.keras.optimizers.SGD(0.1)

  def step(inputs, labels):
    with tf.GradientTape() as tape:
      loss = tf.reduce_mean(tf.square(layer(inputs) - labels))
    optimizer.apply_gradients(zip(tape.gradient(loss, layer.trainable_variables), layer.trainable_variables))
    return loss

  return step
