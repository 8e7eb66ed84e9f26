"""A port that calls a variable by another name, so that checkpoints do not find it."""

import numpy as np
import tensorflow as tf


def tf1_model(inputs, training):
  del training
  with tf.compat.v1.variable_scope('net'):
    scale = tf.compat.v1.get_variable('scale', [3], initializer=tf.compat.v1.ones_initializer())
    offset = tf.compat.v1.get_variable('offset', [3], initializer=tf.compat.v1.zeros_initializer())
  return {'scaled': inputs * scale + offset}


class Ported(tf.Module):

  def __init__(self, offset):
    super().__init__()
    with tf.name_scope('net'):
      self.scale = tf.Variable(tf.ones([3]), name='scale')
      self.offset = tf.Variable(tf.zeros([3]), name=offset)  # the mistake

  def __call__(self, inputs):
    return {'scaled': inputs * self.scale + self.offset}


def tf2_model():
  return Ported('beta')


def right_model():
  return Ported('offset')


def inputs():
  return np.ones([2, 3], 'float32')
