/// What one implementation of a recurrent cell does and another does otherwise with the same weights.
struct RecurrentConvention: Hashable, Sendable {
  enum Kind: Hashable, Sendable { case gru, lstm }
  enum RecurrentActivation: String, CaseIterable, Hashable, Sendable {
    case sigmoid
    /// Keras': 0.2·x + 0.5, cut to [0, 1].
    case hardSigmoid = "hard_sigmoid"
  }

  var kind: Kind
  /// Which block of the kernels' columns is which gate: of a GRU update z, reset r, candidate h; of an LSTM input i, forget f,
  /// cell c, output o.
  var gates: [Character]
  /// Of a GRU: whether the reset gate is applied after the product with the recurrent kernel, not before.
  var resetsAfter: Bool
  /// Of an LSTM: what is added to the forget gate besides its bias.
  var forgetBias: Double
  var recurrentActivation: RecurrentActivation

  /// What Keras' layers do: tf.keras.layers.GRU of TensorFlow 2 resets after the product, and adds nothing to a forget gate.
  static func keras(_ kind: Kind) -> RecurrentConvention {
    RecurrentConvention(
      kind: kind, gates: kind == .gru ? ["z", "r", "h"] : ["i", "f", "c", "o"], resetsAfter: kind == .gru,
      forgetBias: 0,
      recurrentActivation: .sigmoid)
  }

  /// All that are tried, those with the fewest changes from another first.
  static func all(_ kind: Kind, from base: RecurrentConvention) -> [RecurrentConvention] {
    var found: [RecurrentConvention] = []
    for gates in permutations(keras(kind).gates) {
      for activation in RecurrentActivation.allCases {
        for resets in kind == .gru ? [true, false] : [false] {
          for bias in kind == .lstm ? [0.0, 1.0] : [0] {
            found.append(
              RecurrentConvention(
                kind: kind, gates: gates, resetsAfter: resets, forgetBias: bias, recurrentActivation: activation))
          }
        }
      }
    }
    return found.sorted { $0.changes(from: base).count < $1.changes(from: base).count }
  }

  private static func permutations(_ elements: [Character]) -> [[Character]] {
    guard elements.count > 1 else { return [elements] }
    return elements.indices.flatMap { index -> [[Character]] in
      var rest = elements
      let first = rest.remove(at: index)
      return permutations(rest).map { [first] + $0 }
    }
  }

  /// A way in which two conventions differ, as the candidate would have to be changed to be the reference.
  struct Change {
    var cause: Cause
    var words: String
    var remedy: String
  }

  /// How this one, the reference's, differs from the candidate's.
  func changes(from candidate: RecurrentConvention) -> [Change] {
    var found: [Change] = []
    if resetsAfter != candidate.resetsAfter {
      found.append(
        Change(
          cause: .resetAfter,
          words: "the reset gate is applied \(Self.place(resetsAfter)) the recurrent product in the reference and "
            + "\(Self.place(candidate.resetsAfter)) it in the candidate (reset_after is \(Self.flag(resetsAfter)) there and "
            + "\(Self.flag(candidate.resetsAfter)) here)",
          remedy: "Make the layer with reset_after=\(Self.flag(resetsAfter))."))
    }
    if gates != candidate.gates {
      found.append(
        Change(
          cause: .gateOrder,
          words:
            "the gates are in another order: the candidate's weights are the reference's if their blocks are read as "
            + "\(String(gates)) and not as \(String(candidate.gates))",
          remedy:
            "Reorder the blocks of kernel, recurrent kernel and bias: TF1's LSTM cells have i, c, f, o and its GRUCell r, z; "
            + "Keras has i, f, c, o and z, r, h."))
    }
    if forgetBias != candidate.forgetBias {
      found.append(
        Change(
          cause: .forgetBias,
          words: "the forget gate has \(NumberText.exact(forgetBias)) added in the reference and "
            + "\(NumberText.exact(candidate.forgetBias)) in the candidate",
          remedy:
            "TF1's LSTM cells add forget_bias (1.0 by default) beside the bias that is stored: add it to the candidate's bias."
        ))
    }
    if recurrentActivation != candidate.recurrentActivation {
      found.append(
        Change(
          cause: .recurrentActivation,
          words: "the gates' activation is \(recurrentActivation.rawValue) in the reference and "
            + "\(candidate.recurrentActivation.rawValue) in the candidate",
          remedy: "Make the layer with recurrent_activation='\(recurrentActivation.rawValue)'."))
    }
    return found
  }

  private static func place(_ after: Bool) -> String { after ? "after" : "before" }
  private static func flag(_ value: Bool) -> String { value ? "True" : "False" }
}
