import TFDiffTensor

/// One of the things that a training step is compared by.
public struct Rung: Sendable, Hashable {
  /// In the order in which a step passes them; the raw values are the report's and the worker protocol's.
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    /// What the step is given.
    case batch
    /// An optimizer's slot before the first step.
    case initialSlot = "initial_slots"
    /// A layer's output in the forward pass.
    case endpoint
    /// A term of the loss, or the loss itself.
    case loss
    /// The gradient of the loss at a layer's output.
    case endpointGradient = "endpoint_gradient"
    /// The gradient of a variable as it was taken.
    case gradient
    /// The same as the optimizer applied it: clipped, scaled, decayed.
    case appliedGradient = "applied_gradient"
    case learningRate = "learning_rate"
    /// An optimizer's slot after the step.
    case slot
    /// A variable after the step.
    case variable

    /// Whether it comes of the backward pass, whose sums are longer.
    public var isBackward: Bool {
      switch self {
      case .batch, .initialSlot, .endpoint, .loss: false
      case .endpointGradient, .gradient, .appliedGradient, .learningRate, .slot, .variable: true
      }
    }
  }

  /// From 1.
  public var step: Int
  public var kind: Kind
  /// What breakpoints and tolerances know it by in every step: `loss`, `gradients/fc1/weights`, `slots/m/fc1/weights`.
  public var name: String
  /// The variable whose gradient, slot or value it is, by the reference's name.
  public var variable: String?
  /// What its rounding errors are to be measured by besides its own size: of a gradient the greatest element of all gradients
  /// of the step, of a variable the greatest element of the step's update. Nil where that is not known.
  public var scale: Double?
  /// Whether both sides are known to have it, so that one without it lacks something.
  public var isExpected: Bool

  public init(
    step: Int, kind: Kind, name: String, variable: String? = nil, scale: Double? = nil, isExpected: Bool = true
  ) {
    self.step = step
    self.kind = kind
    self.name = name
    self.variable = variable
    self.scale = scale
    self.isExpected = isExpected
  }

  /// Whether all of its kind in its step have been told once another is: a side tells those of a kind in an order of its own.
  func isOfStretch(before other: Rung) -> Bool {
    let kinds = Kind.allCases
    return (step, kinds.firstIndex(of: kind) ?? 0) < (other.step, kinds.firstIndex(of: other.kind) ?? 0)
  }

  /// What it is called among those of all steps.
  public var title: String { "step\(step)/\(name)" }

  /// The total that is minimized, as its rung is called.
  public static let loss = "loss"
  /// What the program's own loss functions add to it, and what regularizers do.
  public static let dataLoss = "losses/data"
  public static let regularizationLoss = "losses/regularization"
  public static let learningRate = "learning_rate"
}

extension EndpointEvent {
  /// A side has come to a rung.
  ///
  /// - Parameter stack: the code that took, changed or applied it; empty where that is not known.
  public init(_ rung: Rung, value: Tensor, stack: CallStack = .none, spacing: Int = 1) {
    self.init(name: rung.title, value: value, spacing: spacing, rung: rung, stack: stack)
  }

  /// The same as another rung.
  public func with(_ rung: Rung) -> EndpointEvent {
    var event = EndpointEvent(rung, value: value, stack: stack, spacing: spacing)
    event.before = before
    return event
  }
}

extension TraceEvent {
  /// Whether it tells a rung of a training step.
  public var isRung: Bool {
    switch self {
    case .endpoint(let endpoint): endpoint.rung != nil
    case .free: true
    default: false
    }
  }
}

/// Something that a candidate which goes on from its own state has come to, besides the rungs that are judged.
public struct FreeRung: Sendable {
  public var rung: Rung
  public var value: Tensor

  public init(_ rung: Rung, value: Tensor) {
    self.rung = rung
    self.value = value
  }
}
