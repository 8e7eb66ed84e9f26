"""A loop of TensorFlow 1's kind, in a frame of the graph, whose rate falls at a step; the port's falls one step later."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1
v1.disable_control_flow_v2()


def descend(values, slope, fall):
  def step(count, at):
    rate = tf.where(count < fall, 0.5, 0.125)  # the reference's line
    return count + 1, at - rate * tf.sin(at) * slope

  return tf.while_loop(lambda count, _: count < 6, step, (tf.constant(0), values))[1]


def tf1_model(inputs, training):
  slope = v1.get_variable('slope', [5])
  reached = descend(inputs, slope, 3)
  return tf.reduce_sum(reached, 1), {'reached': reached}


class Ported(tf.Module):

  def __init__(self, fall):
    super().__init__(name='port')
    self.slope = tf.Variable(tf.ones([5]), name='slope')
    self.fall = fall

  def __call__(self, inputs):
    at = inputs
    for count in range(6):
      rate = tf.where(tf.constant(count) < self.fall, 0.5, 0.125)  # the mistake
      at = at - rate * tf.sin(at) * self.slope
    return tf.reduce_sum(at, 1), {'reached': at}


def tf2_model():
  return Ported(4)


def right_model():
  return Ported(3)


def inputs():
  return np.random.RandomState(7).rand(2, 5).astype('float32')
