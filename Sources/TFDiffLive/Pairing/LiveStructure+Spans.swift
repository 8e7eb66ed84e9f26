extension LiveStructure {
  /// For each end point in its order, the operations that it and none before it takes its value from.
  ///
  /// - Parameter ends: the end points with the ordinals of the operations that make them.
  func spans(_ ends: [(name: String, ordinal: Int)]) -> [LivePlan.Span] {
    let places = Dictionary(
      operations.enumerated().compactMap { place, operation in operation.ordinal.map { ($0, place) } },
      uniquingKeysWith: { first, _ in first })
    var taken: Set<Int> = []
    return ends.map { end in
      let found = places[end.ordinal].map { ancestors(of: $0, but: &taken) } ?? []
      return LivePlan.Span(name: end.name, ordinals: found.compactMap { operations[$0].ordinal }.sorted())
    }
  }

  private func ancestors(of place: Int, but taken: inout Set<Int>) -> [Int] {
    var found: [Int] = []
    var waiting = [place]
    while let next = waiting.popLast() {
      guard taken.insert(next).inserted else { continue }
      found.append(next)
      waiting += operations[next].sources
    }
    return found
  }

  /// The end points that the program itself returns, in the order in which they come about, outputs last.
  var returned: [(name: String, ordinal: Int)] {
    let named = layers.filter(\.isNamed).compactMap { layer in ordinal(layer).map { (layer.layer, $0) } }
    return named.sorted { $0.1 < $1.1 } + returnedOutputs
  }

  /// What it returns beside what it names.
  var returnedOutputs: [(name: String, ordinal: Int)] {
    outputs.compactMap { layer in ordinal(layer).map { (layer.layer, $0) } }
  }

  /// The operation that computes a layer's value, which others may only have handed on.
  private func ordinal(_ layer: Layer) -> Int? { layer.place.flatMap { operations[$0].ordinal } ?? layer.ordinal }
}
