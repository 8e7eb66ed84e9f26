import TFDiffDebugger
import TFDiffTargets

/// Faults of the forward pass in built-in models. What is expected follows from what each fault does.
struct EmbeddedFaults: Sendable {
  let surroundings: Surroundings

  var all: [PlantedFault] {
    activations + paddings + normalizations + dropouts + randomOrders + variables + elements + losses + inception
  }

  /// The digits' network with trained weights, on 64 images, or on ones with weights that are drawn.
  private func digits(
    _ fault: String, isTrained: Bool = true, training: Bool = false, _ expected: Expectation
  ) -> PlantedFault {
    let pair = Pair("digits") { arguments in
      arguments.faults = [fault]
      arguments.training = training
      arguments.input = "\(surroundings.batch):images"
      arguments.checkpoint = isTrained ? surroundings.checkpoint : nil
    }
    let words = [training ? "training" : nil, isTrained ? nil : "drawn"].compactMap(\.self)
    return PlantedFault(name: (["digits", fault] + words).joined(separator: " "), pair: pair, expected: expected)
  }

  private func at(
    _ endpoint: String, _ operations: String..., kinds: Set<ErrorKind>, causes: Set<Cause>
  ) -> Expectation {
    Expectation(origins: operations.map { .init(endpoint: endpoint, operation: $0) }, kinds: kinds, causes: causes)
  }

  /// Without it, what is below zero stays.
  private var activations: [PlantedFault] {
    ["conv1", "conv2", "fc1"].map { name in
      digits(
        "missing-activation@\(name)",
        at(name, "DigitsNet/\(name)/Relu*", kinds: [.otherFormula], causes: [.missingOperation, .activation]))
    }
  }

  /// VALID leaves a smaller picture. Trained weights would not fit what follows.
  private var paddings: [PlantedFault] {
    [("padding@conv1", "conv1"), ("padding=VALID@conv2", "conv2")].map { fault, name in
      digits(
        fault, isTrained: false, at(name, "DigitsNet/\(name)/Conv2D*", kinds: [.shape], causes: [.padding]))
    }
  }

  /// Another epsilon multiplies each channel, before beta, by the root of (variance + epsilon) / (variance + other); where
  /// variances are those that variables begin with, all channels by the same.
  private var normalizations: [PlantedFault] {
    func norm(_ name: String, _ kinds: Set<ErrorKind>) -> Expectation {
      at(name, "DigitsNet/\(name)/*FusedBatchNorm*", kinds: kinds, causes: [.epsilon])
    }
    func average(_ name: String) -> Expectation {
      // (1 - decay) is the batch's share in what is assigned.
      Expectation(
        origins: [.init(endpoint: name, variable: "DigitsNet/\(name)/BatchNorm/moving_*")],
        kinds: [.constantFactor, .otherFormula], causes: [.momentum])
    }
    return [
      digits("batch-norm-epsilon@conv1", norm("conv1", [.perChannel])),
      digits("batch-norm-epsilon=0.05@conv1", norm("conv1", [.perChannel])),
      digits("batch-norm-epsilon=0.0011@conv2", norm("conv2", [.perChannel])),
      digits("batch-norm-epsilon=0.1@conv2", training: true, norm("conv2", [.perChannel])),
      digits("batch-norm-epsilon=0.02@conv1", isTrained: false, norm("conv1", [.constantFactor, .perChannel])),
      // With fresh moving averages it all but hands on its input, on both sides.
      digits("batch-norm-epsilon@conv1", isTrained: false, norm("conv1", [.constantFactor, .perChannel])),
      digits("batch-norm-epsilon@conv2", isTrained: false, norm("conv2", [.constantFactor, .perChannel])),
      digits("batch-norm-decay=0.5@conv1", training: true, average("conv1")),
      digits("batch-norm-decay=0.99@conv2", training: true, average("conv2")),
    ]
  }

  /// Some elements are zero, and the others are divided by the share that is kept.
  private var dropouts: [PlantedFault] {
    ["dropout-in-inference@dropout", "dropout-in-inference=0.4@dropout"].map { fault in
      digits(
        fault,
        at(
          "dropout", "DigitsNet/dropout/*", kinds: [.randomNumbers, .otherFormula, .outliers],
          causes: [.dropoutMode]))
    }
  }

