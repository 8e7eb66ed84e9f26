import TFDiffTensor

/// One spatial dimension of a convolution or a pooling: where each output's window lies on the input.
struct Window: Hashable, Sendable {
  let input: Int
  let filter: Int
  let stride: Int
  let dilation: Int
  let output: Int
  let padBefore: Int
  let padAfter: Int

  /// The first input position of an output's window; negative where the window begins in the padding.
  func start(of output: Int) -> Int { output * stride - padBefore }

  /// The part of an output's window, in input positions, that is not padding. For dilation 1.
  func range(of output: Int) -> Range<Int> {
    let start = start(of: output)
    let lower = min(max(start, 0), input)
    return lower..<max(lower, min(start + filter, input))
  }
}

/// How a window operation treats its borders.
enum Padding: Hashable, Sendable {
  case same
  case valid
  /// Rows above, rows below, columns left, columns right.
  case explicit([Int])

  /// - Throws: ``EngineError`` where `padding` is none of TensorFlow's three or `explicit_paddings` does not
  ///   have eight numbers with none for batch and depth.
  init(_ attributes: Attributes, of operation: String) throws(EngineError) {
    let name = try attributes.string("padding")
    switch name {
    case "SAME": self = .same
    case "VALID": self = .valid
    case "EXPLICIT":
      let pads = try attributes.ints("explicit_paddings")
      guard pads.count == 8 else {
        throw .badInput(
          operation: operation,
          reason: "explicit_paddings attribute must contain 8 values, but got: \(pads.count)")
      }
      guard pads.allSatisfy({ (0..<Window.limit).contains($0) }), pads[0] + pads[1] + pads[6] + pads[7] == 0
      else {
        throw .badInput(
          operation: operation,
          reason: "explicit_paddings must be nonnegative, and 0 for batch and depth, got \(pads)")
      }
      self = .explicit(Array(pads[2..<6]))
    default:
      throw .badAttribute(name: "padding", expected: "SAME, VALID or EXPLICIT", found: .string(name))
    }
  }
}

extension Window {
  /// oneDNN generates code for each step of a window over the border, so that one of millions of steps
  /// would take minutes.
  fileprivate static let limit = 1 << 16
  /// oneDNN computes positions in int32.
  private static let inputLimit = 1 << 27

  /// TensorFlow's `GetWindowedOutputSizeVerbose` (tensorflow/core/framework/kernel_shape_util.cc).
  ///
  /// - Parameter axis: 0 for height, 1 for width.
  init(
    input: Int, filter: Int, stride: Int, dilation: Int, padding: Padding, axis: Int, of operation: String
  ) throws(EngineError) {
    let effective = (filter - 1) * dilation + 1
    guard max(effective, stride) < Self.limit, input < Self.inputLimit else {
      throw .badInput(
        operation: operation,
        reason: "windows must be below \(Self.limit) and inputs below \(Self.inputLimit) "
          + "[input_size: \(input), effective_filter_size: \(effective), stride: \(stride)]")
    }
    let size: Int
    let before: Int
    let after: Int
    switch padding {
    case .same:
      size = (input + stride - 1) / stride
      let total = max((size - 1) * stride + effective - input, 0)
      before = size == 0 ? 0 : total / 2
      after = size == 0 ? 0 : total - before
    case .valid:
      (before, after) = (0, 0)
      size = (input - effective + stride) / stride
    case .explicit(let pads):
      (before, after) = (pads[2 * axis], pads[2 * axis + 1])
      size = (input + before + after - effective + stride) / stride
    }
    guard size >= 0 else {
      throw .badInput(
        operation: operation,
        reason: "Computed output size would be negative: \(size) [input_size: \(input), "
          + "effective_filter_size: \(effective), stride: \(stride)]")
    }
    self.init(
      input: input, filter: filter, stride: stride, dilation: dilation, output: size, padBefore: before,
      padAfter: after)
  }
}

/// The two spatial entries of an attribute with four numbers in NHWC order, such as `strides`.
struct SpatialPair: Hashable, Sendable {
  let height: Int
  let width: Int

  /// - Parameter value: what stands where the attribute is missing; nil where it must be there.
  init(_ name: String, of attributes: Attributes, default value: [Int]? = nil, operation: String)
    throws(EngineError)
  {
    let values =
      if let value { try attributes.ints(name, default: value) } else { try attributes.ints(name) }
    guard values.count == 4 else {
      throw .badInput(
        operation: operation, reason: "\(name) must specify 4 dimensions, got \(values)")
    }
    guard values[0] == 1, values[3] == 1 else {
      throw .badInput(
        operation: operation,
        reason: "\(name) in the batch and depth dimensions must be 1, got \(values)")
    }
    guard (1..<1 << 30).contains(values[1]), (1..<1 << 30).contains(values[2]) else {
      throw .badInput(operation: operation, reason: "\(name) must be larger than 0, got \(values)")
    }
    (height, width) = (values[1], values[2])
  }
}

/// - Throws: ``EngineError/badInput(operation:reason:)`` where `data_format` is not NHWC.
func expectChannelsLast(_ attributes: Attributes, of operation: String) throws(EngineError) {
  let format = try attributes.string("data_format", default: "NHWC")
  guard format == "NHWC" else {
    throw .badInput(
      operation: operation, reason: "only supports the NHWC tensor format on the CPU, got \(format)")
  }
}
