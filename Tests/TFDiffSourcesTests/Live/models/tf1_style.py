"""TensorFlow 1 code that says so, and that both worlds run as it is."""

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def tf1_model(inputs, is_training):
  end_points = {}
  with tf.variable_scope('net'):
    kernel = tf.get_variable('kernel', [3, 3, 1, 8], initializer=tf.truncated_normal_initializer(stddev=0.1))
    net = tf.nn.conv2d(inputs, kernel, [1, 1, 1, 1], 'SAME')
    net = tf.nn.relu(net + tf.get_variable('bias', [8], initializer=tf.random_uniform_initializer(-0.1, 0.1)))
    end_points['conv'] = net
    if is_training:
      net = tf.nn.dropout(net, rate=0.3)
    end_points['dropout'] = net
    noise = tf.random_normal([8]) if is_training else tf.zeros([8])
    end_points['noise'] = tf.reduce_mean(net, [1, 2]) + noise
  return end_points['noise'], end_points


def inputs():
  return tf.reshape(tf.range(72.0) / 72.0, [2, 6, 6, 1])
