import Synchronization
import TFDiffDebugger
import TFDiffTensor

/// What the two sides of a training run hand each other: which of their variables belong together, and the reference's values,
/// from which each of the candidate's own steps begins.
final class TrainingExchange: Sendable {
  private struct Known {
    var variables: SidePair<[VariableEvent]> = SidePair(reference: [], candidate: [])
    /// Nil where variables have come since.
    var pairing: Pairing?
    /// The reference's values as told last, by `variables/NAME` and `slots/KIND/NAME`.
    var values: [String: Tensor] = [:]
    var candidateHasStepped = false
  }
  private struct Pairing {
    /// By the candidate's name.
    var references: [String: String]
    var laidOut: [String: LaidOutVariable]
    var log: [String]
  }
  private let map: LiveMap
  private let known = Mutex(Known())

  init(_ map: LiveMap) { self.map = map }

  /// Takes in what a side has made; a run after another makes the same again.
  func take(_ variable: VariableEvent, from side: Side) {
    known.withLock { known in
      if known.variables[side].contains(where: { $0.name == variable.name }) { return }
      known.variables[side].append(variable)
      known.pairing = nil
    }
  }

  /// Takes in what the reference has told of its state.
  func take(_ value: Tensor, named name: String) { known.withLock { $0.values[name] = value } }

  /// Whether the candidate's next step begins with the reference's state, and not with what its variables were made with.
  var givesState: Bool { known.withLock { $0.candidateHasStepped } }

  func candidateHasStepped() { known.withLock { $0.candidateHasStepped = true } }

  func forgetSteps() { known.withLock { $0.candidateHasStepped = false } }

  /// A variable as it was made, with the reference's that it is compared with where that has another name.
  func named(_ variable: VariableEvent, of side: Side) -> VariableEvent {
    guard side == .candidate, let reference = reference(of: variable.name), reference != variable.name else {
      return variable
    }
    return variable.with(partner: VariablePartner(name: reference, way: .path))
  }

  /// The names of the reference's variables.
  var variables: [String] { known.withLock { $0.variables.reference.map(\.name) } }

  /// The reference's name of a variable of the candidate's; nil where it has no partner, or holds its elements otherwise.
  func reference(of candidate: String) -> String? { pairing.references[candidate] }

  /// Whether a variable of a side has a partner.
  func isPaired(_ variable: String, of side: Side) -> Bool {
    let references = pairing.references
    return side == .candidate ? references[variable] != nil : references.values.contains(variable)
  }

  /// What a variable or a slot of the candidate's is to begin with: the reference's value, where it has one of that shape.
  ///
  /// - Parameter name: a variable's name, or `slots/KIND/NAME`.
  func value(for name: String, shape: Shape, dtype: DType) -> Tensor? {
    let isSlot = name.hasPrefix("slots/")
    let parted = RungName(isSlot ? name : "variables/" + name, kind: isSlot ? .slot : .variable)
    guard let variable = parted.variable else { return nil }
    let value =
      if let laidOut = pairing.laidOut[variable] {
        self.value(for: laidOut, parted)
      } else {
        pairing.references[variable].flatMap { self.value(named: parted.of($0)) }
      }
    return value?.shape == shape && value?.dtype == dtype ? value : nil
  }

  private func value(named name: String) -> Tensor? { known.withLock { $0.values[name] } }

  private func value(for laidOut: LaidOutVariable, _ name: RungName) -> Tensor? {
    let values = laidOut.references.compactMap { value(named: name.of($0.name)) }
    return values.count == laidOut.references.count ? laidOut.value(of: values) : nil
  }

  /// What a reader should know of how variables were paired.
  var log: [String] { pairing.log }

  private var pairing: Pairing {
    known.withLock { known in
      if let pairing = known.pairing { return pairing }
      let pairing = pair(known.variables)
      known.pairing = pairing
      return pairing
    }
  }

  /// By names, words and order: a training step's operations are not aligned.
  private func pair(_ variables: SidePair<[VariableEvent]>) -> Pairing {
    let weights = SidePair(
      reference: variables.reference.filter { $0.role == .weight },
      candidate: variables.candidate.filter { $0.role == .weight })
    let names = SidePair(reference: weights.reference.map(\.name), candidate: weights.candidate.map(\.name))
    // What a map says wrongly is told where it is read against the whole of both sides.
    let layouts = (try? map.laidOut(weights, forgetBiases: [:])) ?? []
    var pairing = VariablePairing(weights, pinned: map.pins(names), layouts: layouts)
    pairing.pairByOrder()
    return Pairing(
      references: Dictionary(
        pairing.pairs.map { ($0.candidate, $0.reference) }, uniquingKeysWith: { first, _ in first }),
      laidOut: Dictionary(
        pairing.laidOut.map { ($0.candidate.name, $0) }, uniquingKeysWith: { first, _ in first }),
      log: pairing.log)
  }
}
