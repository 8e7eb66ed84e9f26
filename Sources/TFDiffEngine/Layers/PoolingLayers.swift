import TFDiffTensor

extension ExecutionContext {
  /// slim's `max_pool2d`: the greatest element of each window. Defaults: stride 2, VALID.
  ///
  /// - Parameter inputs: `[batch, height, width, channels]`.
  public func maxPool2d(
    _ inputs: Value, _ kernel: Size2D, scope: String? = nil, _ given: LayerArguments = .init()
  ) throws -> Value {
    try pool(.maxPool2d, "MaxPool", inputs, kernel, scope: scope ?? "MaxPool2D", given)
  }

  /// slim's `avg_pool2d`: the mean of each window, without the padding. Defaults: stride 2, VALID.
  ///
  /// - Parameter inputs: `[batch, height, width, channels]`.
  public func avgPool2d(
    _ inputs: Value, _ kernel: Size2D, scope: String? = nil, _ given: LayerArguments = .init()
  ) throws -> Value {
    try pool(.avgPool2d, "AvgPool", inputs, kernel, scope: scope ?? "AvgPool2D", given)
  }

  /// Source: tf_slim/layers/layers.py, `max_pool2d` and `avg_pool2d`.
  private func pool(
    _ kind: LayerKind, _ type: String, _ inputs: Value, _ kernel: Size2D, scope: String, _ given: LayerArguments
  ) throws -> Value {
    try withNameScope(scope) { _ in
      let arguments = resolve(kind, given, defaults: LayerArguments(stride: 2, padding: .valid))
      let stride = arguments.stride ?? 2
      return try apply1(
        type, [inputs], name: type,
        attributes: [
          "ksize": .ints([1, kernel.height, kernel.width, 1]), "strides": .ints([1, stride.height, stride.width, 1]),
          "padding": .string((arguments.padding ?? .valid).rawValue), "data_format": .string("NHWC"),
        ])
    }
  }
}
