"""Records what TensorFlow 2.12.1 with tf_slim 1.1.0 does with variables that layers make themselves, with tf.function and
with Keras functional models, for the engine to be tested against.

    python make_layers_tf212.py > layers_tf212.json
"""
import json
import os
import sys
import warnings

os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'
warnings.filterwarnings('ignore')

import tensorflow as tf
import tf_slim as slim
from tensorflow.python.framework import op_callbacks

v1 = tf.compat.v1
shim = v1.keras.utils.track_tf1_style_variables


class BrokenScalingLayer(tf.keras.layers.Layer):
  @shim
  def call(self, inputs, training=None):
    var = tf.Variable(initial_value=2.0)
    bias = tf.Variable(initial_value=2.0, name='bias')
    return inputs * var + bias


class LayerPerCall(tf.keras.layers.Layer):
  @shim
  def call(self, inputs, training=None):
    net = slim.flatten(inputs)
    dense = tf.keras.layers.Dense(4, activation='relu', kernel_initializer=tf.constant_initializer(0.01))
    self.names = [w.name for w in dense.weights]
    net = dense(net)
    self.names = [w.name for w in dense.weights]
    return net


def digits_net(images, is_training):
  end_points = {}
  with v1.variable_scope('DigitsNet'):
    with slim.arg_scope([slim.conv2d, slim.fully_connected], weights_regularizer=slim.l2_regularizer(1e-4)):
      norm = {'is_training': is_training, 'decay': 0.9, 'epsilon': 1e-3, 'scale': True}
      with slim.arg_scope([slim.conv2d], normalizer_fn=slim.batch_norm, normalizer_params=norm):
        net = end_points['conv1'] = slim.conv2d(images, 16, 3, scope='conv1')
        net = end_points['pool1'] = slim.max_pool2d(net, 2, scope='pool1')
        net = end_points['conv2'] = slim.conv2d(net, 32, 3, scope='conv2')
        net = end_points['pool2'] = slim.avg_pool2d(net, 2, scope='pool2')
      net = end_points['flatten'] = slim.flatten(net)
      net = end_points['fc1'] = slim.fully_connected(net, 64, scope='fc1')
      net = end_points['dropout'] = slim.dropout(net, 0.75, is_training=is_training, scope='dropout')
      logits = end_points['logits'] = slim.fully_connected(net, 10, activation_fn=None, scope='logits')
      end_points['predictions'] = tf.nn.softmax(logits, name='predictions')
  return end_points


class Digits(tf.keras.layers.Layer):
  @shim
  def call(self, images, training=None):
    return digits_net(images, bool(training))


def graph_operations(layer, shape):
  graph = tf.Graph()
  with graph.as_default():
    layer(v1.placeholder(tf.float32, shape))
    return [[op.type, op.name] for op in graph.get_operations()]


def random_operations(run):
  """The random ops that are made while `run` runs, in eager execution and in graphs alike: type, shape, op seed."""
  seen = []

  def callback(op_type, inputs, attrs, outputs, op_name=None, graph=None):
    op_type = op_type.decode() if isinstance(op_type, bytes) else op_type
    if not op_type.startswith('Random') and not op_type.startswith('Truncated'):
      return
    values = dict(zip(attrs[::2], attrs[1::2]))
    seed2 = values['seed2']
    seen.append([op_type, outputs[0].shape.as_list(), int(getattr(seed2, 'i', seed2))])

  op_callbacks.add_op_callback(callback)
  try:
    result = run()
  finally:
    op_callbacks.clear_op_callbacks()
  return seen, result


def digits_case(kind, mode, training):
  tool = v1.keras.utils.DeterministicRandomTestTool(seed=42, mode=mode)
  images = tf.ones((1, 8, 8, 1))
  with tool.scope():
    def run():
      layer = Digits(name='digits')
      if kind == 'eager':
        return layer(images, training=training), layer
      if kind == 'function':
        function = tf.function(lambda x: layer(x, training=training))
        return function.get_concrete_function(tf.TensorSpec((1, 8, 8, 1))), (layer, function)
      symbolic = tf.keras.Input(shape=(8, 8, 1), batch_size=1)
      model = tf.keras.Model(inputs=symbolic, outputs=layer(symbolic))
      return model(images, training=training), layer
    if kind == 'function':
      layer = Digits(name='digits')
      values = tf.function(lambda x: layer(x, training=training))(images)
      seen = None
    else:
      seen, (values, layer) = random_operations(run)
    losses = [float(loss) for loss in layer.losses]
  return {
      'kind': kind, 'mode': mode, 'training': training, 'random_ops': seen, 'losses': losses,
      'logits': values['logits'].numpy()[0].tolist(), 'dropout': values['dropout'].numpy()[0].tolist(),
      'variables': [[v.name[:-2], v.shape.as_list(), v.trainable] for v in layer.variables]}


broken, dense = BrokenScalingLayer(), LayerPerCall()
names = []
for _ in range(2):
  dense(tf.ones((1, 8, 8, 3)))
  names.append(dense.names)

json.dump({
    'tensorflow': tf.__version__,
    'broken_graph': graph_operations(BrokenScalingLayer(name='broken_scaling_layer'), (1, 4, 4, 3)),
    'dense_graph': graph_operations(LayerPerCall(name='layer_per_call'), (1, 8, 8, 3)),
    'dense_names': names,
    'digits': [digits_case(kind, mode, training)
               for kind in ('eager', 'function', 'functional-model')
               for mode in ('constant', 'num_random_ops') for training in (False, True)],
}, sys.stdout, indent=1)
