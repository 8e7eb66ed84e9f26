"""A compiled Keras model, trained by its own step, and the TensorFlow 1 program that it was ported from: batch normalization,
dropout, a regularizer, Adam."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_train(inputs, labels):
  with v1.variable_scope('net'):
    regularizer = lambda kernel: 1e-3 * tf.reduce_sum(tf.square(kernel))  # noqa: E731
    kernel = v1.get_variable('hidden/kernel', [6, 12], regularizer=regularizer)
    bias = v1.get_variable('hidden/bias', [12], initializer=v1.zeros_initializer())
    net = tf.nn.relu(tf.matmul(inputs, kernel) + bias)
    net = v1.layers.batch_normalization(net, training=True, momentum=0.9, name='norm')
    net = tf.nn.dropout(net, rate=0.25)
    out = v1.get_variable('out/kernel', [12, 3])
    logits = tf.matmul(net, out) + v1.get_variable('out/bias', [3], initializer=v1.zeros_initializer())
  data = v1.losses.sparse_softmax_cross_entropy(labels, logits)
  loss = v1.losses.get_total_loss()
  updates = v1.get_collection(v1.GraphKeys.UPDATE_OPS)
  with tf.control_dependencies(updates):
    train_op = v1.train.AdamOptimizer(1e-2).minimize(loss)
  del data
  return loss, train_op, {'logits': logits}


def tf2_model():
  keras = tf.keras
  model = keras.Sequential([
      keras.layers.Dense(12, 'relu', kernel_regularizer=keras.regularizers.l2(1e-3), name='hidden'),
      keras.layers.BatchNormalization(momentum=0.9, name='norm'),
      keras.layers.Dropout(0.25, name='dropout'),
      keras.layers.Dense(3, name='out'),
  ], name='net')
  model.build([None, 6])
  model.compile(
      keras.optimizers.Adam(1e-2, epsilon=1e-8), keras.losses.SparseCategoricalCrossentropy(from_logits=True),
      metrics=['accuracy'])
  return model


def inputs():
  random = np.random.RandomState(5)
  return random.rand(16, 6).astype('float32'), random.randint(0, 3, [16]).astype('int32')
