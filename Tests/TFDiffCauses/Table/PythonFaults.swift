import TFDiffDebugger

/// Mistakes of migrations in the forward pass of programs in Python: those of the folder `Programs`, at their marked lines.
enum PythonFaults {
  static let all: [PlantedFault] =
    normalizations + layers + recurrence + pictures + sequences + arithmetic + variables + rewrites + onOldTensorFlow

  private static func mistake(
    _ program: String, training: Bool = false, copiesWeights: Bool = true, _ kinds: Set<ErrorKind>, _ causes: Set<Cause>
  ) -> PlantedFault {
    PlantedFault(
      name: "python \(program)", pair: Pair(program: program, training: training, copiesWeights: copiesWeights),
      expected: Expectation(origins: [.init(isMarkedLine: true)], kinds: kinds, causes: causes))
  }

  private static let normalizations = [
    // Each channel is multiplied by a number of its own and moved by another.
    mistake("batch_norm_epsilon", [.perChannel], [.epsilon]),
    mistake("batch_norm_momentum", training: true, [.constantFactor, .otherFormula], [.momentum]),
    mistake(
      "batch_norm_mode", training: true, [.perChannel, .otherFormula], [.batchNormMode, .missingUpdate]),
    updateThatIsMissing,
    mistake("batch_norm_bessel", training: true, [.constantFactor, .otherFormula], [.besselCorrection]),
    // Each example's own variance decides.
    mistake("layer_norm_epsilon", [.otherFormula], [.epsilon]),
    mistake("layer_norm_axis", [.otherFormula, .shape], [.axis]),
    mistake("normalize_axis", [.otherFormula, .shape], [.axis]),
    // n − 1 in the place of n, at the quotient.
    mistake("sample_variance", [.constantFactor], [.otherFormula, .besselCorrection]),
    mistake("response_normalization", [.otherFormula], [.attribute]),
  ]

  /// Nothing in the port is wrong but that something is not there: the variable says it.
  private static let updateThatIsMissing: PlantedFault = {
    var fault = mistake("batch_norm_update", training: true, [.missing], [.missingUpdate])
    fault.expected.origins.append(.init(variable: "norm/moving_*"))
    return fault
  }()

  private static let layers = [
    // At the product with the reciprocal.
    mistake("keep_prob", training: true, [.constantFactor, .randomNumbers], [.keepProbability]),
    mistake("activation_missing", [.otherFormula], [.missingOperation, .activation]),
    mistake("activation_extra", [.otherFormula], [.extraOperation, .activation]),
    mistake("activation_other", [.otherFormula], [.activation]),
    mistake("leaky_slope", [.otherFormula], [.slope]),
    mistake("gelu_formula", [.otherFormula], [.geluFormula]),
    mistake("softmax_twice", [.otherFormula], [.extraOperation]),
    mistake("attention_scale", [.constantFactor], [.missingOperation]),
    // At the product of the mask with the number, or where it ends: the examples differ that are masked as a whole.
    mistake("mask_value", [.constantFactor, .otherFormula, .partOfBatch], [.maskValue]),
  ]

  private static let recurrence = [
    mistake("lstm_gates", [.otherFormula], [.gateOrder]),
    mistake("gru_reset_after", [.otherFormula], [.resetAfter]),
    mistake("lstm_forget_bias", [.otherFormula], [.forgetBias]),
    mistake("lstm_hard_sigmoid", [.otherFormula], [.recurrentActivation]),
  ]

  private static let pictures = [
    mistake("padding_stride", [.otherFormula, .shift], [.padding]),
    mistake("padding_reflect", [.border], [.padding]),
    mistake("padding_valid", [.shape], [.padding]),
    mistake("pool_border", [.border], [.padding]),
    mistake("resize_corners", [.otherFormula, .shift], [.resizeAlignment]),
    mistake("resize_half_pixel", [.shift, .otherFormula], [.resizeAlignment]),
    mistake("resize_nearest", [.otherFormula, .shift], [.otherOperation]),
    mistake("dilation", [.otherFormula], [.attribute]),
    mistake("transposed_padding", [.shape], [.padding]),
    mistake("flatten_order", [.permutation], [.missingOperation]),
    mistake("channel_order", [.permutation], [.missingOperation]),
    // The quotient is twice the reference's, before one is taken from it.
    mistake("input_scale", [.otherFormula, .constantFactor], [.otherFormula, .constant]),
  ]

  private static let sequences = [
    mistake("embedding_offset", [.constantOffset], [.constant]),
    mistake("positions_interleaved", [.permutation], [.otherOperation, .otherFormula]),
    mistake("reverse_in_time", [.permutation], [.missingOperation]),
    mistake("last_step", [.partOfBatch], [.otherOperation]),
  ]

  /// Nothing in the port is wrong: the session computes what its rewrite has made of the line that both sides have, on the way to
  /// the second layer.
  private static let rewrites = [
    PlantedFault(
      name: "python graph_rewrite", pair: Pair(program: "graph_rewrite"),
      expected: Expectation(
        origins: [.init(endpoint: "second")], kinds: [.otherFormula, .unknown], causes: [.graphRewrite]))
  ]

  private static let arithmetic = [
    mistake("reduction_axis", [.otherFormula, .shape], [.axis]),
    mistake("mean_sum", [.constantFactor], [.reduction]),
    mistake("embedding_combiner", [.otherFormula, .partOfBatch], [.reduction, .otherOperation]),
    mistake("concat_order", [.permutation], [.crossedInputs]),
    mistake("difference_order", [.constantFactor], [.crossedInputs]),
    mistake("constant_factor", [.constantFactor], [.constant]),
    mistake("float16_detour", [.otherFormula, .unknown], [.dtype]),
  ]

  private static let variables = [
    mistake("unshared", [.otherFormula, .unknown, .randomNumbers, .missing], [.unsharedVariable]),
    mistake("random_order", training: true, [.randomNumbers], [.randomOrder]),
    mistake("permuted_kernel", copiesWeights: false, [.permutation], [.permutedVariable, .missingOperation]),
    mistake("created_again", [.otherFormula, .unknown, .randomNumbers, .missing], [.createdAgain]),
    mistake("transposed_kernel", [.permutation, .transposition, .otherFormula], [.transposedVariable]),
    mistake("initializer_kind", copiesWeights: false, [.randomNumbers, .otherFormula], [.initialValue]),
    mistake("unrestored", copiesWeights: false, [.missing, .otherFormula, .constantFactor], [.unrestoredVariable]),
    PlantedFault(
      name: "python l2_factor", pair: Pair(program: "l2_factor"),
      expected: Expectation(
        origins: [.init(isMarkedLine: true), .init(variable: "first/kernel")], kinds: [.constantFactor],
        causes: [.lossFactor])),
  ]

  /// With the reference on TensorFlow 1.15.
  private static let onOldTensorFlow = [
    normalizations[0], layers[4], recurrence[2], pictures[4], arithmetic[1],
  ].map { fault in
    var fault = fault
    fault.name += " on 1.15"
    fault.pair.needs115 = true
    return fault
  }
}
