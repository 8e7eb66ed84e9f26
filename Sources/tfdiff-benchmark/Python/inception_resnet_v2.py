"""Inception-ResNet-v2 in TF-Slim, and its TF2 layer through the variable shim: the migration guide's model.

Needs tensorflow 2.12, tf_slim 1.1.0 and numpy below 1.24.
"""
import numpy as np
import tensorflow as tf
import tf_slim as slim

v1 = tf.compat.v1

BLOCKS = {
    'Block35': [[(32, 1, 'Conv2d_1x1')], [(32, 1, 'Conv2d_0a_1x1'), (32, 3, 'Conv2d_0b_3x3')],
                [(32, 1, 'Conv2d_0a_1x1'), (48, 3, 'Conv2d_0b_3x3'), (64, 3, 'Conv2d_0c_3x3')]],
    'Block17': [[(192, 1, 'Conv2d_1x1')],
                [(128, 1, 'Conv2d_0a_1x1'), (160, [1, 7], 'Conv2d_0b_1x7'), (192, [7, 1], 'Conv2d_0c_7x1')]],
    'Block8': [[(192, 1, 'Conv2d_1x1')],
               [(192, 1, 'Conv2d_0a_1x1'), (224, [1, 3], 'Conv2d_0b_1x3'), (256, [3, 1], 'Conv2d_0c_3x1')]],
}
HALVING = dict(stride=2, padding='VALID')


def tower(net, steps):
  for outputs, kernel, scope, *rest in steps:
    net = slim.conv2d(net, outputs, kernel, scope=scope, **(rest[0] if rest else {}))
  return net


def branches(net, towers):
  results = []
  for index, steps in enumerate(towers):
    with v1.variable_scope('Branch_%d' % index):
      results.append(steps(net) if callable(steps) else tower(net, steps))
  return tf.concat(results, 3)


def residual(kind):
  def block(net, scale=1.0, activation_fn=tf.nn.relu, scope=None):
    with v1.variable_scope(scope, kind, [net]):
      mixed = branches(net, BLOCKS[kind])
      net += scale * slim.conv2d(mixed, net.shape[3], 1, normalizer_fn=None, activation_fn=None, scope='Conv2d_1x1')
      return activation_fn(net) if activation_fn else net
  block.__name__ = kind.lower()
  return block


def base(net, ends):
  def end(name, value):
    ends[name] = value
    return value

  net = end('Conv2d_1a_3x3', slim.conv2d(net, 32, 3, scope='Conv2d_1a_3x3', **HALVING))
  net = end('Conv2d_2a_3x3', slim.conv2d(net, 32, 3, padding='VALID', scope='Conv2d_2a_3x3'))
  net = end('Conv2d_2b_3x3', slim.conv2d(net, 64, 3, scope='Conv2d_2b_3x3'))
  net = end('MaxPool_3a_3x3', slim.max_pool2d(net, 3, scope='MaxPool_3a_3x3', **HALVING))
  net = end('Conv2d_3b_1x1', slim.conv2d(net, 80, 1, padding='VALID', scope='Conv2d_3b_1x1'))
  net = end('Conv2d_4a_3x3', slim.conv2d(net, 192, 3, padding='VALID', scope='Conv2d_4a_3x3'))
  net = end('MaxPool_5a_3x3', slim.max_pool2d(net, 3, scope='MaxPool_5a_3x3', **HALVING))

  def pooled(net):
    net = slim.avg_pool2d(net, 3, stride=1, padding='SAME', scope='AvgPool_0a_3x3')
    return slim.conv2d(net, 64, 1, scope='Conv2d_0b_1x1')

  def maximum(net):
    return slim.max_pool2d(net, 3, scope='MaxPool_1a_3x3', **HALVING)

  with v1.variable_scope('Mixed_5b'):
    net = end('Mixed_5b', branches(net, [
        [(96, 1, 'Conv2d_1x1')], [(48, 1, 'Conv2d_0a_1x1'), (64, 5, 'Conv2d_0b_5x5')],
        [(64, 1, 'Conv2d_0a_1x1'), (96, 3, 'Conv2d_0b_3x3'), (96, 3, 'Conv2d_0c_3x3')], pooled]))
  net = slim.repeat(net, 10, residual('Block35'), scale=0.17)
  with v1.variable_scope('Mixed_6a'):
    net = end('Mixed_6a', branches(net, [
        [(384, 3, 'Conv2d_1a_3x3', HALVING)],
        [(256, 1, 'Conv2d_0a_1x1'), (256, 3, 'Conv2d_0b_3x3'), (384, 3, 'Conv2d_1a_3x3', HALVING)], maximum]))
  net = end('PreAuxLogits', slim.repeat(net, 20, residual('Block17'), scale=0.10))
  with v1.variable_scope('Mixed_7a'):
    net = end('Mixed_7a', branches(net, [
        [(256, 1, 'Conv2d_0a_1x1'), (384, 3, 'Conv2d_1a_3x3', HALVING)],
        [(256, 1, 'Conv2d_0a_1x1'), (288, 3, 'Conv2d_1a_3x3', HALVING)],
        [(256, 1, 'Conv2d_0a_1x1'), (288, 3, 'Conv2d_0b_3x3'), (320, 3, 'Conv2d_1a_3x3', HALVING)], maximum]))
  net = slim.repeat(net, 9, residual('Block8'), scale=0.20)
  net = residual('Block8')(net, activation_fn=None)
  return end('Conv2d_7b_1x1', slim.conv2d(net, 1536, 1, scope='Conv2d_7b_1x1'))


