import TFDiffTensor

/// The weights of a recurrent cell, as a layer holds them: blocks of columns, one for each gate.
struct RecurrentWeights {
  let kind: RecurrentConvention.Kind
  let units: Int
  let features: Int
  /// [features, gates · units], row-major.
  let kernel: [Double]
  /// [units, gates · units], row-major.
  let recurrent: [Double]
  /// [gates · units]: what is added to the product with the input, and to that with the state.
  let bias: [Double]
  let recurrentBias: [Double]

  var gates: Int { kind == .gru ? 3 : 4 }

  /// Finds the weights of one cell among variables by their shapes: kernel [F, g·U], recurrent kernel [U, g·U], bias [g·U] or
  /// [2, g·U], as Keras has them; or kernel [F + U, 4·U] and bias [4·U], as TF1's LSTM cells do.
  ///
  /// Nil where there is no such set, or more than one.
  init?(among variables: [Tensor], features: Int, units: Int) {
    let found = [(RecurrentConvention.Kind.gru, 3), (.lstm, 4)].compactMap { kind, gates in
      Self.parts(variables, features, units, gates).map { (kind, $0) }
    }
    guard found.count == 1, let (kind, parts) = found.first else { return nil }
    (self.kind, self.units, self.features) = (kind, units, features)
    (kernel, recurrent, bias, recurrentBias) = parts
  }

  private typealias Parts = (kernel: [Double], recurrent: [Double], bias: [Double], recurrentBias: [Double])

  private static func parts(_ variables: [Tensor], _ features: Int, _ units: Int, _ gates: Int) -> Parts? {
    let width = gates * units
    func only(_ shape: Shape) -> [Double]? {
      let fitting = variables.filter { $0.shape == shape }
      return fitting.count == 1 ? fitting[0].doubles : nil
    }
    let zeros = [Double](repeating: 0, count: width)
    let biases: (own: [Double], recurrent: [Double]) =
      if let both = only([2, width]) {
        (Array(both[..<width]), Array(both[width...]))
      } else {
        (only([width]) ?? zeros, zeros)
      }
    if features == units {
      let square = variables.filter { $0.shape == [units, width] }
      guard square.count == 2 else { return nil }
      return (square[0].doubles, square[1].doubles, biases.own, biases.recurrent)
    }
    if let kernel = only([features, width]), let recurrent = only([units, width]) {
      return (kernel, recurrent, biases.own, biases.recurrent)
    }
    guard let joined = only([features + units, width]) else { return nil }
    return (Array(joined[..<(features * width)]), Array(joined[(features * width)...]), biases.own, biases.recurrent)
  }
}
