import TFDiffTensor

/// How a variable of the candidate holds the elements of one or several of the reference's.
///
/// The gates' order is that of tensorflow/python/ops/rnn_cell_impl.py on the reference's side and of Keras'
/// layers/rnn/lstm.py and gru.py on the candidate's.
public enum VariableLayout: Sendable, Hashable {
  /// The same elements in order, in another shape.
  case reshaped
  /// With the axes in reverse order.
  case transposed
  /// One of several equal parts along the last axis, by its place from 0.
  case part(Int, of: Int)
  /// Of a TensorFlow 1 basic RNN cell's `[inputs; state]` kernel, the inputs' rows.
  case rnnKernel
  /// The state's rows of the same.
  case rnnRecurrentKernel
  /// Of a TensorFlow 1 LSTM cell's `[inputs; state]` kernel, the inputs' rows, with the gates i, j, f, o as i, f, c, o.
  case lstmKernel
  /// The state's rows of the same.
  case lstmRecurrentKernel
  /// The bias, with what the cell adds to its forget gate each time.
  case lstmBias(forgetBias: Float)
  /// Of a TensorFlow 1 GRU cell's gates (r, u) and candidate kernels, the inputs' rows as z, r, h.
  case gruKernel
  case gruRecurrentKernel
  /// The biases as z, r, h; with a second row of zeros where the layer has one for its state (`reset_after`).
  case gruBias
}

/// A variable of the candidate that is laid out otherwise.
public struct LaidOutVariable: Sendable, Hashable {
  public var candidate: VariableEvent
  /// In the order that the layout asks for: a GRU's gates before its candidate.
  public var references: [VariableEvent]
  public var layout: VariableLayout
  /// How it was found.
  public var way: PairingWay
  /// Whether what the layout adds is assumed, since neither the reference's graph nor the user says it.
  public var isAssumed: Bool

  public init(
    candidate: VariableEvent, references: [VariableEvent], layout: VariableLayout, way: PairingWay = .path,
    isAssumed: Bool = false
  ) {
    self.candidate = candidate
    self.references = references
    self.layout = layout
    self.way = way
    self.isAssumed = isAssumed
  }

  /// The candidate's variable that has the elements of one of the reference's in another shape.
  init(_ candidate: VariableEvent, viewing reference: VariableEvent, _ way: PairingWay) {
    self.init(candidate: candidate, references: [reference], layout: .reshaped, way: way)
  }
}

extension VariableLayout: CustomStringConvertible {
  public var description: String {
    switch self {
    case .reshaped: "reshaped"
    case .transposed: "transposed"
    case .part(let place, let count): "part \(place + 1) of \(count)"
    case .rnnKernel: "the inputs' rows"
    case .rnnRecurrentKernel: "the state's rows"
    case .lstmKernel, .lstmRecurrentKernel, .lstmBias: "an LSTM's gates in Keras' order"
    case .gruKernel, .gruRecurrentKernel, .gruBias: "a GRU's gates in Keras' order"
    }
  }
}

extension VariableLayout {
  /// Where it is that of a recurrent layer's own kernel, how the name of the reference's variable goes on after its cell's scope.
  package var recurrentSuffix: String? {
    switch self {
    case .rnnRecurrentKernel, .lstmRecurrentKernel: "/kernel"
    case .gruRecurrentKernel: "/gates/kernel"
    case .reshaped, .transposed, .part, .rnnKernel, .lstmKernel, .lstmBias, .gruKernel, .gruBias: nil
    }
  }
}
