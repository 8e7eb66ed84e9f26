import TFDiffTensor

/// What a cell of TensorFlow 1 and a recurrent layer of Keras must have in common to be one.
struct RecurrentSize: Sendable, Hashable {
  enum Kind: Sendable, Hashable { case lstm, gru, simple }
  var kind: Kind
  var inputs: Int
  var units: Int
}

/// A scope of the reference that has the variables of a TensorFlow 1 cell.
struct RecurrentCell: Sendable, Hashable {
  var scope: String
  /// By the rest of their names: `kernel`, `gates/kernel`, …
  var variables: [String: VariableEvent]
  var size: RecurrentSize

  var kernel: VariableEvent? { variables["kernel"] ?? variables["gates/kernel"] }

  var words: Set<String> { Self.telling(scope) }

  /// Whether its scope says that it is one, as those do that TensorFlow names.
  var isNamedCell: Bool {
    let words = VariablePath(scope + "/kernel").words
    return !words.isDisjoint(with: Self.generic)
  }

  /// The words of a scope, without those that every cell has.
  static func telling(_ scope: String) -> Set<String> {
    VariablePath(scope + "/kernel").words.subtracting(generic)
  }

  private static let generic: Set<String> = [
    "lstm", "gru", "rnn", "cell", "cells", "lstm_cell", "basic_lstm_cell", "basic", "gru_cell", "multi", "while",
    "stacked", "stacked_rnn_cells", "bidirectional", "basic_lstm", "basic_rnn_cell", "rnn_cell", "simple_rnn",
  ]

  /// What a scope can be by its variables' shapes: where these are those of two kinds, both.
  static func all(of variables: [VariableEvent]) -> [RecurrentCell] {
    var scopes: [String] = []
    var found: [String: [String: VariableEvent]] = [:]
    for variable in variables {
      for leaf in ["gates/kernel", "gates/bias", "candidate/kernel", "candidate/bias", "kernel", "bias"]
      where variable.name.hasSuffix("/" + leaf) {
        let scope = String(variable.name.dropLast(leaf.count + 1))
        if found[scope] == nil { scopes.append(scope) }
        found[scope, default: [:]][leaf] = variable
        break
      }
    }
    return scopes.flatMap { scope in
      let variables = found[scope] ?? [:]
      return sizes(variables).map { RecurrentCell(scope: scope, variables: variables, size: $0) }
    }
  }

  /// Empty where the shapes are not a cell's.
  private static func sizes(_ variables: [String: VariableEvent]) -> [RecurrentSize] {
    guard let joined = variables["kernel"]?.shape.dimensions else { return gru(variables).map { [$0] } ?? [] }
    guard joined.count == 2 else { return [] }
    return [(RecurrentSize.Kind.lstm, 4), (.simple, 1)].compactMap { kind, gates in
      let units = joined[1] / gates
      guard joined[1] == units * gates, units > 0, joined[0] > units else { return nil }
      return RecurrentSize(kind: kind, inputs: joined[0] - units, units: units)
    }
  }

  private static func gru(_ variables: [String: VariableEvent]) -> RecurrentSize? {
    guard let gates = variables["gates/kernel"]?.shape.dimensions,
      let candidate = variables["candidate/kernel"]?.shape.dimensions, gates.count == 2, candidate.count == 2,
      gates[0] == candidate[0], gates[1] == 2 * candidate[1], gates[0] > candidate[1]
    else { return nil }
    return RecurrentSize(kind: .gru, inputs: gates[0] - candidate[1], units: candidate[1])
  }
}

/// The variables of one recurrent layer of Keras.
struct RecurrentLayer: Sendable, Hashable {
  var scope: String
  var kernel: VariableEvent
  var recurrent: VariableEvent
  var bias: VariableEvent?
  var size: RecurrentSize

  var variables: [VariableEvent] { [kernel, recurrent] + (bias.map { [$0] } ?? []) }

  var words: Set<String> { RecurrentCell.telling(scope) }

  static func all(of variables: [VariableEvent]) -> [RecurrentLayer] {
    variables.compactMap { variable in
      guard variable.name.split(separator: "/").last == "recurrent_kernel" else { return nil }
      let scope = variable.name.dropLast("recurrent_kernel".count)
      func named(_ leaf: String) -> VariableEvent? { variables.first { $0.name == scope + leaf } }
      guard let kernel = named("kernel"), let size = size(kernel.shape.dimensions, variable.shape.dimensions) else {
        return nil
      }
      return RecurrentLayer(
        scope: String(scope.dropLast()), kernel: kernel, recurrent: variable, bias: named("bias"), size: size)
    }
  }

  private static func size(_ kernel: [Int], _ recurrent: [Int]) -> RecurrentSize? {
    guard kernel.count == 2, recurrent.count == 2, kernel[1] == recurrent[1] else { return nil }
    switch recurrent[1] {
    case 4 * recurrent[0]: return RecurrentSize(kind: .lstm, inputs: kernel[0], units: recurrent[0])
    case 3 * recurrent[0]: return RecurrentSize(kind: .gru, inputs: kernel[0], units: recurrent[0])
    case recurrent[0]: return RecurrentSize(kind: .simple, inputs: kernel[0], units: recurrent[0])
    default: return nil
    }
  }

  /// - Parameter forgetBias: nil where it is not known, and assumed.
  func laidOut(as cell: RecurrentCell, forgetBias: Float?) -> [LaidOutVariable] {
    switch size.kind {
    case .lstm: lstm(cell, forgetBias)
    case .gru: gru(cell)
    case .simple: simple(cell)
    }
  }

  private func simple(_ cell: RecurrentCell) -> [LaidOutVariable] {
    guard let joined = cell.variables["kernel"] else { return [] }
    let kernels = [
      LaidOutVariable(candidate: kernel, references: [joined], layout: .rnnKernel),
      LaidOutVariable(candidate: recurrent, references: [joined], layout: .rnnRecurrentKernel),
    ]
    guard let bias, let own = cell.variables["bias"], own.shape == bias.shape else { return kernels }
    return kernels + [LaidOutVariable(candidate: bias, references: [own], layout: .reshaped)]
  }

  private func lstm(_ cell: RecurrentCell, _ forgetBias: Float?) -> [LaidOutVariable] {
    guard let joined = cell.variables["kernel"] else { return [] }
    var found = [
      LaidOutVariable(candidate: kernel, references: [joined], layout: .lstmKernel),
      LaidOutVariable(candidate: recurrent, references: [joined], layout: .lstmRecurrentKernel),
    ]
    if let bias, let own = cell.variables["bias"], own.shape == bias.shape {
      found.append(
        LaidOutVariable(
          candidate: bias, references: [own],
          layout: .lstmBias(forgetBias: forgetBias ?? RecurrentCells.forgetBias), isAssumed: forgetBias == nil))
    }
    return found
  }

  private func gru(_ cell: RecurrentCell) -> [LaidOutVariable] {
    guard let gates = cell.variables["gates/kernel"], let candidate = cell.variables["candidate/kernel"] else {
      return []
    }
    var found = [
      LaidOutVariable(candidate: kernel, references: [gates, candidate], layout: .gruKernel),
      LaidOutVariable(candidate: recurrent, references: [gates, candidate], layout: .gruRecurrentKernel),
    ]
    if let bias, let first = cell.variables["gates/bias"], let second = cell.variables["candidate/bias"] {
      found.append(LaidOutVariable(candidate: bias, references: [first, second], layout: .gruBias))
    }
    return found
  }
}