def heads(net, ends):
  linear = dict(activation_fn=None, scope='Logits')
  with v1.variable_scope('AuxLogits'):
    aux = slim.avg_pool2d(ends['PreAuxLogits'], 5, stride=3, padding='VALID', scope='Conv2d_1a_3x3')
    aux = slim.conv2d(aux, 128, 1, scope='Conv2d_1b_1x1')
    aux = slim.conv2d(aux, 768, aux.shape[1:3], padding='VALID', scope='Conv2d_2a_5x5')
    ends['AuxLogits'] = slim.fully_connected(slim.flatten(aux), 1000, **linear)
  with v1.variable_scope('Logits'):
    net = ends['global_pool'] = slim.avg_pool2d(net, net.shape[1:3], padding='VALID', scope='AvgPool_1a_8x8')
    net = ends['PreLogitsFlatten'] = slim.dropout(slim.flatten(net), 0.8, scope='Dropout')
    ends['Logits'] = slim.fully_connected(net, 1000, **linear)
    ends['Predictions'] = tf.nn.softmax(ends['Logits'], name='Predictions')


def inception_resnet_v2(images, training, scale=True):
  ends = {}
  decay = slim.l2_regularizer(0.00004)
  norm = dict(decay=0.9997, epsilon=0.001, scale=scale, updates_collections=v1.GraphKeys.UPDATE_OPS)
  with slim.arg_scope([slim.conv2d, slim.fully_connected], weights_regularizer=decay, biases_regularizer=decay), \
      slim.arg_scope([slim.conv2d], activation_fn=tf.nn.relu, normalizer_fn=slim.batch_norm, normalizer_params=norm), \
      slim.arg_scope([slim.batch_norm, slim.dropout], is_training=training), \
      v1.variable_scope('InceptionResnetV2') as scope:
    with v1.variable_scope(scope), \
        slim.arg_scope([slim.conv2d, slim.max_pool2d, slim.avg_pool2d], stride=1, padding='SAME'):
      net = base(images, ends)
    heads(net, ends)
  return ends


class Layer(tf.keras.layers.Layer):
  @v1.keras.utils.track_tf1_style_variables
  def call(self, images, training=False):
    return inception_resnet_v2(images, training)


def tf1_model(inputs, training):
  return inception_resnet_v2(inputs, training)


def tf2_model():
  return Layer()


def inputs():
  return np.ones((1, 299, 299, 3), 'float32')
