"""Asks TensorFlow 2.12.1 what its optimizers make of a variable in three steps; writes optimizer_updates_tf212.json beside
itself.

    python make_optimizer_updates_tf212.py

Each case is an optimizer of one family with its hyperparameters, the gradients, and by step the variable and the slots, by
TensorFlow's names. Learning rates of schedules, and clipped gradients, are in `schedules` and `clipping`.
"""
import json
import os

os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'

import numpy as np
import tensorflow as tf

v1, keras = tf.compat.v1, tf.keras.optimizers
START = np.array([[0.5, -1.25, 2.0], [0.125, -0.75, 3.0]], 'f4')
GRADIENTS = [np.array([[0.25, -0.5, 1.0], [1e-6, -2.0, 0.0]], 'f4'), np.array([[-0.125, 0.5, 3.0], [1e-7, 1.0, 0.5]], 'f4'),
             np.array([[1.0, -0.25, -1.0], [1e-6, 0.0, 0.5]], 'f4')]
CASES = {
    'gradientDescent': (lambda: v1.train.GradientDescentOptimizer(0.1), lambda k: k.SGD(0.1)),
    'momentum': (lambda: v1.train.MomentumOptimizer(0.1, 0.9), lambda k: k.SGD(0.1, momentum=0.9)),
    'nesterov': (lambda: v1.train.MomentumOptimizer(0.1, 0.9, use_nesterov=True),
                 lambda k: k.SGD(0.1, momentum=0.9, nesterov=True)),
    'adam': (lambda: v1.train.AdamOptimizer(0.01, 0.8, 0.99, 1e-5), lambda k: k.Adam(0.01, 0.8, 0.99, 1e-5)),
    'rmsProp': (lambda: v1.train.RMSPropOptimizer(0.01, 0.8, epsilon=1e-5), lambda k: k.RMSprop(0.01, 0.8, epsilon=1e-5)),
    'rmsPropMomentum': (lambda: v1.train.RMSPropOptimizer(0.01, 0.8, 0.5, 1e-5),
                        lambda k: k.RMSprop(0.01, 0.8, momentum=0.5, epsilon=1e-5)),
    'rmsPropCentered': (lambda: v1.train.RMSPropOptimizer(0.01, 0.8, 0.5, 1e-5, centered=True),
                        lambda k: k.RMSprop(0.01, 0.8, momentum=0.5, epsilon=1e-5, centered=True)),
    'rmsPropCenteredStill': (None, lambda k: k.RMSprop(0.01, 0.8, epsilon=1e-5, centered=True)),
    'adagrad': (lambda: v1.train.AdagradOptimizer(0.1, 0.2), lambda k: k.Adagrad(0.1, 0.2, epsilon=1e-5)),
    'weightDecay': (None, lambda k: k.SGD(0.1, weight_decay=0.25) if k is keras else None),
}


def listed(variables):
  return {variable.name[:-2]: np.asarray(value).ravel().tolist() for variable, value in variables
          if variable.dtype.base_dtype == tf.float32}


def in_session(make):
  with tf.Graph().as_default(), v1.Session() as session:
    variable = v1.get_variable('scope/w', initializer=START)
    gradient = v1.placeholder(tf.float32, START.shape)
    step = make().apply_gradients([(gradient, variable)])
    session.run(v1.global_variables_initializer())
    rows = []
    for value in GRADIENTS:
      session.run(step, {gradient: value})
      rows.append(listed(zip(v1.global_variables(), session.run(v1.global_variables()))))
    return rows


def in_eager(optimizer):
  variable, rows = tf.Variable(START, name='scope/w'), []
  for value in GRADIENTS:
    optimizer.apply_gradients([(tf.constant(value), variable)])
    slots = optimizer.variables() if callable(optimizer.variables) else optimizer.variables
    rows.append(listed((v, v) for v in [variable] + list(slots)))
  return rows


def cases():
  for name, (session, eager) in CASES.items():
    if session:
      yield {'name': name, 'family': 'v1', 'steps': in_session(session)}
    for family, module in [('keras-legacy', keras.legacy), ('keras', keras)]:
      optimizer = eager(module)
      if optimizer:
        yield {'name': name, 'family': family, 'steps': in_eager(optimizer)}


def schedules():
  exponential = keras.schedules.ExponentialDecay
  for name, schedule in [('exponential', exponential(0.1, 7, 0.9)), ('staircase', exponential(0.1, 7, 0.9, staircase=True)),
                         ('piecewise', keras.schedules.PiecewiseConstantDecay([3, 10], [0.1, 0.05, 0.01]))]:
    yield {'name': name, 'rates': [float(schedule(step)) for step in range(20)]}


def clipping():
  gradients = [tf.constant(value) for value in GRADIENTS]
  for limit in [0.5, 100.0]:
    yield {'name': 'value', 'limit': limit, 'gradients': [tf.clip_by_value(g, -limit, limit) for g in gradients]}
    yield {'name': 'norm', 'limit': limit, 'gradients': [tf.clip_by_norm(g, limit) for g in gradients]}
    yield {'name': 'globalNorm', 'limit': limit, 'gradients': tf.clip_by_global_norm(gradients, limit)[0]}
  yield {'name': 'norm', 'limit': 0.5, 'gradients': [tf.clip_by_norm(tf.zeros_like(g), 0.5) for g in gradients]}


if __name__ == '__main__':
  clipped = [{**case, 'gradients': [g.numpy().ravel().tolist() for g in case['gradients']]} for case in clipping()]
  here = os.path.dirname(os.path.abspath(__file__))
  with open(os.path.join(here, 'optimizer_updates_tf212.json'), 'w') as file:
    json.dump({'tensorflow': tf.__version__, 'shape': list(START.shape), 'start': START.ravel().tolist(),
               'gradients': [g.ravel().tolist() for g in GRADIENTS], 'cases': list(cases()),
               'schedules': list(schedules()), 'clipping': clipped}, file)