  /// No fault of a kind, but random operations that what is traced makes in another order.
  private var randomOrders: [PlantedFault] {
    ["function", "functional-model"].map { candidate in
      let pair = Pair("digits") { arguments in
        (arguments.candidate, arguments.training) = (candidate, true)
        arguments.input = "\(surroundings.batch):images"
      }
      return PlantedFault(
        name: "digits \(candidate) num_random_ops training", pair: pair,
        expected: at("dropout", "DigitsNet/dropout/*", kinds: [.randomNumbers], causes: [.randomOrder]))
    }
  }

  private var variables: [PlantedFault] {
    /// A variable that begins with other numbers, or the operation that reads it.
    func variable(_ endpoint: String, _ name: String, kinds: Set<ErrorKind>, causes: Set<Cause>) -> Expectation {
      Expectation(
        origins: [
          .init(variable: "DigitsNet/\(name)"), .init(endpoint: endpoint, operation: "DigitsNet/\(endpoint)/*"),
        ],
        kinds: kinds, causes: causes)
    }
    let unrestored: Set<Cause> = [.unrestoredVariable, .initialValue]
    return [
      // The elements of a kernel in the order of its transpose.
      digits(
        "transposed-weight@conv2",
        variable(
          "conv2", "conv2/weights", kinds: [.permutation, .transposition, .otherFormula],
          causes: [.transposedVariable])),
      digits(
        "transposed-weight@fc1",
        variable(
          "fc1", "fc1/weights", kinds: [.permutation, .transposition, .otherFormula], causes: [.transposedVariable])),
      digits(
        "transposed-weight@logits", isTrained: false,
        variable(
          "logits", "logits/weights", kinds: [.permutation, .transposition, .otherFormula],
          causes: [.transposedVariable])),
      // Drawn from a normal distribution for a uniform one.
      digits(
        "swapped-random-op@conv1", isTrained: false,
        variable("conv1", "conv1/weights", kinds: [.randomNumbers, .otherFormula], causes: [.initialValue])),
      digits(
        "swapped-random-op@fc1", isTrained: false,
        variable("fc1", "fc1/weights", kinds: [.randomNumbers, .otherFormula], causes: [.initialValue])),
      // What was drawn, where the reference has what was trained.
      digits(
        "unrestored-variable@conv2",
        variable("conv2", "conv2/weights", kinds: [.randomNumbers, .unknown], causes: unrestored)),
      digits(
        "unrestored-variable@fc1",
        variable("fc1", "fc1/weights", kinds: [.randomNumbers, .unknown], causes: unrestored)),
      digits(
        "renamed-variable@fc1",
        variable("fc1", "fc1/weights*", kinds: [.randomNumbers, .unknown], causes: unrestored)),
      // The averages begin at zero and at one.
      digits(
        "moving-averages-reset@conv1", training: true,
        variable(
          "conv1", "conv1/BatchNorm/moving_*", kinds: [.unknown, .otherFormula, .perChannel, .constantFactor],
          causes: unrestored)),
    ]
  }

  /// An addition to one element, which nothing of the reference has.
  private var elements: [PlantedFault] {
    [
      "perturbed-element=0.5@fc1", "perturbed-element@logits", "perturbed-element=-2@pool1",
      "perturbed-element=0.02@pool2",
    ]
    .map { fault in
      let endpoint = fault.split(separator: "@").last.map(String.init) ?? ""
      return digits(
        fault, at(endpoint, "*add*", "*Add*", kinds: [.outliers], causes: [.extraOperation]))
    }
  }

  private var losses: [PlantedFault] {
    let created = { (name: String) in
      Expectation(origins: [.init(variable: "*\(name)*")], kinds: [.missing], causes: [.createdAgain])
    }
    return ["fc1", "conv2"].map { name in
      digits(
        "missing-regularizer@\(name)",
        Expectation(
          origins: [.init(variable: "DigitsNet/\(name)/weights")], kinds: [.missing],
          causes: [.missingRegularization]))
    } + [
      digits("variable-per-call@fc1", created("weights")),
      PlantedFault(name: "layer-per-call", pair: Pair("layer-per-call"), expected: created("")),
    ]
  }

  /// With hundreds of layers after the fault.
  private var inception: [PlantedFault] {
    let fault = "missing-activation@Conv2d_3b_1x1"
    return [
      PlantedFault(
        name: "inception-resnet-v2 \(fault)", pair: Pair("inception-resnet-v2") { $0.faults = [fault] },
        expected: at("Conv2d_3b_1x1", "*/Relu*", kinds: [.otherFormula], causes: [.missingOperation, .activation]))
    ]
  }
}
