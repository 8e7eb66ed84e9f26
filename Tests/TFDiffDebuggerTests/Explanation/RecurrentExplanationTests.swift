import TFDiffTensor
import Testing

@testable import TFDiffDebugger

/// Protects: a recurrent layer is explained by the conventions under which the candidate's weights give the two outputs, and by
/// nothing where the outputs are those of no convention. The outputs are computed here in float32, step by step, by other code.
@Suite struct RecurrentExplanationTests {
  private static let (examples, steps, features, units) = (2, 5, 3, 4)

  private static func numbers(_ shape: Shape, _ seed: Int) -> Tensor {
    Tensor((0..<shape.elementCount).map { Float((($0 + seed) &* 7919) % 2003) / 1001.5 - 1 }, shape: shape)
  }

  /// A GRU in float32 as Keras' layer computes it: blocks z, r, h.
  private static func gru(_ x: Tensor, _ kernel: Tensor, _ recurrent: Tensor, _ bias: Tensor, resetsAfter: Bool)
    -> Tensor
  {
    let (w, u, b, inputs) = (
      kernel.elements(of: Float.self), recurrent.elements(of: Float.self), bias.elements(of: Float.self),
      x.elements(of: Float.self)
    )
    let width = 3 * units
    func sigmoid(_ x: Float) -> Float { 1 / (1 + Float.exp(-x)) }
    var found: [Float] = []
    for example in 0..<examples {
      var h = [Float](repeating: 0, count: units)
      for step in 0..<steps {
        func own(_ column: Int) -> Float {
          (0..<features).reduce(b[column]) {
            $0 + inputs[(example * steps + step) * features + $1] * w[$1 * width + column]
          }
        }
        func state(_ column: Int, _ h: [Float]) -> Float {
          (0..<units).reduce(0) { $0 + h[$1] * u[$1 * width + column] }
        }
        let z = (0..<units).map { sigmoid(own($0) + state($0, h)) }
        let r = (0..<units).map { sigmoid(own(units + $0) + state(units + $0, h)) }
        let rh = zip(r, h).map(*)
        let c = (0..<units).map { unit -> Float in
          let column = 2 * units + unit
          return Float.tanh(own(column) + (resetsAfter ? r[unit] * state(column, h) : state(column, rh)))
        }
        h = (0..<units).map { z[$0] * h[$0] + (1 - z[$0]) * c[$0] }
        found += h
      }
    }
    return Tensor(found, shape: [examples, steps, units])
  }

  private static let input = numbers([examples, steps, features], 11)
  private static let kernel = numbers([features, 3 * units], 5)
  private static let recurrent = numbers([units, 3 * units], 77)
  private static let bias = numbers([3 * units], 301)

  private static func state(reference: Tensor, candidate: Tensor) -> DebuggerState {
    let event = OperationEvent(
      name: "gru/PartitionedCall", type: "PartitionedCall", output: candidate, id: "1",
      inputs: [.modelInput, .variable("gru/kernel"), .variable("gru/recurrent_kernel"), .variable("gru/bias")],
      operands: [input, kernel, recurrent, bias].map { OperandValue($0) })
    var state = DebuggerState(
      target: TargetDescription(name: "gru", mode: nil, training: false, seed: 1, input: "ones"))
    var row = EndpointRow(name: "gru")
    func activation(_ tensor: Tensor) -> Activation {
      Activation(shape: tensor.shape, dtype: tensor.dtype, statistics: Statistics(of: tensor), tensor: tensor)
    }
    (row.reference, row.candidate) = (activation(reference), activation(candidate))
    let judgement = Judgement(reference: reference, candidate: candidate, tolerance: .standard)
    (row.status, row.comparison) = (judgement.status, judgement.comparison)
    row.operations = [OperationRow(reference: nil, candidate: event, status: .missingReference)]
    state.endpoints = [row]
    return state
  }

  private static func explanation(reference: Tensor, candidate: Tensor) throws -> Explanation? {
    let state = state(reference: reference, candidate: candidate)
    return RecurrentExplainer(state).explanation(of: try #require(state.divergence))
  }

  @Test func theResetGatesPlaceIsFound() throws {
    let before = Self.gru(Self.input, Self.kernel, Self.recurrent, Self.bias, resetsAfter: false)
    let after = Self.gru(Self.input, Self.kernel, Self.recurrent, Self.bias, resetsAfter: true)
    let found = try #require(try Self.explanation(reference: before, candidate: after))
    #expect(found.cause == .resetAfter && found.experiment?.closesTheGap == true)
    #expect(found.sentence.contains("reset_after is False there and True here"))
    let other = try #require(try Self.explanation(reference: after, candidate: before))
    #expect(other.sentence.contains("reset_after is True there and False here"))
  }

  @Test func anotherOrderOfGatesIsFound() throws {
    // Update and reset gates in each other's place.
    func swapped(_ tensor: Tensor) -> Tensor {
      let units = Self.units
      let values = tensor.elements(of: Float.self)
      let order = Array(units..<2 * units) + Array(0..<units) + Array(2 * units..<3 * units)
      let rows = values.count / (3 * units)
      return Tensor((0..<rows).flatMap { row in order.map { values[row * 3 * units + $0] } }, shape: tensor.shape)
    }
    let reference = Self.gru(
      Self.input, swapped(Self.kernel), swapped(Self.recurrent), swapped(Self.bias), resetsAfter: true)
    let candidate = Self.gru(Self.input, Self.kernel, Self.recurrent, Self.bias, resetsAfter: true)
    let found = try #require(try Self.explanation(reference: reference, candidate: candidate))
    #expect(found.cause == .gateOrder)
  }

  @Test func otherWeightsAreNoConvention() throws {
    let candidate = Self.gru(Self.input, Self.kernel, Self.recurrent, Self.bias, resetsAfter: true)
    let reference = Self.gru(Self.input, Self.numbers([3, 12], 900), Self.recurrent, Self.bias, resetsAfter: true)
    #expect(try Self.explanation(reference: reference, candidate: candidate) == nil)
  }
}

extension Float {
  fileprivate static func exp(_ x: Float) -> Float { Float(_exp(Double(x))) }
  fileprivate static func tanh(_ x: Float) -> Float {
    let e = _exp(-2 * Double(x))
    return Float((1 - e) / (1 + e))
  }

  /// The exponential by its series, after halving the argument until that converges quickly.
  private static func _exp(_ x: Double) -> Double {
    var (halvings, small) = (0, x)
    while abs(small) > 0.5 { (halvings, small) = (halvings + 1, small / 2) }
    var (term, sum) = (1.0, 1.0)
    for n in 1..<20 {
      term *= small / Double(n)
      sum += term
    }
    for _ in 0..<halvings { sum *= sum }
    return sum
  }
}
