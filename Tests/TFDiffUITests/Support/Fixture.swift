import TFDiffDebugger
import TFDiffTensor
import TFDiffUI

/// Debugger states as they would come from two runs of a small network with InceptionResnetV2's end points, the
/// eighth of which diverges. The tensors, comparisons and statistics are real.
enum Fixture {
  static let names = [
    "Conv2d_1a_3x3", "Conv2d_2a_3x3", "Conv2d_2b_3x3", "MaxPool_3a_3x3", "Conv2d_3b_1x1", "Conv2d_4a_3x3",
    "MaxPool_5a_3x3", "Mixed_5b", "Mixed_6a", "PreAuxLogits", "Mixed_7a", "Conv2d_7b_1x1", "AuxLogits",
    "global_pool", "PreLogitsFlatten", "Logits", "Predictions",
  ]
  static let diverging = 7

  static let target = TargetDescription(
    name: "inception-resnet-v2", mode: "num_random_ops", training: false, seed: 42, input: "ones",
    runtimes: SidePair(reference: "TF1 graph", candidate: "TF2 eager"))

  /// Nothing run yet.
  static let ready: DebuggerState = {
    var state = DebuggerState(target: target)
    state.endpoints = names.map { EndpointRow(name: $0) }
    state.remedies = RemedyWords(constantMode: "--mode constant", copiedWeights: "--copy-weights")
    return state
  }()

  /// After so many endpoints; the eighth diverges unless everything is to agree.
  static func passed(_ count: Int, phase: Phase, isEqual: Bool = false) -> DebuggerState {
    var state = ready
    for index in 0..<count {
      state.endpoints[index] = isEqual && index == diverging ? equalMixed : rows[index]
    }
    state.position = count
    state.phase = phase
    state.variables = variables
    state.randomOperations = randoms
    state.log = [
      LogEntry(side: .reference, text: "remapping: 4 × Conv2D+BiasAdd+Relu"),
      LogEntry(side: nil, text: "running"),
    ]
    return state
  }

  static let diverged = passed(8, phase: .paused(.divergence(endpoint: "Mixed_5b")))

  static let finishedEqual: DebuggerState = {
    var state = passed(names.count, phase: .finished, isEqual: true)
    state.referenceSummary = RunSummary(regularizationLoss: 1.2254326, seconds: 0.52)
    state.candidateSummary = RunSummary(regularizationLoss: 1.2254325, seconds: 0.61)
    state.variables.candidate.removeLast()
    return state
  }()

  /// Inside the eighth endpoint, three operations on.
  static let inside: DebuggerState = {
    var state = passed(7, phase: .paused(.step))
    state.isInside = true
    state.endpoints[diverging].operations = Array(operations.prefix(4))
    return state
  }()

  /// Diverged, with the operations of the endpoint recorded.
  static let recorded: DebuggerState = {
    var state = diverged
    state.endpoints[diverging].operations = operations
    return state
  }()

  /// The candidate raised on its way to the fourth endpoint.
  static let raised: DebuggerState = {
    let message = """
      InvalidArgumentError: {{function_node __wrapped__ConcatV2_N_2_device_/job:localhost/device:CPU:0}} ConcatOp : Dimension 1 \
      in both shapes must be equal: shape[0] = [1,14,14,8] vs. shape[1] = [1,3,14,8]
        at /home/kim/models/BrokenScaling.swift:14 in call(_:): let scale = Variable(1.0)
      """
    var state = passed(3, phase: .failed(.candidate, message: message))
    state.target.sources = ["/home/kim/models/BrokenScaling.swift"]
    state.failure = RunFailure(
      side: .candidate, message: message, endpoint: "MaxPool_3a_3x3", isIncomparable: false, traceback: stack)
    return state
  }()

  // MARK: Parts

  static func tensor(_ shape: Shape, _ value: (Int) -> Float) -> Tensor {
    Tensor((0..<shape.elementCount).map(value), shape: shape)
  }

  static func row(
    _ name: String, reference: Tensor, candidate: Tensor, tolerance: Tolerance = .standard
  ) -> EndpointRow {
    var row = EndpointRow(name: name)
    row.reference = activation(reference)
    row.candidate = activation(candidate)
    if let pair = try? TensorPair(reference: reference, candidate: candidate) {
      let comparison = Comparison(of: pair, tolerance: tolerance)
      row.comparison = comparison
      row.status = comparison.isMatch ? .match : .mismatch
    } else {
      row.status = .shapeMismatch
    }
    return row
  }

  static func activation(_ tensor: Tensor) -> Activation {
    Activation(shape: tensor.shape, dtype: tensor.dtype, statistics: Statistics(of: tensor), tensor: tensor)
  }

  private static func wave(_ position: Int) -> Float { Float((position &* 7919) % 2003) / 2003 - 0.25 }

  private static let rows: [EndpointRow] = names.indices.map { index in
    if index == diverging { return mixed }
    let shape: Shape = index >= 13 ? [1, 24] : [1, 6, 6, 4]
    let reference = tensor(shape) { wave($0 + index) }
    let noise = Float(index + 1) * 3e-8
    let candidate = tensor(shape) { wave($0 + index) + ($0 % 5 == 0 ? noise : 0) }
    return row(names[index], reference: reference, candidate: candidate)
  }

