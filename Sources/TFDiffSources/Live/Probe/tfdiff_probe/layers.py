"""What a forward pass is made of: its operations in order, and its layers.

Layers are what the program names end points; else what its name scopes enclose. A Keras layer opens a name scope of its
own name whenever it is called, in a graph and eagerly, so that scopes find Keras layers too.
"""

from tfdiff_probe import assignments


class Outline:
  """The operations of one forward pass in the order in which they were made or executed.

  Only those that compute are listed; through the others, which hand values on, it is followed whose value arrives
  where.
  """

  def __init__(self, untold):
    self._untold = frozenset(untold)
    self._operations = []
    self._consumers = []
    # For each operation's key, the places of the listed operations whose values it is or hands on, nearest first.
    self._sources = {}
    # For each key of one that is not listed, the names of the variables whose values it hands on.
    self._handed = {}

  def add(self, key, facts, inputs, variables=(), is_listed=True):
    """Takes in the next operation. `facts`: what is told of it; `inputs`: the keys of those it takes values from;
    `variables`: the names of those it reads itself; `is_listed`: whether it may be listed."""
    sources, read = [], list(variables)
    for each in inputs:
      sources.extend(place for place in self._sources.get(each, ()) if place not in sources)
      read.extend(name for name in self._handed.get(each, ()) if name not in read)
    if not is_listed or facts['type'] in self._untold or assignments.writes(facts['type']):
      self._sources[key] = sources
      self._handed[key] = read
      return
    place = len(self._operations)
    for each in sources:
      self._consumers[each].append(place)
    self._operations.append(dict(facts, sources=sources, variables=read))
    self._consumers.append([])
    self._sources[key] = [place]

  def facts(self, end_points):
    """The operations and layers as they are told.

    `end_points`: (name, key, output, facts of the operation) of each thing the program returns, outputs among them.
    """
    named, outputs = [], []
    for name, key, output, facts in end_points:
      sources = self._sources.get(key, ())
      for each in sources:
        self._consumers[each].append(len(self._operations))
      place = sources[0] if sources else None
      (outputs if is_output(name) else named).append(
          dict(facts, layer=name, output=output, is_named=True, place=place))
    scopes = [
        dict(self._operations[place], layer=name, output=0, is_named=False, place=place)
        for name, place in of_scopes([facts['name'] for facts in self._operations], self._consumers)]
    return {
        'event': 'structure', 'operations': self._operations, 'layers': named + scopes, 'outputs': outputs}


def describe(name, operation, kind, output, inputs, ordinal=None):
  """What is told of an operation."""
  return {
      'name': name, 'operation': operation, 'type': kind, 'ordinal': ordinal, 'shape': _shape(output),
      'dtype': output.dtype.base_dtype.name, 'input_shapes': [_shape(each) for each in inputs]}


def _shape(tensor):
  shape = tensor.shape
  return shape.as_list() if shape.rank is not None and shape.is_fully_defined() else None


def is_output(name):
  """Whether an end point is one of the program's outputs, which are told last."""
  return name.split('/')[0] == 'outputs'


def of_scopes(names, consumers):
  """Pairs of a layer's name and the place of its last operation, in order.

  `names`: the operations' full names; `consumers`: for each the places that take its value. A layer is one visit of a
  scope: a stretch of operations that it encloses, of which some value is taken outside. A scope that is visited again
  counts its visits (`dense#2`). Where one operation is the last of several scopes, the outermost has it.
  """
  found, visits = {}, {}
  for scope, first, last in sorted(_visits(names), key=lambda visit: (visit[0].count('/'), visit[1])):
    visits[scope] = visits.get(scope, 0) + 1
    leaving = [place for place in range(first, last + 1) if any(not first <= each <= last for each in consumers[place])]
    if leaving and last - first + 1 < len(names) and leaving[-1] not in found:
      found[leaving[-1]] = scope if visits[scope] == 1 else '%s#%d' % (scope, visits[scope])
  return [(found[place], place) for place in sorted(found)]


def _visits(names):
  """(scope, first place, last place) of every stretch of operations within one scope."""
  visits, opened = [], []
  for place, name in enumerate(list(names) + ['']):
    parts = name.split('/')[:-1]
    kept = 0
    while kept < min(len(parts), len(opened)) and opened[kept][0] == parts[kept]:
      kept += 1
    for depth in range(len(opened), kept, -1):
      scope = '/'.join(part for part, _ in opened[:depth])
      visits.append((scope, opened[depth - 1][1], place - 1))
    opened = opened[:kept] + [(part, place) for part in parts[kept:]]
  return visits
