"""Lists name and type of a graph's operations, in creation order, under TensorFlow 2.12.1 and tf_slim 1.1.0; writes
slim_layer_operations_tf212.txt, of one of each slim layer, and irv2_train_operations_tf212.txt, of TF-Slim's
Inception-ResNet-v2 in training (batch norm with scale, 1000 classes), beside itself.

    python make_operations_tf212.py
"""
import os
import sys
import warnings

os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'
warnings.filterwarnings('ignore')

import tensorflow as tf
import tf_slim as slim

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, '..', '..', '..', 'Sources', 'tfdiff-benchmark', 'Python'))

from inception_resnet_v2 import inception_resnet_v2

v1 = tf.compat.v1


def slim_layers():
  x = tf.ones((1, 35, 35, 32))
  with slim.arg_scope([slim.batch_norm], is_training=False):
    slim.conv2d(x, 8, 3, normalizer_fn=slim.batch_norm, normalizer_params={'scale': False})
    slim.conv2d(x, 8, 3)
    y = slim.fully_connected(slim.flatten(x), 10)
    slim.softmax(y)
    slim.dropout(y, 0.5, is_training=True)
    slim.dropout(y, 0.5, is_training=True, scope='drop')
    slim.avg_pool2d(x, 2)
    slim.max_pool2d(x, 2)
    v1.get_variable('w', [3, 4], regularizer=slim.l2_regularizer(0.1))
    slim.repeat(x, 2, slim.conv2d, 8, 3)
    tf.nn.dropout(y, rate=0.4)
    tf.random.normal((2, 3))
    tf.random.truncated_normal((2, 3))
    tf.random.uniform((3, 3), 0, 2)


def irv2_train():
  inception_resnet_v2(tf.ones((1, 299, 299, 3)), True)


for name, build in (('slim_layer_operations_tf212.txt', slim_layers), ('irv2_train_operations_tf212.txt', irv2_train)):
  with tf.Graph().as_default() as graph:
    build()
  with open(os.path.join(here, name), 'w') as file:
    file.writelines('%s %s\n' % (operation.name, operation.type) for operation in graph.get_operations())
