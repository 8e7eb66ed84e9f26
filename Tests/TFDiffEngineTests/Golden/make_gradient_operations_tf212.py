"""Lists the operations that `tf.gradients` adds to a graph under TensorFlow 2.12.1 and tf_slim 1.1.0, in training; writes
beside itself digits_gradient_operations_tf212.txt, of the built-in model `digits`, with name, type and inputs, and
irv2_gradient_operations_tf212.txt, of TF-Slim's Inception-ResNet-v2 (batch norm with scale, 1000 classes), with name and type.

    python make_gradient_operations_tf212.py
"""
import os
import sys
import warnings

os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'
warnings.filterwarnings('ignore')

import numpy as np
import tensorflow as tf

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, '..', '..', 'TFDiffSourcesTests', 'Live', 'models'))

sys.path.insert(0, os.path.join(here, '..', '..', '..', 'Sources', 'tfdiff-benchmark', 'Python'))

from digits_network import network
from inception_resnet_v2 import inception_resnet_v2

v1 = tf.compat.v1


def gradient_operations(batch, shape, model):
  graph = v1.get_default_graph()
  images = v1.placeholder(tf.float32, (batch,) + shape)
  labels = v1.placeholder(tf.int32, (batch,))
  logits = model(images)
  data = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits))
  loss = data + tf.add_n(v1.get_collection(v1.GraphKeys.REGULARIZATION_LOSSES))
  before = len(graph.get_operations())
  tf.gradients(loss, v1.trainable_variables())
  return graph.get_operations()[before:]


with tf.Graph().as_default(), open(os.path.join(here, 'digits_gradient_operations_tf212.txt'), 'w') as file:
  for operation in gradient_operations(64, (8, 8, 1), lambda images: network(images, True)[0]):
    print(operation.name, operation.type, *[tensor.name for tensor in operation.inputs], file=file)
with tf.Graph().as_default(), open(os.path.join(here, 'irv2_gradient_operations_tf212.txt'), 'w') as file:
  for operation in gradient_operations(1, (299, 299, 3), lambda images: inception_resnet_v2(images, True)['Logits']):
    print(operation.name, operation.type, file=file)
