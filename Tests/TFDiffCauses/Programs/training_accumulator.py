"""Adagrad whose accumulators begin at 0.1 in the reference, and at 1 in the port."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  return v1.layers.dense(v1.layers.dense(inputs, 4, tf.nn.relu, name='hidden'), 3, name='out')


def tf1_loss(outputs, labels):
  return v1.losses.sparse_softmax_cross_entropy(labels, outputs)


def tf1_optimizer():
  return v1.train.AdagradOptimizer(0.1)  # the reference's line


class Ported(tf.keras.Model):

  def __init__(self):
    super().__init__()
    self.hidden = tf.keras.layers.Dense(4, 'relu', name='hidden')
    self.out = tf.keras.layers.Dense(3, name='out')

  def call(self, inputs):
    return self.out(self.hidden(inputs))


def tf2_model():
  return Ported()


def tf2_loss(outputs, labels):
  return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=outputs))


def tf2_optimizer():
  return tf.keras.optimizers.legacy.Adagrad(0.1, initial_accumulator_value=1.0)  # the mistake


def right_optimizer():
  return tf.keras.optimizers.legacy.Adagrad(0.1, initial_accumulator_value=0.1)


def inputs():
  random = np.random.RandomState(45)
  return random.randn(9, 5).astype('float32'), random.randint(0, 3, [9]).astype('int32')
