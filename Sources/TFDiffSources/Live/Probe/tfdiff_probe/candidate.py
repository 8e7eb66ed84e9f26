"""The candidate: the program's layer or model, called once to be compared and once more to see that it makes nothing."""

from tfdiff_probe import eager_pass
from tfdiff_probe import function_pass
from tfdiff_probe import functional
from tfdiff_probe import generated
from tfdiff_probe import initial_values
from tfdiff_probe import initializers
from tfdiff_probe import layer_calls
from tfdiff_probe import losses
from tfdiff_probe import names
from tfdiff_probe import observer
from tfdiff_probe import program as programs
from tfdiff_probe import seeding
from tfdiff_probe import signatures
from tfdiff_probe import stacks
from tfdiff_probe import target as targets
from tfdiff_probe import tensorflow_world as world
from tfdiff_probe import watching
from tfdiff_probe import weights

# How far from the innermost frame a Keras model's own counters are made.
STACK_OF_COUNTERS = 24

bring = programs.Imported


def run(channel, setup, payload, imported):
  """The migration guide's program: the model is called, its losses are read, and it is called once more to see that
  it creates nothing."""
  tf, target, batch = imported.tf, imported.target, imported.batch(setup, payload)
  channel.await_request()
  channel.restart_clock()
  world.set_rewrites(tf, setup)
  given = batch.mapped(lambda structure: tf.nest.map_structure(tf.convert_to_tensor, structure))
  one_run = Program(tf, channel, setup, given.labels)
  one_run.know_batch(batch)
  one_run.run(target, given.features)


class Program:
  """One run of a model, eagerly or as a traced function."""

  def __init__(self, tf, channel, setup, labels):
    self._tf = tf
    self._labels = labels
    self._channel = channel
    self._setup = setup
    self._call = 0
    self._created = []
    self._watch = watching.Watch(channel, setup)
    self._weights = weights.Weights(tf, channel, setup)
    self._initial_values = initial_values.InitialValues(channel)
    # Whether what is created is told later, as the call that creates it is made ahead of its turn.
    self._is_ahead = False
    self._tool = world.tool(tf, setup)
    self._created_ahead = []
    kind = function_pass.FunctionPass if setup['candidate'] == 'function' else eager_pass.EagerPass
    self._pass = kind(tf, channel, setup, self._watch, self.call, self._tool)

  @property
  def variables(self):
    """The model's own; where it does not say, what was made."""
    listed = getattr(self._model, 'variables', None)
    return self._created if listed is None else listed

  def run(self, target, inputs):
    """Runs to the end, held wherever the debugger wants it held."""
    with self._tf.variable_creator_scope(self._creator):
      seeding.seed_all(self._setup['seed'])
      with layer_calls.remembering(), self._watch.listening(), self._tool.scope():
        self._model = self._make(target, inputs)
        self._watch.root = names.root_scope(self._model)
        self._pass.prepare(inputs, self._set_weights)
        self._learn_initial_values()
        self._pass.run(inputs)
        each, total = self._losses()
      seconds = self._channel.seconds
      effect, failure = self._call_once_more(inputs)
    for name, value in self._pass.loaded.items():
      self._initial_values.know(name, value)
    self._pass.agree(self._answer)
    self._pass.tell()
    self._tell_created_ahead()
    generated.remove()
    if failure is not None:
      raise failure
    self._channel.finish({
        'regularization_loss': total, 'seconds': seconds, 'losses': each, 'untracked': self._untracked(),
        'observer': effect})

  def know_batch(self, batch):
    """Takes in what the model is given, as arrays."""
    self._initial_values.know_batch(batch, self._tf.nest.flatten)

  def _learn_initial_values(self):
    """What is made later has its value when it is made."""
    with self._watch.paused():
      for variable in self._created:
        self._initial_values.know(world.variable_name(variable), variable.read_value())

  def _answer(self, question):
    """Answers a question for initial values; whether it was one."""
    if question.get('ask') == 'structure':
      return False
    self._initial_values.tell(question)
    return True

  def call(self, inputs):
    """Calls the model as it wants to be called."""
    self._call += 1
    positional, options = self._signature.arguments(inputs, self._labels, self._setup['training'])
    if self._setup['training'] and not self._signature.takes_training and self._call == 1:
      self._channel.log('the model takes neither training nor is_training: it is called without')
    return self._model(*positional, **options)

  def _make(self, target, inputs):
    function = target.tf1 if target.tf2 is None else target.tf2
    if target.tf2 is None or signatures.Signature(function).takes_inputs:
      self._signature = signatures.Signature(function, target.params)
      model = world.shimmed(self._tf, function)
    else:
      model = function()
      self._signature = signatures.Signature(getattr(model, 'call', None) or model.__call__, target.params)
    if self._setup['candidate'] != 'functional-model':
      return model
    self._watch.hears_tracing = True
    model = functional.model(self._tf, model, inputs)
    self._watch.hears_tracing = False
    return model

  def _creator(self, next_creator, **options):
    with self._watch.creating(), self._tool.initializing():
      variable = next_creator(**options)
      if self._pass.restores_at_creation:
        self._weights.restore([variable])
    stack = stacks.current(2)
    # A Keras model counts its own training steps; those variables are none of the program's.
    if not any(frame['function'].endswith('_init_batch_counters') for frame in stack[:STACK_OF_COUNTERS]):
      self._created.append(variable)
      name = world.variable_name(variable)
      self._watch.know(variable, name)
      facts = world.variable_facts(
          variable, max(self._call, 1), stack, initializers.words(options.get('initial_value')))
      self._tell_created(variable, name, facts)
    return variable

  def _tell_created(self, variable, name, facts):
    if self._is_ahead:
      return self._created_ahead.append(facts)
    if self._tf.executing_eagerly():
      with self._watch.paused():
        self._initial_values.know(name, variable.read_value())
    self._channel.variable(facts)
    return None

  def _tell_created_ahead(self):
    for facts in self._created_ahead:
      self._channel.variable(facts)

  def _set_weights(self):
    """Sets variables once they are all there."""
    if not self._pass.restores_at_creation:
      self._weights.restore(self._created)
    self._weights.fix(self.variables)

  def _losses(self):
    with self._watch.paused():
      pairs = losses.of_model(self._model, [world.variable_name(variable) for variable in self._created])
      total = float(self._tf.add_n([loss for _, loss in pairs])) if pairs else None
      each = [{'variable': name, 'value': float(loss)} for name, loss in pairs]
    return each, total

  def _call_once_more(self, inputs):
    """The guide's creation guard: what a further call makes is told of, each with its stack.

    Nobody listens to that call where the compared one changed no variable, so it also tells whether listening changes what
    the model computes. Returns that, and the exception that the call raised; what was compared is told all the same.
    """
    known = len(self._created)
    self._is_ahead = True
    try:
      result = self._pass.plain(inputs)
    except Exception as error:  # pylint: disable=broad-except
      return None, error
    made = [world.variable_name(variable) for variable in self._created[known:]]
    if made:
      self._channel.log('the model was called again and created variables: %s' % ', '.join(made))
    # Other random numbers, or variables that the first call changed, part the two for reasons of their own.
    if made or self._pass.is_changing:
      return None, None
    return observer.effect(self._pass.outputs, targets.outputs(result)), None

  def _untracked(self):
    tracked = getattr(self._model, 'variables', None)
    if tracked is None:
      return []
    known = {id(variable) for variable in tracked}
    return [place for place, variable in enumerate(self._created) if id(variable) not in known]
