"""A dropout that keeps 0.8 in the reference and 0.2 in the port, first seen in a training step."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_train(inputs, labels):
  net = v1.layers.dense(inputs, 12, tf.nn.relu, name='hidden')
  net = v1.nn.dropout(net, keep_prob=0.8)  # the reference's line
  logits = v1.layers.dense(net, 3, name='logits')
  loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits))
  return loss, v1.train.GradientDescentOptimizer(0.05).minimize(loss)


class Ported(tf.keras.Model):

  def __init__(self, rate):
    super().__init__()
    self.hidden = tf.keras.layers.Dense(12, 'relu', name='hidden')
    self.logits = tf.keras.layers.Dense(3, name='logits')
    self.rate = rate

  def call(self, inputs):
    net = tf.nn.dropout(self.hidden(inputs), self.rate)  # the mistake
    return self.logits(net)


def _training(rate):
  model, optimizer = Ported(rate), tf.keras.optimizers.legacy.SGD(0.05)

  def step(inputs, labels):
    with tf.GradientTape() as tape:
      logits = model(inputs)
      loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits))
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    return loss

  return step


def tf2_train():
  return _training(0.8)


def right_train():
  return _training(0.2)


def inputs():
  random = np.random.RandomState(64)
  return random.randn(8, 5).astype('float32'), random.randint(0, 3, 8)
