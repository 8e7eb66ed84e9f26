import TFDiffTensor

/// Finds the recurrent layers of Keras that have the weights of a TensorFlow 1 cell, by the shapes that a cell of that kind
/// has.
///
/// Cells of one kind and size are told apart by their names' words, then by the operations around them, and last go by their
/// order where both sides have equally many.
package struct RecurrentCells: Sendable, Hashable {
  private var cells: [RecurrentCell]
  private var layers: [RecurrentLayer]
  private let forgetBiases: ForgetBiases

  /// What an LSTM's forget gate gets besides its bias.
  private struct ForgetBiases: Sendable, Hashable {
    /// For all, where the user says so.
    var given: Float?
    /// By the name of a cell's bias, where the reference's graph tells it.
    var told: [String: Float]
  }

  /// - Parameters:
  ///   - forgetBias: what every LSTM's forget gate gets besides its bias, where the user says so.
  ///   - told: by the name of a cell's bias, what the reference's graph adds besides.
  package init(_ open: SidePair<[VariableEvent]>, forgetBias: Float? = nil, told: [String: Float] = [:]) {
    forgetBiases = ForgetBiases(given: forgetBias, told: told)
    let layers = RecurrentLayer.all(of: open.candidate)
    let cells = RecurrentCell.all(of: open.reference).filter { cell in layers.contains { $0.size == cell.size } }
    // A dense layer may have a cell's shapes: where others are called cells, they are.
    let named = Set(cells.filter(\.isNamedCell).map(\.size))
    self.cells = cells.filter { $0.isNamedCell || !named.contains($0.size) }
    let sizes = Set(self.cells.map(\.size))
    self.layers = layers.filter { sizes.contains($0.size) }
  }

  /// That of a cell that was made without saying (`forget_bias`).
  package static let forgetBias: Float = 1

  /// What names and order alone say.
  package var found: [LaidOutVariable] {
    var rest = self
    return rest.pairByNames() + rest.pairByOrder()
  }

  /// The variables of what has not been paired.
  var variables: SidePair<[VariableEvent]> {
    SidePair(reference: cells.flatMap { Array($0.variables.values) }, candidate: layers.flatMap(\.variables))
  }

  /// The names of the variables of each cell and of each layer that has not been paired.
  var names: SidePair<[[String]]> {
    SidePair(
      reference: cells.map { $0.variables.values.map(\.name) }, candidate: layers.map { $0.variables.map(\.name) })
  }

  /// The kernels of the cells for which there are several layers, or that are several for one.
  var ambiguous: [String] {
    cells.filter { cell in layers.contains { $0.size == cell.size } }.compactMap(\.kernel?.name)
  }

  mutating func pairByNames() -> [LaidOutVariable] {
    pair(.words) { $0.words.intersection($1.words).count }
  }

  /// - Parameter neighbours: for each cell and layer, in the order of ``names``, what tells the operations around it from
  ///   others; equal for partners.
  mutating func pairByOperations(_ neighbours: SidePair<[Set<Int>]>) -> [LaidOutVariable] {
    let left = Dictionary(zip(cells, neighbours.reference), uniquingKeysWith: { first, _ in first })
    let right = Dictionary(zip(layers, neighbours.candidate), uniquingKeysWith: { first, _ in first })
    return pair(.operation) { cell, layer in (left[cell] ?? []).intersection(right[layer] ?? []).count }
  }

  mutating func pairByOrder() -> [LaidOutVariable] {
    var found: [LaidOutVariable] = []
    var seen: Set<RecurrentSize> = []
    for size in cells.map(\.size) where seen.insert(size).inserted {
      let (left, right) = (cells.filter { $0.size == size }, layers.filter { $0.size == size })
      let scores = left.map { cell in right.map { cell.words.intersection($0.words).count } }
      guard left.count == right.count, MutualBest.isOrderly(scores) else { continue }
      for (cell, layer) in zip(left, right) { found += take(cell, layer, .order) }
    }
    return found
  }

  private mutating func pair(
    _ way: PairingWay, _ score: (RecurrentCell, RecurrentLayer) -> Int
  ) -> [LaidOutVariable] {
    let (left, right) = (cells, layers)
    let scores = left.map { cell in right.map { cell.size == $0.size ? score(cell, $0) : -1 } }
    return MutualBest.pairs(scores).flatMap { take(left[$0.left], right[$0.right], way) }
  }

  private mutating func take(_ cell: RecurrentCell, _ layer: RecurrentLayer, _ way: PairingWay) -> [LaidOutVariable] {
    cells.removeAll { $0.scope == cell.scope }
    layers.removeAll { $0 == layer }
    let told = cell.variables["bias"].flatMap { forgetBiases.told[$0.name] }
    return layer.laidOut(as: cell, forgetBias: forgetBiases.given ?? told).map { each in
      var each = each
      each.way = way
      return each
    }
  }
}
