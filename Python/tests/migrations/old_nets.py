"""Networks as TensorFlow 1 has them."""

import tensorflow as tf

v1 = tf.compat.v1


def layer(name, inputs, width, activation=None):
  kernel = v1.get_variable(name + '/kernel', [inputs.shape[-1], width])
  bias = v1.get_variable(name + '/bias', [width], initializer=v1.zeros_initializer())
  outputs = tf.matmul(inputs, kernel) + bias
  return outputs if activation is None else activation(outputs, name=name)


def network(inputs, training):
  hidden = layer('hidden', inputs, 8, tf.nn.relu)
  return layer('logits', hidden, 3)


def two_inputs(left, right):
  return {'sum': layer('left', left, 4) + layer('right', right, 4)}


def train_step(inputs, labels):
  loss = tf.reduce_mean(tf.square(layer('out', inputs, 2) - labels))
  return loss, v1.train.GradientDescentOptimizer(0.1).minimize(loss)


def failing(inputs):
  raise ValueError('the \x1b[31mold\x1b[0m network is gone')
