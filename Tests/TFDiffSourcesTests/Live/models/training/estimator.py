"""An Estimator's model function, and its port as a model, a loss and an optimizer; two dropouts."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def cross_entropy(logits, labels):
  return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits))


def network(images, training):
  with v1.variable_scope('net'):
    kernel = v1.get_variable('kernel', [6, 8])
    hidden = tf.nn.relu(tf.matmul(images, kernel))
    if training:
      hidden = tf.nn.dropout(hidden, rate=0.5)
    first = tf.matmul(hidden, v1.get_variable('out', [8, 3]))
    if training:
      first = tf.nn.dropout(first, rate=0.2)
    return first, {'hidden': hidden, 'logits': first}


def model_fn(features, labels, mode, params):
  logits, end_points = network(features['images'], mode == 'train')
  loss = cross_entropy(logits, labels)
  step = v1.train.get_or_create_global_step()
  train_op = v1.train.GradientDescentOptimizer(params['rate']).minimize(loss, global_step=step)
  return v1.estimator.EstimatorSpec(mode, predictions=end_points, loss=loss, train_op=train_op)


params = {'rate': 0.5}


class Net(tf.keras.layers.Layer):

  @v1.keras.utils.track_tf1_style_variables
  def call(self, features, training=None):
    return network(features['images'], training)


def tf2_model():
  return Net(name='model')


def tf2_loss(logits, labels):
  return cross_entropy(logits, labels)


def tf2_optimizer():
  return tf.keras.optimizers.SGD(0.5)


def inputs():
  random = np.random.RandomState(5)
  images, labels = random.rand(40, 6).astype('float32'), random.randint(0, 3, [40]).astype('int32')
  return tf.data.Dataset.from_tensor_slices(({'images': images}, labels)).batch(16)
