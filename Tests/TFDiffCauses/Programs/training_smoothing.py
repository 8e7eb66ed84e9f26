"""Smoothed labels, which the port's cross-entropy takes as they are."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_train(inputs, labels):
  logits = v1.layers.dense(v1.layers.dense(inputs, 7, tf.nn.relu, name='hidden'), 4, name='logits')
  loss = v1.losses.softmax_cross_entropy(tf.one_hot(labels, 4), logits, label_smoothing=0.1)  # the reference's line
  return loss, v1.train.AdamOptimizer(1e-3).minimize(loss)


class Ported(tf.keras.Model):

  def __init__(self):
    super().__init__()
    self.hidden = tf.keras.layers.Dense(7, 'relu', name='hidden')
    self.logits = tf.keras.layers.Dense(4, name='logits')

  def call(self, inputs):
    return self.logits(self.hidden(inputs))


def _training(smoothing):
  model, optimizer = Ported(), tf.keras.optimizers.legacy.Adam(1e-3, epsilon=1e-8)

  def step(inputs, labels):
    with tf.GradientTape() as tape:
      targets = tf.one_hot(labels, 4)
      if smoothing:
        targets = targets * (1 - smoothing) + smoothing / 4
      logits = model(inputs)
      loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(targets, logits))  # the mistake
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    return loss

  return step


def tf2_train():
  return _training(0)


def right_train():
  return _training(0.1)


def inputs():
  random = np.random.RandomState(62)
  return random.randn(9, 6).astype('float32'), random.randint(0, 4, 9)
