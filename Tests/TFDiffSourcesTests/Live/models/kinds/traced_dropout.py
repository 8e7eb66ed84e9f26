"""Dropout twice in a model that makes its variables when it is traced, with weights that are copied."""

import numpy as np
import tensorflow as tf


def tf1_model(inputs, training):
  net = tf.compat.v1.layers.dense(inputs, 8, name='a')
  net = tf.compat.v1.layers.dropout(net, 0.3, training=training)
  net = tf.compat.v1.layers.dense(net, 8, name='b')
  net = tf.compat.v1.layers.dropout(net, 0.3, training=training)
  return tf.compat.v1.layers.dense(net, 2, name='c')


class Ported(tf.keras.Model):

  def __init__(self):
    super().__init__(name='port')
    self.a, self.b, self.c = (tf.keras.layers.Dense(size) for size in (8, 8, 2))
    self.dropout = tf.keras.layers.Dropout(0.3)

  def call(self, inputs, training=False):
    net = self.dropout(self.a(inputs), training=training)
    return self.c(self.dropout(self.b(net), training=training))


def tf2_model():
  return Ported()


def inputs():
  return np.random.RandomState(1).randn(4, 5).astype('float32')
