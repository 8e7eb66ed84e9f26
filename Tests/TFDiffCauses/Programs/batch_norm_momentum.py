"""TF1's decay of 0.9 became Keras' default momentum of 0.99; shows in training."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  net = v1.layers.dense(inputs, 8, name='hidden')
  net = v1.layers.batch_normalization(net, momentum=0.9, training=training, name='norm')  # the reference's line
  return v1.layers.dense(tf.nn.relu(net), 3, name='out')


class Ported(tf.keras.Model):

  def __init__(self, **options):
    super().__init__()
    self.hidden = tf.keras.layers.Dense(8, name='hidden')
    self.norm = tf.keras.layers.BatchNormalization(name='norm', **options)
    self.out = tf.keras.layers.Dense(3, name='out')

  def call(self, inputs, training=False):
    net = self.norm(self.hidden(inputs), training=training)  # the mistake
    return self.out(tf.nn.relu(net))


def tf2_model():
  return Ported()


def right_model():
  return Ported(momentum=0.9)


def inputs():
  return np.random.RandomState(2).randn(12, 5).astype('float32')
