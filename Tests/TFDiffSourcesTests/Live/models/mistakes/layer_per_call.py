"""A port that makes its layer each time it is called."""

import numpy as np
import tensorflow as tf


def tf1_model(inputs, training):
  del training
  with tf.compat.v1.variable_scope('net/dense'):
    kernel = tf.compat.v1.get_variable('kernel', [5, 4], initializer=tf.compat.v1.ones_initializer())
    bias = tf.compat.v1.get_variable('bias', [4], initializer=tf.compat.v1.zeros_initializer())
  return {'dense': tf.nn.bias_add(tf.matmul(inputs, kernel), bias)}


def dense():
  return tf.keras.layers.Dense(4, kernel_initializer='ones', name='dense')


class Ported(tf.keras.Model):

  def call(self, inputs):
    return {'dense': dense()(inputs)}  # the mistake


class Right(tf.keras.Model):

  def __init__(self, name):
    super().__init__(name=name)
    self.dense = dense()

  def call(self, inputs):
    return {'dense': self.dense(inputs)}


def tf2_model():
  return Ported(name='net')


def right_model():
  return Right(name='net')


def inputs():
  return np.ones([2, 5], 'float32')
