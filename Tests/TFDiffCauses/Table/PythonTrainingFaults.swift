import TFDiffDebugger

/// Mistakes of migrations in training steps of programs in Python.
enum PythonTrainingFaults {
  /// - Parameter rung: a glob for where the mistake first shows.
  private static func mistake(
    _ program: String, steps: Int = 1, _ rung: String, _ kinds: Set<ErrorKind>, _ causes: Set<Cause>
  ) -> PlantedFault {
    PlantedFault(
      name: "python \(program)", pair: Pair(program: program, steps: steps),
      expected: Expectation(origins: [.init(rung: rung)], kinds: kinds, causes: causes))
  }

  static let all = [
    // A batch of 12.
    mistake("training_loss_sum", "step1/loss*", [.constantFactor], [.lossReduction]),
    // Five of eight examples count in the reference.
    mistake("training_weighted", "step1/loss*", [.constantFactor], [.lossFactor, .lossReduction]),
    mistake("training_masked", "step1/loss*", [.otherFormula, .constantFactor], [.otherFormula, .missingOperation]),
    mistake("training_beta", "step1/slots/v/*", [.otherFormula, .constantFactor], [.optimizerFormula]),
    mistake("training_warm_up", "step1/learning_rate", [.constantFactor], [.learningRate]),
    mistake("training_l2", "step1/loss*", [.constantFactor, .constantOffset], [.lossFactor]),
    // The labels are one more.
    mistake("training_label_shift", "step1/loss*", [.otherFormula, .unknown, .constantOffset], [.labels]),
    // Experiments on operations tell these: the loss is run as a forward pass.
    mistake("training_broadcast", "step1/loss*", [.shape], [.broadcast]),
    mistake("training_smoothing", "step1/loss*", [.otherFormula], [.missingOperation, .labels, .otherOperation]),
    mistake(
      "training_from_logits", "step1/loss*", [.otherFormula], [.missingOperation, .extraOperation, .otherOperation]),
    mistake("training_dropout", "step1/loss*", [.constantFactor, .randomNumbers, .otherFormula], [.keepProbability]),
    mistake("training_huber", "step1/loss*", [.otherFormula], [.constant]),
    mistake("training_adam_epsilon", "step1/variables/*", [.otherFormula], [.optimizerEpsilon]),
    mistake("training_clipping", "step1/applied/*", [.constantFactor, .otherFormula], [.clipping]),
    mistake("training_gradient_scale", "step1/applied/*", [.constantFactor], [.gradientScale]),
    mistake(
      "training_accumulator", "step1/initial_slots/accumulator/*", [.constantFactor, .constantOffset], [.slotStart]),
    mistake("training_mean_square", "step1/initial_slots/rms/*", [.constantFactor, .constantOffset], [.slotStart]),
    mistake("training_weight_decay", "step1/variables/*", [.otherFormula], [.weightDecay]),
    mistake("training_nesterov", "step1/variables/*", [.otherFormula], [.optimizerFormula]),
    mistake("training_schedule", steps: 3, "step2/learning_rate", [.constantFactor], [.learningRate]),
    // The reference's gradient lacks what flows through the target.
    mistake("training_missing_regularizer", "step1/loss*", [.constantOffset, .missing], [.missingRegularization]),
    mistake("training_label_gradient", "step1/gradients/*", [.otherFormula, .unknown], [.stoppedGradient]),
    mistake("training_stop_gradient", "step1/gradients/*", [.otherFormula, .unknown], [.stoppedGradient]),
  ]
}
