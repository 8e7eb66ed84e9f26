import TFDiffTensor

extension VariablePairing {
  /// Pairs what is left by shape: by the words that names have in common, then by order, where both sides have equally many
  /// of a kind and no name speaks against it.
  public mutating func pairByOrder() {
    for each in cells.pairByOrder() { laidOut.append(each) }
    ambiguous += cells.ambiguous
    releaseCells()
    var seen: Set<Kind> = []
    for kind in open.reference.filter(\.variable.role.decides).map({ Kind($0.variable) })
    where seen.insert(kind).inserted {
      pairByShape(kind)
    }
    pairReshaped()
    pairSlots()
    sort()
  }

  /// Pairs of what is left those of one shape whose names, or the attributes that lead to them, have most words in common, each
  /// with no other.
  public mutating func pairByWords() {
    var seen: Set<Kind> = []
    for kind in open.reference.filter(\.variable.role.decides).map({ Kind($0.variable) })
    where seen.insert(kind).inserted {
      joinByWords(Self.of(kind, open.reference), Self.of(kind, open.candidate))
    }
  }

  private mutating func joinByWords(_ references: [Entry], _ candidates: [Entry]) {
    for pair in MutualBest.pairs(Self.scores(references, candidates)) {
      join(references[pair.left].name, candidates[pair.right].name, .words)
    }
  }

  private static func of(_ kind: Kind, _ entries: [Entry]) -> [Entry] {
    entries.filter { $0.variable.role.decides && Kind($0.variable) == kind }
  }

  private mutating func pairByShape(_ kind: Kind) {
    func ofKind(_ entries: [Entry]) -> [Entry] { Self.of(kind, entries) }
    let (references, candidates) = (ofKind(open.reference), ofKind(open.candidate))
    if candidates.isEmpty { return }
    joinByWords(references, candidates)
    // What layers call by one word goes by its own order: a norm's beta may be made before its gamma, or behind.
    var seen: Set<Leaf> = []
    for leaf in ofKind(open.reference).map({ Leaf($0.path) }) where seen.insert(leaf).inserted {
      joinInOrder(
        ofKind(open.reference).filter { Leaf($0.path) == leaf }, ofKind(open.candidate).filter { Leaf($0.path) == leaf }
      )
    }
    let (left, right) = (ofKind(open.reference), ofKind(open.candidate))
    if !joinInOrder(left, right), !right.isEmpty { ambiguous += left.map(\.name) }
  }

  private struct Leaf: Hashable {
    /// Keras' words for what it may be, else its own word.
    var words: Set<String>
    init(_ path: VariablePath) { words = path.hasKnownLeaf ? path.meanings : [path.leaf] }
  }

  /// False where they are not equally many, or names speak against it.
  @discardableResult
  private mutating func joinInOrder(_ references: [Entry], _ candidates: [Entry]) -> Bool {
    guard references.count == candidates.count, MutualBest.isOrderly(Self.scores(references, candidates)) else {
      return false
    }
    for (reference, candidate) in zip(references, candidates) { join(reference.name, candidate.name, .order) }
    return true
  }

  /// How much the names of variables of one shape have in common; below zero where they contradict each other.
  private static func scores(_ references: [Entry], _ candidates: [Entry]) -> [[Int]] {
    let words = candidates.map(\.words)
    return references.map { reference in
      let own = reference.words
      return zip(candidates, words).map { candidate, words in
        if !reference.path.doesNotContradict(candidate.path) { return -1 }
        // A layer's word for its variable is that of every layer of its kind, and says nothing of which it is.
        let isOwnLeaf = !reference.path.hasKnownLeaf && reference.path.leaf == candidate.path.leaf
        return own.intersection(words).count + (isOwnLeaf ? 1 : 0)
      }
    }
  }

  /// A kernel of a 1×1 convolution is one of a dense layer in another shape: what is left goes by its sizes, as what has one
  /// shape does; and matrices that lie the other way, where there is one such variable on either side.
  private mutating func pairReshaped() {
    func sizes(_ entry: Entry) -> [Int] { entry.variable.shape.withoutOnes }
    pairInOrder(.reshaped, sizes, sizes)
    pairJoined()
    func matrix(_ entry: Entry) -> [Int] {
      entry.variable.shape.rank == 2 ? entry.variable.shape.dimensions : []
    }
    pairInOrder(.transposed, atMost: 1, matrix) { matrix($0).reversed() }
  }

  /// Pairs what has its axes joined on the other side, by the words that names have in common, where what they call it in its
  /// layer is one; and what is left alone of its number of elements.
  private mutating func pairJoined() {
    let (references, candidates) = (
      open.reference.filter(\.variable.role.decides), open.candidate.filter(\.variable.role.decides)
    )
    let scores = zip(references, Self.scores(references, candidates)).map { reference, scores in
      zip(candidates, scores).map { candidate, score in
        reference.isView(of: candidate) && reference.path.hasLeaf(of: candidate.path) ? score + 1 : -1
      }
    }
    for pair in MutualBest.pairs(scores) {
      take(.init(candidates[pair.right].variable, viewing: references[pair.left].variable, .words))
    }
  }

  private mutating func pairInOrder(
    _ layout: VariableLayout, atMost count: Int = .max, _ ofReference: (Entry) -> [Int],
    _ ofCandidate: (Entry) -> [Int]
  ) {
    let left = Dictionary(grouping: open.reference.filter(\.variable.role.decides), by: ofReference)
    let right = Dictionary(grouping: open.candidate.filter(\.variable.role.decides), by: ofCandidate)
    for (size, references) in left where references.count <= count && !size.isEmpty {
      guard let candidates = right[size], candidates.count == references.count,
        MutualBest.isOrderly(Self.scores(references, candidates))
      else { continue }
      for (reference, candidate) in zip(references, candidates)
      where reference.variable.dtype == candidate.variable.dtype {
        take(
          LaidOutVariable(
            candidate: candidate.variable, references: [reference.variable], layout: layout, way: .order))
      }
    }
  }

  /// Pairs what optimizers keep for paired variables.
  private mutating func pairSlots() {
    let names = Dictionary(pairs.map { ($0.candidate, $0.reference) }, uniquingKeysWith: { first, _ in first })
    var slots: [OptimizerSlot: [String]] = [:]
    for entry in open.reference where entry.variable.role == .slot {
      if let slot = OptimizerSlot(entry.name) { slots[slot, default: []].append(entry.name) }
    }
    for entry in open.candidate where entry.variable.role == .slot {
      guard let slot = OptimizerSlot(entry.name), let variable = names[slot.variable] else { continue }
      let found = slots[OptimizerSlot(variable: variable, kind: slot.kind)] ?? []
      if found.count == 1 { join(found[0], entry.name, .path) }
    }
  }
}
