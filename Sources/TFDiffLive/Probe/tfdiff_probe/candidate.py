"""The candidate: the program's layer or model, called once to be compared and once more to see that it makes nothing."""

import dataclasses
import typing
from typing import Any, List, Optional, Sequence, Tuple, Union

from tfdiff_probe import attribute_paths
from tfdiff_probe import batches
from tfdiff_probe import channel as channels
from tfdiff_probe import codec
from tfdiff_probe import created_variables
from tfdiff_probe import eager_pass
from tfdiff_probe import function_pass
from tfdiff_probe import functional
from tfdiff_probe import generated
from tfdiff_probe import layer_calls
from tfdiff_probe import loss_pass
from tfdiff_probe import losses
from tfdiff_probe import messages
from tfdiff_probe import names
from tfdiff_probe import observer
from tfdiff_probe import op_recorder
from tfdiff_probe import preflight
from tfdiff_probe import program as programs
from tfdiff_probe import seeding
from tfdiff_probe import signatures
from tfdiff_probe import target as targets
from tfdiff_probe import tensorflow_world as world
from tfdiff_probe import training_candidate

load = programs.Imported


def run(channel: channels.Channel, setup: messages.Run, payload: Any, imported: programs.Imported) -> None:
  """The migration guide's program: the model is called, its losses are read, and it is called once more to see that
  it creates nothing."""
  if setup.preflight:
    return _tell_ahead(channel, setup, payload, imported)
  if setup.steps:
    return training_candidate.run(channel, setup, payload, imported)
  tf, target, batch = imported.tf, imported.target, imported.batch(setup, payload)
  if setup.ends_at_loss:
    tf.config.run_functions_eagerly(True)
    target = loss_pass.of_eager(tf, setup, target)
  channel.await_request()
  channel.restart_clock()
  world.set_rewrites(tf, setup)
  given = batch.mapped(lambda structure: tf.nest.map_structure(tf.convert_to_tensor, structure))
  ModelRun(tf, channel, setup).run(target, batch, given)


def _tell_ahead(channel: channels.Channel, setup: messages.Run, payload: Any, imported: programs.Imported) -> None:
  """What is known before a run: the model is traced as a function, which computes nothing of its forward pass."""
  tf, target, batch = imported.tf, imported.target, imported.batch(setup, payload)
  channel.await_request()
  given = batch.mapped(lambda structure: tf.nest.map_structure(tf.convert_to_tensor, structure))
  run_ahead = ModelRun(tf, channel, dataclasses.replace(setup, candidate='function'))
  preflight.tell(channel, setup, tf, batch, lambda: run_ahead.build(target, batch, given))


