import TFDiffTensor

/// Which variable of the candidate is which of the reference.
///
/// In this order: what the map pins, the same name, the same name but for prefixes and customs, what paired operations
/// read, what stands beside a pair in one layer, and of what is left of one shape the words that names have in common, and last
/// order. What could be more than one, or what names speak against, is left alone and said to be ambiguous.
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
  public internal(set) var pairs: [Pair] = []
  /// Variables of the candidate that hold the reference's elements in another order or shape.
  public internal(set) var laidOut: [LaidOutVariable] = []
  /// Variables of the reference for which the candidate has several that may be theirs.
  public internal(set) var ambiguous: [String] = []
  private let variables: SidePair<[VariableEvent]>
  private let attributes: [String: String]
  var open: SidePair<[Entry]>
  /// Recurrent cells that have no partner yet, whose variables are no others' meanwhile: the bias of an LSTM has the shape of
  /// the other's and its gates in another order.
  var cells: RecurrentCells

  /// - Parameters:
  ///   - variables: of each side in the order of creation, those of the first call.
  ///   - pinned: the reference's names with the candidate's, as the user has them.
  ///   - layouts: what the user says is laid out otherwise.
  ///   - forgetBiases: by the name of an LSTM cell's bias, what the reference's graph adds besides.
  ///   - attributes: by the name of a variable of the candidate, the attributes of its model that lead to it.
  public init(
    _ variables: SidePair<[VariableEvent]>, pinned: [(reference: String, candidate: String)] = [],
    layouts: [LaidOutVariable] = [], forgetBiases: [String: Float] = [:], attributes: [String: String] = [:]
  ) {
    self.variables = variables
    self.attributes = attributes
    open = SidePair(
      reference: variables.reference.map { Entry($0) },
      candidate: variables.candidate.map { Entry($0, attributes: attributes[$0.name]) })
    cells = RecurrentCells(SidePair(reference: [], candidate: []))
    for each in layouts { take(each) }
    for pin in pinned { join(pin.reference, pin.candidate, .map) }
    pairByName()
    cells = RecurrentCells(
      SidePair(reference: open.reference.map(\.variable), candidate: open.candidate.map(\.variable)),
      told: forgetBiases)
    for each in cells.pairByNames() { take(each) }
    let waiting = cells.variables
    hold(SidePair(reference: waiting.reference.map(\.name), candidate: waiting.candidate.map(\.name)))
    pairByPath()
  }

  mutating func take(_ each: LaidOutVariable) {
    guard open.candidate.contains(where: { $0.name == each.candidate.name }) else { return }
    laidOut.append(each)
    hold(SidePair(reference: each.references.map(\.name), candidate: [each.candidate.name]))
  }

  private mutating func hold(_ names: SidePair<[String]>) {
    let names = SidePair(reference: Set(names.reference), candidate: Set(names.candidate))
    open.reference.removeAll { names.reference.contains($0.name) }
    open.candidate.removeAll { names.candidate.contains($0.name) }
  }

  /// The names of the variables of each recurrent cell and layer that has no partner yet.
  public var openCells: SidePair<[[String]]> { cells.names }

  /// Takes in what surrounds each of ``openCells``, in their order: what tells the operations before and behind it from others,
  /// equal for partners.
  public mutating func pairCells(_ neighbours: SidePair<[Set<Int>]>) {
    laidOut += cells.pairByOperations(neighbours)
  }

  /// Gives back the variables of cells for which there is no layer, and of layers for which there is no cell.
  mutating func releaseCells() {
    guard cells.ambiguous.isEmpty else { return }
    for side in Side.allCases {
      let places = Dictionary(
        variables[side].enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
      let entries = open[side] + cells.variables[side].map { Entry($0, attributes: attributes[$0.name]) }
      open[side] = entries.sorted { (places[$0.name] ?? 0) < (places[$1.name] ?? 0) }
    }
  }

  /// Takes in which variables paired operations read, in the order in which they take them.
  public mutating func pairByOperations(_ reads: [(reference: [String], candidate: [String])]) {
    for read in reads {
      let left = read.reference.compactMap { name in open.reference.first { $0.name == name } }
      let right = read.candidate.compactMap { name in open.candidate.first { $0.name == name } }
      guard left.count == right.count, zip(left, right).allSatisfy({ $0.canBe($1) || $0.isView(of: $1) }) else {
        pairByLeaves(left, right)
        continue
      }
      for (reference, candidate) in zip(left, right) {
        if reference.canBe(candidate) {
          joinWithLayer(reference, candidate)
        } else {
          take(.init(candidate.variable, viewing: reference.variable, .operation))
          joinBeside(reference, candidate)
        }
      }
    }
  }

  /// Of what two partners read, pairs what has one word on both sides: in training, a batch norm of Keras takes its moving
  /// averages along, and one of TensorFlow 1 does not.
  private mutating func pairByLeaves(_ references: [Entry], _ candidates: [Entry]) {
    for reference in references where reference.path.hasKnownLeaf {
      let found = candidates.filter { $0.path.hasLeaf(of: reference.path) && $0.canBe(reference) }
      if found.count == 1 { joinWithLayer(reference, found[0]) }
    }
  }

  /// Joins what partners read and, before any others are looked at, what stands beside it in its layer: a layer's variables
  /// are not torn apart, and in training no operation reads a batch norm's moving averages.
  private mutating func joinWithLayer(_ reference: Entry, _ candidate: Entry) {
    join(reference.name, candidate.name, .operation)
    joinBeside(reference, candidate)
  }

  private mutating func joinBeside(_ reference: Entry, _ candidate: Entry) {
    for beside in open.reference
    where beside.layer == reference.layer && beside.variable.role != .slot && beside.path.hasKnownLeaf {
      let found = open.candidate.filter {
        $0.layer == candidate.layer && $0.path.hasLeaf(of: beside.path) && $0.canBe(beside)
      }
      if found.count == 1 { join(beside.name, found[0].name, .layer) }
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
        guard let candidate = best(for: reference, in: open.candidate, { $0.canBe($1) }),
          best(for: candidate, in: open.reference, { $0.canBe($1) })?.name == reference.name
        else { continue }
        join(reference.name, candidate.name, .path)
        hasFound = true
      }
    }
    pairViewsByPath()
  }

  /// The same of what has another shape: only where nothing of its own shape is left that could be it.
  private mutating func pairViewsByPath() {
    for reference in open.reference where reference.variable.role.decides {
      guard let candidate = best(for: reference, in: open.candidate, { $0.isView(of: $1) }),
        best(for: candidate, in: open.reference, { $0.isView(of: $1) })?.name == reference.name
      else { continue }
      take(.init(candidate.variable, viewing: reference.variable, .path))
    }
  }

  /// The one variable whose path has most in common with another's; nil where there is none, or more than one.
  ///
  /// - Parameter fits: whether two may be one by their shapes and kinds.
  private func best(for entry: Entry, in others: [Entry], _ fits: (Entry, Entry) -> Bool) -> Entry? {
    var best: (entry: Entry, common: Int)?
    var isUnique = false
    for other in others where fits(other, entry) && other.variable.role != .slot {
      let common = entry.commonParts(with: other)
      // The leaf alone says little, unless it is the whole name and no layer's word for its variable.
      let isWhole = common == min(entry.path.parts.count, other.path.parts.count) && !entry.path.hasKnownLeaf
      guard common >= 2 || (common == 1 && isWhole) else { continue }
      if let known = best, known.common > common { continue }
      isUnique = best.map { $0.common < common } ?? true
      best = (other, common)
    }
    return isUnique ? best?.entry : nil
  }

  mutating func join(_ reference: String, _ candidate: String, _ way: PairingWay) {
    guard let left = open.reference.firstIndex(where: { $0.name == reference }),
      let right = open.candidate.firstIndex(where: { $0.name == candidate })
    else { return }
    pairs.append(Pair(reference: reference, candidate: candidate, way: way))
    open.reference.remove(at: left)
    open.candidate.remove(at: right)
  }

  mutating func sort() {
    let order = Dictionary(
      variables.reference.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    pairs.sort { (order[$0.reference] ?? 0) < (order[$1.reference] ?? 0) }
  }
}
