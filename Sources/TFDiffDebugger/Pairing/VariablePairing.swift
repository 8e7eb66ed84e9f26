import TFDiffTensor

/// Which variable of the candidate is which of the reference.
///
/// In this order: what the map pins, the same name, the same name but for prefixes and customs, what paired operations
/// read, what stands beside a pair in one layer, and last shape and order. What could be more than one is left alone and
/// said to be ambiguous.
public struct VariablePairing: Sendable, Hashable {
  public struct Pair: Sendable, Hashable {
    public var reference: String
    public var candidate: String
    public var way: PairingWay
    public init(reference: String, candidate: String, way: PairingWay) {
      self.reference = reference
      self.candidate = candidate
      self.way = way
    }
  }

  /// In the reference's order.
  public private(set) var pairs: [Pair] = []
  /// Variables of the candidate that hold the reference's elements in another order or shape.
  public private(set) var laidOut: [LaidOutVariable] = []
  /// Variables of the reference for which the candidate has several that may be theirs.
  public private(set) var ambiguous: [String] = []
  private let variables: SidePair<[VariableEvent]>
  private var open: SidePair<[Entry]>

  /// - Parameters:
  ///   - variables: of each side in the order of creation, those of the first call.
  ///   - pinned: the reference's names with the candidate's, as the user has them.
  ///   - layouts: what the user says is laid out otherwise.
  public init(
    _ variables: SidePair<[VariableEvent]>, pinned: [(reference: String, candidate: String)] = [],
    layouts: [LaidOutVariable] = []
  ) {
    self.variables = variables
    open = SidePair(
      reference: variables.reference.map { Entry($0) }, candidate: variables.candidate.map { Entry($0) })
    for each in layouts { take(each) }
    for pin in pinned { join(pin.reference, pin.candidate, .map) }
    pairByName()
    // Before anything goes by shapes: a bias of an LSTM has the shape of the other's and its gates in another order.
    let cells = RecurrentCells(
      SidePair(reference: open.reference.map(\.variable), candidate: open.candidate.map(\.variable)))
    for each in cells.found { take(each) }
    pairByPath()
  }

  private mutating func take(_ each: LaidOutVariable) {
    guard open.candidate.contains(where: { $0.name == each.candidate.name }) else { return }
    laidOut.append(each)
    open.candidate.removeAll { $0.name == each.candidate.name }
    let used = Set(each.references.map(\.name))
    open.reference.removeAll { used.contains($0.name) }
  }

  /// Takes in which variables paired operations read, in the order in which they take them.
  public mutating func pairByOperations(_ reads: [(reference: [String], candidate: [String])]) {
    for read in reads {
      let left = read.reference.compactMap { name in open.reference.first { $0.name == name } }
      let right = read.candidate.compactMap { name in open.candidate.first { $0.name == name } }
      guard left.count == right.count, zip(left, right).allSatisfy({ $0.canBe($1) }) else {
        pairByLeaves(left, right)
        continue
      }
      for (reference, candidate) in zip(left, right) { joinWithLayer(reference, candidate) }
    }
  }

  /// Of what two partners read, pairs what has one word on both sides: in training, a batch norm of Keras takes its moving
  /// averages along, and one of TensorFlow 1 does not.
  private mutating func pairByLeaves(_ references: [Entry], _ candidates: [Entry]) {
    for reference in references where reference.path.hasKnownLeaf {
      let found = candidates.filter { $0.path.leaf == reference.path.leaf && $0.canBe(reference) }
      if found.count == 1 { joinWithLayer(reference, found[0]) }
    }
  }

  /// Joins what partners read and, before any others are looked at, what stands beside it in its layer: a layer's variables
  /// are not torn apart, and in training no operation reads a batch norm's moving averages.
  private mutating func joinWithLayer(_ reference: Entry, _ candidate: Entry) {
    join(reference.name, candidate.name, .operation)
    for beside in open.reference
    where beside.layer == reference.layer && beside.variable.role != .slot && beside.path.hasKnownLeaf {
      let found = open.candidate.filter {
        $0.layer == candidate.layer && $0.path.leaf == beside.path.leaf && $0.canBe(beside)
      }
      if found.count == 1 { join(beside.name, found[0].name, .layer) }
    }
  }