class ModelRun:
  """One run of a model, eagerly or as a traced function."""

  def __init__(self, tf: Any, channel: channels.Channel, setup: messages.Run) -> None:
    self._tf = tf
    self._labels: Any = None
    self._channel = channel
    self._setup = setup
    self._call = 0
    self._tool = world.tool(tf, setup)
    self._recorder = op_recorder.OpRecorder(channel, setup, self._tool)
    self._pass: Union[function_pass.FunctionPass, eager_pass.EagerPass]
    if setup.candidate == 'function':
      self._pass = function_pass.FunctionPass(tf, channel, setup, self._recorder, self.call, self._tool)
    else:
      self._pass = eager_pass.EagerPass(tf, channel, setup, self._recorder, self.call)
    self._created = created_variables.CreatedVariables(
        tf, channel, setup, self._recorder, self._tool, lambda: max(self._call, 1), self._pass.restores_at_creation)

  @property
  def variables(self) -> Sequence[Any]:
    """The model's own; where it does not say, what was made."""
    listed = getattr(self._model, 'variables', None)
    return self._created.all if listed is None else [world.unwrapped(variable) for variable in listed]

  def run(self, target: targets.Target, batch: batches.Batch, given: batches.Batch) -> None:
    """Runs to the end, held wherever the debugger wants it held.

    `batch`: what the model is given, as arrays; `given`: the same as tensors.
    """
    with self._tf.variable_creator_scope(self._created.creator):
      seeding.seed_all(self._setup.seed)
      with layer_calls.recording(), self._recorder.recording(), self._tool.scope():
        self._model = self._make(target)
        inputs = self._take_batch(target, batch, given)
        self._model = self._within_functional(inputs)
        self._recorder.root = names.root_scope(self._model)
        self._pass.prepare(inputs, self._set_weights)
        self._created.read_initial_values()
        self._pass.run(inputs)
        total, each = self._losses()
      seconds = self._channel.seconds
      self._recorder.random.send()
      effect, failure = self._call_once_more(inputs)
    for name, value in self._pass.loaded.items():
      self._created.initial_values.add(name, value)
    self._pass.send_layout(self._answer)
    self._pass.send()
    self._created.send_ahead()
    generated.remove()
    if failure is not None:
      raise failure
    self._channel.finish(messages.Finished(total, seconds, each, self._untracked(), effect))

  def build(self, target: targets.Target, batch: batches.Batch, given: batches.Batch) -> preflight.Built:
    """Makes the model and traces it, and the program's optimizer where there is one."""
    traced = typing.cast(function_pass.FunctionPass, self._pass)
    with self._tf.variable_creator_scope(self._created.creator):
      seeding.seed_all(self._setup.seed)
      # Kept, so that it can be asked for what it leaves out.
      optimizer = None if target.optimizer is None else target.optimizer()
      with layer_calls.recording(), self._recorder.recording(), self._tool.scope():
        self._model = self._make(target)
        inputs = self._take_batch(target, batch, given)
        self._recorder.root = names.root_scope(self._model)
        traced.prepare(inputs, lambda: None)
        seed = world.global_seed()
    self._recorder.random.send()
    self._optimizer = optimizer
    return preflight.Built(traced.operations, self._created.all, traced.decays(), seed)

  def _take_batch(self, target: targets.Target, batch: batches.Batch, given: batches.Batch) -> Any:
    """Takes in what the model is given; returns its inputs."""
    other = signatures.Signature(target.counterpart) if target.counterpart else None
    self._created.initial_values.add_batch(batch.parted(self._signature, other), self._tf.nest.flatten)
    given = given.parted(self._signature, other)
    self._labels = given.labels
    return given.features

  def _answer(self, question: messages.Request) -> None:
    if isinstance(question, messages.AskStructure):
      structure = self._pass.structure()
      structure.attributes = attribute_paths.of_model(self._model, self._created.name_of, world.unwrapped)
      self._channel.send(structure)
    elif not self._created.initial_values.answer(question):
      raise codec.MessageError('the request %s was not expected' % question.request)

  def call(self, inputs: Any) -> Any:
    """Calls the model as it wants to be called."""
    self._call += 1
    positional, options = self._signature.arguments(inputs, self._labels, self._setup.training)
    if self._setup.training and not self._signature.takes_training and self._call == 1:
      self._channel.log('the model takes neither training nor is_training: it is called without')
    return self._model(*positional, **options)

  def _make(self, target: targets.Target) -> Any:
    function = target.tf1 if target.tf2 is None else target.tf2
    if target.tf2 is None or signatures.Signature(function).takes_inputs:
      self._signature = signatures.Signature(function, target.params)
      return world.shimmed(self._tf, function)
    model = function()
    self._signature = signatures.Signature(getattr(model, 'call', None) or model.__call__, target.params)
    return model

  def _within_functional(self, inputs: Any) -> Any:
    if self._setup.candidate != 'functional-model':
      return self._model
    self._recorder.records_tracing = True
    model = functional.model(self._tf, self._model, inputs)
    self._recorder.records_tracing = False
    return model

  def _set_weights(self) -> None:
    """Sets variables once they are all there."""
    if not self._pass.restores_at_creation:
      self._created.weights.restore(self._created.all)
    self._created.weights.fix(self.variables)

  def _losses(self) -> Tuple[Optional[messages.Number], List[messages.VariableLoss]]:
    """The sum of the regularization losses, None where there are none, and each of them."""
    name_of = self._created.name_of
    with self._recorder.paused():
      pairs = losses.of_model(self._model, list(map(name_of, self._created.all)), name_of)
      total = codec.number(float(self._tf.add_n([loss for _, loss in pairs]))) if pairs else None
      each = [messages.VariableLoss(name, codec.number(float(loss))) for name, loss in pairs]
    return total, each

  def _call_once_more(self, inputs: Any) -> Tuple[Optional[messages.ObserverEffect], Optional[Exception]]:
    """The guide's creation guard: what a further call makes is told of, each with its stack.

    Nobody listens to that call where the compared one changed no variable, so it also tells whether listening changes what
    the model computes. Returns that, and the exception that the call raised; what was compared is told all the same.
    """
    known = len(self._created.all)
    self._created.is_ahead = True
    try:
      result = self._pass.plain(inputs)
    except Exception as error:  # pylint: disable=broad-except
      return None, error
    made = list(map(self._created.name_of, self._created.all[known:]))
    if made:
      self._channel.log('the model was called again and created variables: %s' % ', '.join(made))
    # Other random numbers, variables that the first call changed, and values that it was given part the two for reasons of
    # their own.
    if made or self._pass.is_changing or self._recorder.has_substituted:
      return None, None
    return observer.effect(self._pass.outputs, targets.outputs(result)), None

  def _untracked(self) -> List[int]:
    known = {id(variable) for variable in self.variables}
    return [place for place, variable in enumerate(self._created.all) if id(variable) not in known]
