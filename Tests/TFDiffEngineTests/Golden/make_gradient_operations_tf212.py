"""Lists name, type and inputs of the operations that `tf.gradients` adds to a graph under TensorFlow 2.12.1 and tf_slim 1.1.0;
writes digits_gradient_operations_tf212.txt, of the built-in model `digits` in training, beside itself.

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

from digits_network import network

v1 = tf.compat.v1

with tf.Graph().as_default() as graph:
  images = v1.placeholder(tf.float32, (64, 8, 8, 1))
  labels = v1.placeholder(tf.int32, (64,))
  logits, _ = network(images, True)
  data = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits))
  loss = data + tf.add_n(v1.get_collection(v1.GraphKeys.REGULARIZATION_LOSSES))
  before = len(graph.get_operations())
  tf.gradients(loss, v1.trainable_variables())
  added = graph.get_operations()[before:]
with open(os.path.join(here, 'digits_gradient_operations_tf212.txt'), 'w') as file:
  for operation in added:
    print(operation.name, operation.type, *[tensor.name for tensor in operation.inputs], file=file)
