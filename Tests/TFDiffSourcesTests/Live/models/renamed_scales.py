"""Two programs that name the same layers differently; the candidate's second layer is scaled by another factor."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def dense(net, size, scope, factor):
  with v1.variable_scope(scope):
    weights = v1.get_variable('weights', [net.shape[1], size], initializer=v1.constant_initializer(0.1))
    return tf.nn.tanh(factor * tf.matmul(net, weights))


def tf1_model(inputs, training):
  end_points = {'first': dense(inputs, 4, 'one', 1.0)}
  end_points['second'] = dense(end_points['first'], 4, 'two', 1.0)
  end_points['third'] = dense(end_points['second'], 4, 'three', 1.0)
  return dense(end_points['third'], 2, 'four', 1.0), end_points


class Ported(tf.Module):

  @v1.keras.utils.track_tf1_style_variables
  def __call__(self, inputs, training=False):
    ends = {'a': dense(inputs, 4, 'eins', 1.0)}
    ends['b'] = dense(ends['a'], 4, 'zwei', 1.25)
    ends['c'] = dense(ends['b'], 4, 'drei', 1.0)
    return dense(ends['c'], 2, 'vier', 1.0), ends


def tf2_model():
  return Ported()


def inputs():
  return np.linspace(-1, 1, 6).reshape(2, 3).astype('float32')
