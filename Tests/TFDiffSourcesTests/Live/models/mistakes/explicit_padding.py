"""A port that pads by hand, as much before as after, where SAME pads more after."""

import numpy as np
import tensorflow as tf


def tf1_model(inputs, training):
  del training
  end_points = {}
  with tf.compat.v1.variable_scope('net'):
    kernel = tf.compat.v1.get_variable('kernel', [3, 3, 1, 4], initializer=tf.compat.v1.random_normal_initializer())
    end_points['conv'] = net = tf.nn.conv2d(inputs, kernel, strides=[1, 2, 2, 1], padding='SAME')
    end_points['relu'] = net = tf.nn.relu(net)
  return net, end_points


class Ported(tf.Module):

  def __init__(self):
    super().__init__()
    with tf.name_scope('net'):
      self.kernel = tf.Variable(tf.random.normal([3, 3, 1, 4]), name='kernel')

  def convolved(self, inputs):
    net = tf.pad(inputs, [[0, 0], [1, 1], [1, 1], [0, 0]])  # the mistake
    return tf.nn.conv2d(net, self.kernel, strides=2, padding='VALID')

  def __call__(self, inputs):
    end_points = {}
    end_points['conv'] = net = self.convolved(inputs)
    end_points['relu'] = net = tf.nn.relu(net)
    return net, end_points


class Right(Ported):

  def convolved(self, inputs):
    return tf.nn.conv2d(inputs, self.kernel, strides=2, padding='SAME')


def tf2_model():
  return Ported()


def right_model():
  return Right()


def inputs():
  return np.random.RandomState(7).rand(2, 8, 8, 1).astype('float32')
