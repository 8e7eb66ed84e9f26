import TFDiffDebugger

extension LiveMap {
  /// A variable that the user says is laid out otherwise.
  public struct Layout: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
      case transposed, reshaped
      /// Equal parts along the last axis go to these variables of the candidate.
      case split([String])
    }
    public var reference: String
    /// Empty where it is split.
    public var candidate: String
    public var kind: Kind
  }

  /// A TensorFlow 1 cell that the user pairs with a recurrent layer of Keras.
  public struct Cell: Sendable, Hashable {
    /// The cell's scope, which its `kernel` or its `gates/kernel` is below.
    public var reference: String
    /// The layer's scope, which its `recurrent_kernel` is below.
    public var layer: String
    public var forgetBias: Float?
  }

  /// The pairs of the user's variables, patterns among them, for the variables there are.
  ///
  /// In a pattern `*` stands for any part of a name, and is in the candidate's what it is in the reference's.
  func pins(_ known: SidePair<[String]>) -> [(reference: String, candidate: String)] {
    let exact = variables.filter { !$0.key.contains("*") }
    var pins = exact.sorted { $0.key < $1.key }.map { (reference: $0.key, candidate: $0.value) }
    let candidates = Set(known.candidate)
    for (pattern, target) in variables.sorted(by: { $0.key < $1.key }) where pattern.contains("*") {
      for name in known.reference where exact[name] == nil {
        guard let middle = Self.middle(of: name, in: pattern) else { continue }
        let candidate = target.replacing("*", with: middle, maxReplacements: 1)
        if candidates.contains(candidate) { pins.append((name, candidate)) }
      }
    }
    return pins
  }

  private static func middle(of name: String, in pattern: String) -> String? {
    guard let star = pattern.firstIndex(of: "*") else { return nil }
    let (head, tail) = (pattern[..<star], pattern[pattern.index(after: star)...])
    guard name.count >= head.count + tail.count, name.hasPrefix(head), name.hasSuffix(tail) else { return nil }
    return String(name.dropFirst(head.count).dropLast(tail.count))
  }

  /// What the user says is laid out otherwise, of the variables there are.
  ///
  /// - Parameter forgetBiases: by the name of an LSTM cell's bias, what the reference's graph adds besides.
  /// - Throws: ``LiveMapFault/unknownVariable(_:_:known:)``.
  func laidOut(
    _ variables: SidePair<[VariableEvent]>, forgetBiases: [String: Float] = [:]
  ) throws(LiveMapFault) -> [LaidOutVariable] {
    func find(_ name: String, _ side: Side) throws(LiveMapFault) -> VariableEvent {
      guard let found = variables[side].first(where: { $0.name == name }) else {
        throw .unknownVariable(side, name, known: variables[side].map(\.name))
      }
      return found
    }
    var found: [LaidOutVariable] = []
    for each in layouts {
      let reference = try find(each.reference, .reference)
      switch each.kind {
      case .transposed, .reshaped:
        let layout: VariableLayout = each.kind == .transposed ? .transposed : .reshaped
        let candidate = try find(each.candidate, .candidate)
        found.append(LaidOutVariable(candidate: candidate, references: [reference], layout: layout, way: .map))
      case .split(let names):
        for (place, name) in names.enumerated() {
          let candidate = try find(name, .candidate)
          found.append(
            LaidOutVariable(
              candidate: candidate, references: [reference], layout: .part(place, of: names.count),
              way: .map))
        }
      }
    }
    for cell in cells { found += try laidOut(cell, variables, forgetBiases) }
    return found
  }

  private func laidOut(
    _ cell: Cell, _ variables: SidePair<[VariableEvent]>, _ told: [String: Float]
  ) throws(LiveMapFault) -> [LaidOutVariable] {
    func below(_ scope: String, _ side: Side) -> [VariableEvent] {
      variables[side].filter { $0.name.hasPrefix(scope + "/") }
    }
    let own = SidePair(reference: below(cell.reference, .reference), candidate: below(cell.layer, .candidate))
    if own.reference.isEmpty {
      throw .unknownVariable(.reference, cell.reference, known: variables.reference.map(\.name))
    }
    let found = RecurrentCells(own, forgetBias: cell.forgetBias, told: told).found
    if found.isEmpty { throw .unknownVariable(.candidate, cell.layer, known: variables.candidate.map(\.name)) }
    return found.map { each in
      var each = each
      each.way = .map
      return each
    }
  }
}