  /// Pairs what is left by shape and order, where both sides have equally many of a kind.
  public mutating func pairByOrder() {
    let left = Dictionary(grouping: open.reference.filter(\.variable.role.decides)) { Kind($0.variable) }
    let right = Dictionary(grouping: open.candidate.filter(\.variable.role.decides)) { Kind($0.variable) }
    for (kind, references) in left {
      guard let candidates = right[kind] else { continue }
      guard references.count == candidates.count, zip(references, candidates).allSatisfy({ $0.canBe($1) }) else {
        ambiguous += references.map(\.name)
        continue
      }
      for (reference, candidate) in zip(references, candidates) { join(reference.name, candidate.name, .order) }
    }
    pairReshaped()
    pairSlots()
    sort()
  }

  /// A kernel of a 1×1 convolution is one of a dense layer in another shape: what is left goes by its elements' number,
  /// where there is one such variable on either side.
  private mutating func pairReshaped() {
    func sizes(_ entry: Entry) -> [Int] { entry.variable.shape.dimensions.filter { $0 != 1 } }
    let left = Dictionary(grouping: open.reference.filter(\.variable.role.decides), by: sizes)
    let right = Dictionary(grouping: open.candidate.filter(\.variable.role.decides), by: sizes)
    for (size, references) in left where references.count == 1 && !size.isEmpty {
      guard let candidates = right[size], candidates.count == 1, references[0].doesNotContradict(candidates[0]) else {
        continue
      }
      take(
        LaidOutVariable(
          candidate: candidates[0].variable, references: [references[0].variable], layout: .reshaped))
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

  /// The candidate's name of a variable of the reference; nil where it has none.
  public func candidate(of reference: String) -> String? { pairs.first { $0.reference == reference }?.candidate }

  private mutating func pairByName() {
    let names = Set(open.candidate.map(\.name))
    for name in open.reference.map(\.name) where names.contains(name) { join(name, name, .name) }
  }

  /// Several rounds: what is unique only after others have found theirs is found then.
  private mutating func pairByPath() {
    var hasFound = true
    while hasFound {
      hasFound = false
      // What an optimizer keeps goes by its variable's partner.
      for reference in open.reference where reference.variable.role != .slot {
        guard let candidate = best(for: reference, in: open.candidate),
          best(for: candidate, in: open.reference)?.name == reference.name
        else { continue }
        join(reference.name, candidate.name, .path)
        hasFound = true
      }
    }
  }

  /// The one variable whose path has most in common with another's; nil where there is none, or more than one.
  private func best(for entry: Entry, in others: [Entry]) -> Entry? {
    var best: (entry: Entry, common: Int)?
    var isUnique = false
    for other in others where other.canBe(entry) && other.variable.role != .slot {
      let common = entry.path.commonParts(with: other.path)
      // The leaf alone says little, unless it is the whole name and no layer's word for its variable.
      let isWhole = common == min(entry.path.parts.count, other.path.parts.count) && !entry.path.hasKnownLeaf
      guard common >= 2 || (common == 1 && isWhole) else { continue }
      if let known = best, known.common > common { continue }
      isUnique = best.map { $0.common < common } ?? true
      best = (other, common)
    }
    return isUnique ? best?.entry : nil
  }

  /// A variable that has no partner yet.
  private struct Entry: Sendable, Hashable {
    let variable: VariableEvent
    let path: VariablePath
    /// The scope of its layer: its name without the last part.
    let layer: Substring
    var name: String { variable.name }

    init(_ variable: VariableEvent) {
      self.variable = variable
      path = VariablePath(variable.name)
      layer = variable.name.lastIndex(of: "/").map { variable.name[..<$0] } ?? ""
    }

    /// Whether two variables may be one: the same shape and element type, and no words that say otherwise.
    func canBe(_ other: Entry) -> Bool {
      variable.shape == other.variable.shape && variable.dtype == other.variable.dtype
        && doesNotContradict(other)
    }

    func doesNotContradict(_ other: Entry) -> Bool {
      !path.hasKnownLeaf || !other.path.hasKnownLeaf || path.leaf == other.path.leaf
    }
  }

  private struct Kind: Hashable {
    var shape: Shape
    var dtype: DType
    var trainable: Bool
    init(_ variable: VariableEvent) { (shape, dtype, trainable) = (variable.shape, variable.dtype, variable.trainable) }
  }

  private mutating func join(_ reference: String, _ candidate: String, _ way: PairingWay) {
    guard let left = open.reference.firstIndex(where: { $0.name == reference }),
      let right = open.candidate.firstIndex(where: { $0.name == candidate })
    else { return }
    pairs.append(Pair(reference: reference, candidate: candidate, way: way))
    open.reference.remove(at: left)
    open.candidate.remove(at: right)
  }

  private mutating func sort() {
    let order = Dictionary(
      variables.reference.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    pairs.sort { (order[$0.reference] ?? 0) < (order[$1.reference] ?? 0) }
  }
}
