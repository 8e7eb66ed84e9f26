import TFDiffDebugger

/// Which layers and which variables of the two sides belong together.
///
/// Each helps the other: operations that read paired variables are partners, and variables that partners read are a pair.
struct LiveSidePairing: Sendable, Hashable {
  var layers: LivePairing
  var variables: VariablePairing
  /// Variables of the candidate that partners read in the place of one that is paired with another: by name, the
  /// reference's.
  var copies: [String: String]
  /// What the candidate returns and the reference calls otherwise, by the candidate's name: the reference's.
  var outputs: [String: String]
  /// The places of the operations that do the same work.
  var operations: SidePair<[Int: Int]>

  /// - Throws: ``LiveMapFault/unknownLayer(_:_:known:)``.
  init(
    _ structures: SidePair<LiveStructure>, _ variables: SidePair<[VariableEvent]>, map: LiveMap
  ) throws(LiveMapFault) {
    let pins = map.pins(
      SidePair(reference: variables.reference.map(\.name), candidate: variables.candidate.map(\.name)))
    var pairing = VariablePairing(
      variables, pinned: pins + Self.below(map.layers, variables),
      layouts: try map.laidOut(variables, forgetBiases: structures.reference.forgetBiases),
      forgetBiases: structures.reference.forgetBiases, attributes: structures.candidate.attributes)
    // What is certain comes before what names have in common, and that before what only looks alike.
    var partners = OperationPartners(structures, variables: pairing)
    partners.findCertain()
    pairing.pairCells(partners.neighbours(of: pairing.openCells))
    pairing.pairByOperations(partners.certainReads)
    pairing.pairByWords()
    partners = OperationPartners(structures, variables: pairing)
    partners.findCertain()
    pairing.pairCells(partners.neighbours(of: pairing.openCells))
    pairing.pairByOperations(partners.certainReads)
    partners.findAll()
    pairing.pairByOperations(partners.reads)
    // What is now known of the variables tells alike branches apart.
    partners = OperationPartners(structures, variables: pairing)
    partners.findCertain()
    pairing.pairCells(partners.neighbours(of: pairing.openCells))
    partners.findAll()
    pairing.pairByOperations(partners.reads)
    pairing.pairByOrder()
    partners = OperationPartners(structures, variables: pairing)
    partners.findAll()
    operations = partners.found
    layers = try LivePairing(structures, partners: partners.found, map: map)
    layers.tentative = TentativePairs(structures, guessed: partners.guessed, layers: layers)
    self.variables = pairing
    copies = Self.copies(partners.reads, pairing)
    outputs = Self.outputs(structures, partners.found.candidate, layers)
  }

  /// One side may return a value by itself that the other names, or several where the other returns one.
  private static func outputs(
    _ structures: SidePair<LiveStructure>, _ partners: [Int: Int], _ layers: LivePairing
  ) -> [String: String] {
    func ends(_ structure: LiveStructure) -> [LiveStructure.Layer] {
      structure.layers.filter(\.isNamed) + structure.outputs
    }
    let (left, right) = (ends(structures.reference), ends(structures.candidate))
    var taken = Set(right.map(\.layer)).intersection(left.map(\.layer))
    var found: [String: String] = [:]
    for end in right where !taken.contains(end.layer) {
      guard let partner = end.place.flatMap({ partners[$0] }),
        let other = left.first(where: { $0.place == partner && $0.output == end.output && !taken.contains($0.layer) })
      else { continue }
      found[end.layer] = other.layer
      taken.insert(other.layer)
    }
    return found
  }

  private static func copies(
    _ reads: [(reference: [String], candidate: [String])], _ pairing: VariablePairing
  ) -> [String: String] {
    let taken = Dictionary(pairing.pairs.map { ($0.reference, $0.candidate) }, uniquingKeysWith: { first, _ in first })
    let paired = Set(taken.values)
    var copies: [String: String] = [:]
    for read in reads where read.reference.count == read.candidate.count {
      for (reference, candidate) in zip(read.reference, read.candidate) {
        if let other = taken[reference], other != candidate, !paired.contains(candidate) {
          copies[candidate] = reference
        }
      }
    }
    return copies
  }

  /// A layer that is pinned takes the variables of its scope along.
  private static func below(
    _ layers: [String: String], _ variables: SidePair<[VariableEvent]>
  ) -> [(reference: String, candidate: String)] {
    var pins: [(reference: String, candidate: String)] = []
    for (reference, candidate) in layers.sorted(by: { $0.key < $1.key }) {
      for variable in variables.reference where variable.name.hasPrefix(reference + "/") {
        let leaf = VariablePath(String(variable.name.dropFirst(reference.count + 1)))
        let found = variables.candidate.filter { other in
          guard let scope = other.name.range(of: candidate + "/"), other.shape == variable.shape else { return false }
          let isWhole = scope.lowerBound == other.name.startIndex || other.name[..<scope.lowerBound].hasSuffix("/")
          return isWhole && VariablePath(String(other.name[scope.upperBound...])).isSame(as: leaf)
        }
        if found.count == 1 { pins.append((variable.name, found[0].name)) }
      }
    }
    return pins
  }
}
