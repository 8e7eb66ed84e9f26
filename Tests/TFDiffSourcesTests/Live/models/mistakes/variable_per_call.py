"""A port whose layer makes its variable where it uses it."""

import numpy as np
import tensorflow as tf


def tf1_model(inputs, training):
  del training
  with tf.compat.v1.variable_scope('scaling'):
    scale = tf.compat.v1.get_variable('scale', initializer=tf.constant(2.0))
  return {'scaled': inputs * scale}


class Scaling(tf.keras.layers.Layer):

  def call(self, inputs):
    scale = tf.Variable(2.0, name='scale')  # the mistake
    return {'scaled': inputs * scale}


class Right(tf.keras.layers.Layer):

  def build(self, shape):
    self.scale = tf.Variable(2.0, name='scale')

  def call(self, inputs):
    return {'scaled': inputs * self.scale}


def tf2_model():
  return Scaling(name='scaling')


def right_model():
  return Right(name='scaling')


def inputs():
  return np.ones([2, 3], 'float32')
