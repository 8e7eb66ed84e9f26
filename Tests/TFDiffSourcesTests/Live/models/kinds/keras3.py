"""A port to Keras 3: a subclassed model, whose layers' variables TensorFlow names alike, with dropout and a regularizer."""

import keras
import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  w1 = v1.get_variable('w1', [6, 6], regularizer=lambda weights: 1e-3 * tf.reduce_sum(weights * weights))
  b1 = v1.get_variable('b1', [6], initializer=v1.zeros_initializer())
  w2 = v1.get_variable('w2', [6, 6])
  b2 = v1.get_variable('b2', [6], initializer=v1.zeros_initializer())
  return tf.matmul(tf.nn.relu(tf.matmul(inputs, w1) + b1), w2) + b2


class Ported(keras.Model):

  def __init__(self):
    super().__init__(name='port')
    self.first = keras.layers.Dense(6, activation='relu', kernel_regularizer=keras.regularizers.l2(1e-3))
    self.dropout = keras.layers.Dropout(0.5)
    self.second = keras.layers.Dense(6)

  def call(self, inputs, training=False):
    return self.second(self.dropout(self.first(inputs), training=training))


def tf2_model():
  return Ported()


def inputs():
  return np.random.RandomState(0).randn(5, 6).astype('float32')
