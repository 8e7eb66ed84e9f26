"""Operations of many kinds, with the odd values that programs have, in both worlds and every version."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1
SHAPES = {
    'kernel': [3, 3, 3, 8], 'scale': [8], 'offset': [8], 'mean': [8], 'variance': [8], 'dense': [252, 5], 'table': [5, 3],
    'bias': [5],
}


def values():
  random = np.random.RandomState(11)
  return {name: (0.1 + random.rand(*SHAPES[name])).astype('float32') for name in sorted(SHAPES)}


def network(images, held):
  end_points = {}
  net = tf.nn.conv2d(images, held['kernel'], [1, 2, 2, 1], 'SAME')
  net, _, _ = v1.nn.fused_batch_norm(
      net, held['scale'], held['offset'], held['mean'], held['variance'], epsilon=0.001, is_training=False)
  end_points['norm'] = net
  net = v1.nn.max_pool(net, [1, 2, 2, 1], [1, 1, 1, 1], 'VALID')
  net = v1.image.resize_bilinear(net, [9, 7], half_pixel_centers=True)
  left, right = tf.split(net, 2, axis=3)
  # The same variable as the convolution takes, on the way to another end point, and twice.
  net = left * right + tf.reduce_mean(held['kernel']) * tf.reduce_max(held['kernel'], axis=[0, 1, 2])[:4]
  end_points['resized'] = net
  hidden = tf.nn.bias_add(tf.matmul(tf.reshape(net, [2, -1]), held['dense']), held['bias']) - 20.0
  embedded = tf.nn.embedding_lookup(held['table'], tf.argmax(hidden, axis=1))
  hidden = tf.where(tf.greater(hidden, tf.reduce_mean(hidden)), hidden, tf.zeros_like(hidden))
  # Not a number wherever the logarithm has none.
  logarithm = tf.math.log(hidden - 5.0)
  hidden = tf.where(tf.math.is_nan(logarithm), hidden, logarithm)
  empty = tf.reduce_sum(hidden[:, :0], axis=1, keepdims=True)
  is_word = tf.equal(tf.constant(['one', 'two']), tf.constant(['one', 'three']))
  hidden = hidden + empty + tf.reshape(tf.cast(is_word, tf.float32), [2, 1])
  out = tf.concat([tf.nn.softmax(hidden), embedded, tf.tile(tf.cast([[3]], tf.float32), [2, 1])], 1)
  end_points['out'] = out
  return out, end_points


def tf1_model(inputs, training):
  with v1.variable_scope('net'):
    return network(inputs, {name: v1.get_variable(name, initializer=value) for name, value in values().items()})


class Ported(tf.keras.layers.Layer):

  def __init__(self):
    super(Ported, self).__init__(name='net')
    self.held = {name: tf.Variable(value, name=name) for name, value in values().items()}

  def call(self, inputs):
    return network(inputs, self.held)


def tf2_model():
  return Ported()


def inputs():
  return np.random.RandomState(3).rand(2, 10, 12, 3).astype('float32')