  private static let mixedShape: Shape = [1, 35, 35, 8]
  private static let mixedReference = tensor(mixedShape, wave)

  /// Off in one corner of height × width, most at (0, 17, 3, 2), and a little in one channel everywhere.
  private static let mixed: EndpointRow = {
    let candidate = tensor(mixedShape) { position in
      let index = mixedShape.index(at: position)
      if index == [0, 17, 3, 2] { return wave(position) + 0.032 }
      if index[1] > 12, index[2] < 10, index[3] < 3 { return wave(position) + 0.001 * Float(index[3] + 1) }
      return wave(position) + (index[3] == 5 ? 2e-6 : 0)
    }
    return row("Mixed_5b", reference: mixedReference, candidate: candidate)
  }()

  private static let equalMixed = row(
    "Mixed_5b", reference: mixedReference, candidate: tensor(mixedShape) { wave($0) })

  static let operations: [OperationRow] = {
    let scope = "InceptionResnetV2/Mixed_5b/Branch_0/Conv2d_1x1"
    func event(_ type: String, _ name: String, fused: [String] = [], offset: Float? = 0) -> OperationEvent {
      let output = offset.map { offset in tensor([1, 5, 5, 3]) { wave($0) + offset } }
      return OperationEvent(name: "\(scope)/\(name)", type: type, fused: fused, output: output)
    }
    func pair(_ type: String, _ name: String, offset: Float) -> OperationRow {
      let candidate = event(type, name, offset: offset)
      let reference = event(type, name)
      var row = OperationRow(reference: reference, candidate: candidate, status: .match)
      if let a = reference.output, let b = candidate.output,
        let pair = try? TensorPair(reference: a, candidate: b)
      {
        let comparison = Comparison(of: pair, tolerance: .standard)
        row.comparison = comparison
        row.status = comparison.isMatch ? .match : .mismatch
      }
      return row
    }
    return [
      OperationRow(
        reference: nil, candidate: event("Conv2D", "Conv2D"), status: .match, isFusedAway: true),
      pair("FusedBatchNormV3", "BatchNorm/FusedBatchNormV3", offset: 0),
      pair("Relu", "Relu", offset: 4e-4),
      pair("ConcatV2", "concat", offset: 4e-4),
      OperationRow(reference: event("Identity", "Identity"), candidate: nil, status: .missingCandidate),
    ]
  }()

  static func variable(
    _ name: String, _ shape: Shape, trainable: Bool = true, call: Int = 1, origin: VariableOrigin = .initializer,
    stack: CallStack = .none
  ) -> VariableEvent {
    VariableEvent(
      name: name, shape: shape, dtype: .float32, trainable: trainable, call: call, origin: origin, stack: stack)
  }

  /// In the user's code under the current directory, called by the runtime.
  static let stack: CallStack = {
    let scaling = "/home/kim/models/BrokenScaling.swift"
    let user = [
      StackFrame(function: "call(_:)", file: scaling, line: 14),
      StackFrame(function: "forwardPass(_:)", file: "/home/kim/models/Models.swift", line: 203),
    ]
    let runtime = (1...12).map {
      StackFrame(function: "dispatch(\($0))", file: "/opt/runtime/Eager.swift", line: 10 * $0, isUser: false)
    }
    return CallStack(Array(runtime.prefix(2)) + user + Array(runtime.dropFirst(2)))
  }()

  /// The files that can be read.
  static let sources = [
    "/home/kim/models/BrokenScaling.swift": (1...20).map { line in
      line == 14 ? "\t\tlet scale = Variable(1.0)  // a new one on each call" : "    // line \(line)"
    }.joined(separator: "\n")
  ]

  private static let variables: SidePair<[VariableEvent]> = {
    let shared = [
      variable("InceptionResnetV2/Conv2d_1a_3x3/weights", [3, 3, 3, 32]),
      variable("InceptionResnetV2/Conv2d_1a_3x3/BatchNorm/beta", [32]),
      variable("InceptionResnetV2/Conv2d_1a_3x3/BatchNorm/moving_mean", [32], trainable: false),
    ]
    return SidePair(
      reference: shared, candidate: shared + [variable("scaling/Variable", [], call: 2, stack: stack)])
  }()

  private static let randoms = SidePair(
    reference: [random(0, 0), random(1, 1)], candidate: [random(0, 0), random(1, 2)])

  static func random(_ index: Int, _ seed2: Int, type: String = "TruncatedNormal", shape: Shape = [3, 3, 3, 32])
    -> RandomEvent
  {
    RandomEvent(
      index: index, name: "InceptionResnetV2/Conv2d_\(index)/weights/Initializer/random/\(type)", type: type,
      shape: shape, seed: 42, seed2: seed2)
  }

  /// Many endpoints, of which so many have run.
  static func many(_ count: Int, passed: Int) -> DebuggerState {
    var state = DebuggerState(target: target)
    let small = tensor([2, 2]) { Float($0) }
    let template = row("", reference: small, candidate: small)
    state.endpoints = (0..<count).map { index in
      var row = index < passed ? template : EndpointRow(name: "")
      row.name = "block_\(index)/conv"
      return row
    }
    state.position = passed
    state.phase = .paused(.step)
    return state
  }
}
