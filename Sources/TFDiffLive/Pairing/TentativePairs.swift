import TFDiffDebugger

/// Which layers neither program names, which layers are computed from each, on either side, with no other in between, and whose
/// pairs are no guesses.
struct TentativePairs: Sendable, Hashable {
  private(set) var readers: [String: [String]] = [:]
  private(set) var certain: Set<String> = []

  init() {}

  /// - Parameter guessed: the places of the reference's operations whose partner is a guess.
  init(_ structures: SidePair<LiveStructure>, guessed: Set<Int>, layers: LivePairing) {
    let isNamed = SidePair(
      reference: Set(structures.reference.layers.filter(\.isNamed).map(\.layer)),
      candidate: Set(structures.candidate.layers.filter(\.isNamed).map(\.layer)))
    let flows = SidePair(
      reference: LayerFlow(structures.reference, layers.pairs.map { ($0.name, $0.reference) }),
      candidate: LayerFlow(structures.candidate, layers.pairs.map { ($0.name, $0.candidate) }))
    for pair in layers.pairs {
      // What a program names is its own to answer for.
      guard !isNamed.reference.contains(pair.name), !isNamed.candidate.contains(pair.name),
        let place = flows.reference.places[pair.name]
      else { continue }
      if !guessed.contains(place) { certain.insert(pair.name) }
      let names = Set(flows.reference.readers(of: pair.name)).union(flows.candidate.readers(of: pair.name))
      readers[pair.name] = names.subtracting([pair.name]).sorted()
    }
  }
}

/// How values flow from layer to layer on one side.
private struct LayerFlow {
  /// The operation that computes each layer.
  private(set) var places: [String: Int] = [:]
  private var namesByPlace: [Int: [String]] = [:]
  /// The operations that take each operation's value.
  private var consumers: [Int: [Int]] = [:]

  init(_ structure: LiveStructure, _ layers: [(name: String, place: LivePlace)]) {
    let known = Dictionary(
      structure.operations.indices.map {
        (Key(structure.operations[$0].operation, structure.operations[$0].ordinal), $0)
      },
      uniquingKeysWith: { first, _ in first })
    for (name, place) in layers { places[name] = known[Key(place.operation, place.ordinal)] }
    for output in structure.outputs where places[output.layer] == nil { places[output.layer] = output.place }
    for (name, place) in places { namesByPlace[place, default: []].append(name) }
    for (place, operation) in structure.operations.enumerated() {
      for source in operation.sources { consumers[source, default: []].append(place) }
    }
  }

  private struct Key: Hashable {
    var operation: String
    var ordinal: Int?

    init(_ operation: String, _ ordinal: Int?) { (self.operation, self.ordinal) = (operation, ordinal) }
  }

  /// The layers that the value of one reaches first.
  func readers(of name: String) -> [String] {
    guard let start = places[name] else { return [] }
    // The same value under another name, such as what the program returns.
    var found = namesByPlace[start, default: []].filter { $0 != name }
    var (seen, waiting): (Set<Int>, [Int]) = ([start], consumers[start, default: []])
    while let place = waiting.popLast() {
      guard seen.insert(place).inserted else { continue }
      if let names = namesByPlace[place] { found += names } else { waiting += consumers[place, default: []] }
    }
    return found
  }
}
