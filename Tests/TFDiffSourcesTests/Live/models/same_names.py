"""A port that draws its variables in another way, under the names that the graph has."""

import numpy as np
import tensorflow as tf


def tf1_model(inputs, training):
  del training
  with tf.compat.v1.variable_scope('net'):
    weights = tf.compat.v1.get_variable('weights', [3, 4], initializer=tf.compat.v1.random_normal_initializer(seed=3))
    bias = tf.compat.v1.get_variable('bias', [4], initializer=tf.compat.v1.random_normal_initializer(seed=4))
  return {'product': tf.matmul(inputs, weights) + bias}


class Ported(tf.Module):

  def __init__(self):
    super().__init__()
    with tf.name_scope('net'):
      self.weights = tf.Variable(tf.zeros([3, 4]), name='weights')
      self.bias = tf.Variable(tf.zeros([4]), name='bias')
      self.extra = tf.Variable(tf.zeros([4]), name='extra')

  def __call__(self, inputs):
    return {'product': tf.matmul(inputs, self.weights) + self.bias + self.extra}


def tf2_model():
  return Ported()


def inputs():
  return np.ones([2, 3], 'float32')
