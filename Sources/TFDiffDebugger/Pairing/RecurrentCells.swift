import TFDiffTensor

/// Finds the recurrent layers of Keras that have the weights of a TensorFlow 1 cell, by the shapes that a cell of that kind
/// has. Cells of one kind and size go by their order.
package struct RecurrentCells {
  private let open: SidePair<[VariableEvent]>
  private let forgetBias: Float

  /// - Parameter forgetBias: what an LSTM's forget gate gets besides its bias.
  package init(_ open: SidePair<[VariableEvent]>, forgetBias: Float = Self.forgetBias) {
    self.open = open
    self.forgetBias = forgetBias
  }

  /// That of a cell that was made without saying (`forget_bias`).
  package static let forgetBias: Float = 1

  package var found: [LaidOutVariable] {
    var taken: Set<String> = []
    var found: [LaidOutVariable] = []
    for layer in kerasLayers {
      for cell in cells where !taken.contains(cell.scope) {
        guard let laidOut = layer.laidOut(as: cell, forgetBias: forgetBias) else { continue }
        taken.insert(cell.scope)
        found += laidOut
        break
      }
    }
    return found
  }

  /// A scope of the reference with its variables by the rest of their names.
  struct Cell {
    var scope: String
    var variables: [String: VariableEvent]
  }

  /// The variables of one recurrent layer of Keras.
  struct Layer {
    var kernel: VariableEvent
    var recurrent: VariableEvent
    var bias: VariableEvent?

    func laidOut(as cell: Cell, forgetBias: Float) -> [LaidOutVariable]? { lstm(cell, forgetBias) ?? gru(cell) }

    private func lstm(_ cell: Cell, _ forgetBias: Float) -> [LaidOutVariable]? {
      guard let joined = cell.variables["kernel"], let (inputs, units) = sizes(gates: 4),
        joined.shape.dimensions == [inputs + units, 4 * units]
      else { return nil }
      var found = [
        LaidOutVariable(candidate: kernel, references: [joined], layout: .lstmKernel),
        LaidOutVariable(candidate: recurrent, references: [joined], layout: .lstmRecurrentKernel),
      ]
      if let bias, let own = cell.variables["bias"], own.shape == bias.shape {
        found.append(
          LaidOutVariable(
            candidate: bias, references: [own], layout: .lstmBias(forgetBias: forgetBias)))
      }
      return found
    }

    private func gru(_ cell: Cell) -> [LaidOutVariable]? {
      guard let gates = cell.variables["gates/kernel"], let candidate = cell.variables["candidate/kernel"],
        let (inputs, units) = sizes(gates: 3), gates.shape.dimensions == [inputs + units, 2 * units],
        candidate.shape.dimensions == [inputs + units, units]
      else { return nil }
      var found = [
        LaidOutVariable(candidate: kernel, references: [gates, candidate], layout: .gruKernel),
        LaidOutVariable(candidate: recurrent, references: [gates, candidate], layout: .gruRecurrentKernel),
      ]
      if let bias, let first = cell.variables["gates/bias"], let second = cell.variables["candidate/bias"] {
        found.append(LaidOutVariable(candidate: bias, references: [first, second], layout: .gruBias))
      }
      return found
    }

    /// How many inputs and units it has, where its shapes are those of a layer with so many gates.
    private func sizes(gates: Int) -> (Int, Int)? {
      let (left, right) = (kernel.shape.dimensions, recurrent.shape.dimensions)
      guard left.count == 2, right.count == 2, right[1] == gates * right[0], left[1] == right[1] else { return nil }
      return (left[0], right[0])
    }
  }

  private var cells: [Cell] {
    var scopes: [String] = []
    var found: [String: [String: VariableEvent]] = [:]
    for variable in open.reference {
      for leaf in ["gates/kernel", "gates/bias", "candidate/kernel", "candidate/bias", "kernel", "bias"]
      where variable.name.hasSuffix("/" + leaf) {
        let scope = String(variable.name.dropLast(leaf.count + 1))
        if found[scope] == nil { scopes.append(scope) }
        found[scope, default: [:]][leaf] = variable
        break
      }
    }
    return scopes.map { Cell(scope: $0, variables: found[$0] ?? [:]) }
  }

  private var kerasLayers: [Layer] {
    open.candidate.compactMap { variable in
      guard VariablePath(variable.name).leaf == "recurrent_kernel" else { return nil }
      let scope = variable.name.dropLast("recurrent_kernel".count)
      func named(_ leaf: String) -> VariableEvent? { open.candidate.first { $0.name == scope + leaf } }
      guard let kernel = named("kernel") else { return nil }
      return Layer(kernel: kernel, recurrent: variable, bias: named("bias"))
    }
  }
}
