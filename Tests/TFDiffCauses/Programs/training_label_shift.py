"""Labels that count from one, which the reference brings to zero and the port takes as they are."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def cross_entropy(outputs, labels):
  return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=outputs))  # the mistake


def tf1_model(inputs, training):
  return v1.layers.dense(v1.layers.dense(inputs, 6, tf.nn.relu, name='hidden'), 5, name='out')


def tf1_loss(outputs, labels):
  return cross_entropy(outputs, labels - 1)


def tf1_optimizer():
  return v1.train.GradientDescentOptimizer(0.1)


class Ported(tf.keras.Model):

  def __init__(self):
    super().__init__()
    self.hidden = tf.keras.layers.Dense(6, 'relu', name='hidden')
    self.out = tf.keras.layers.Dense(5, name='out')

  def call(self, inputs):
    return self.out(self.hidden(inputs))


def tf2_model():
  return Ported()


def tf2_loss(outputs, labels):
  return cross_entropy(outputs, labels)


def right_loss(outputs, labels):
  return cross_entropy(outputs, labels - 1)


def tf2_optimizer():
  return tf.keras.optimizers.legacy.SGD(0.1)


def inputs():
  random = np.random.RandomState(51)
  return random.randn(9, 4).astype('float32'), random.randint(1, 5, [9]).astype('int32')
