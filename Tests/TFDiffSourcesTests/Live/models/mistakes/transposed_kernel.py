"""A port that takes its weights the other way round."""

import numpy as np
import tensorflow as tf


def tf1_model(inputs, training):
  del training
  end_points = {}
  with tf.compat.v1.variable_scope('net'):
    kernel = tf.compat.v1.get_variable('kernel', [6, 6], initializer=tf.compat.v1.random_normal_initializer())
    end_points['dense'] = net = tf.matmul(inputs, kernel)
    end_points['relu'] = net = tf.nn.relu(net)
  return net, end_points


class Ported(tf.Module):

  def __init__(self, transposes):
    super().__init__()
    self.transposes = transposes
    with tf.name_scope('net'):
      self.kernel = tf.Variable(tf.random.normal([6, 6]), name='kernel')

  def __call__(self, inputs):
    end_points = {}
    end_points['dense'] = net = tf.matmul(inputs, self.kernel, transpose_b=self.transposes)  # the mistake
    end_points['relu'] = net = tf.nn.relu(net)
    return net, end_points


def tf2_model():
  return Ported(transposes=True)


def right_model():
  return Ported(transposes=False)


def inputs():
  return np.random.RandomState(7).rand(4, 6).astype('float32')
