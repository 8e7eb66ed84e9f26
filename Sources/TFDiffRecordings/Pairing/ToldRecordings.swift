import TFDiffDebugger
import TFDiffTensor

/// How two recordings are told, once they are paired: the candidate's endpoints under the reference's names and in its order, and
/// what has no partner after them.
struct ToldRecordings {
  var items = SidePair<[RecordingSource.Item]>(reference: [], candidate: [])
  /// The names of what is compared.
  var paired: [String] = []
  /// How the pairs came about, where their names do not say it.
  var words: [String] = []
  /// Endpoints whose values are known to neither recording, or to one alone.
  private var withoutValues = SidePair<[String]>(reference: [], candidate: [])

  /// Layers that are not told.
  var unpaired: [TraceEvent] {
    withoutValues.reference.isEmpty && withoutValues.candidate.isEmpty ? [] : [.unpaired(withoutValues)]
  }

  /// How many pairs are named of each way.
  private static let named = 6

  init(_ reference: Recording, _ candidate: Recording, _ pairing: RecordingPairing) {
    let open = pairing.open
    let pairs = Dictionary(uniqueKeysWithValues: pairing.pairs.map { ($0.reference, $0) })
    for (index, endpoint) in reference.endpoints.enumerated() {
      guard let pair = pairs[index] else {
        addAlone(endpoint, .reference)
        continue
      }
      add(pair, endpoint, candidate.endpoints[pair.candidate])
    }
    let taken = Set(reference.endpoints.map(\.name))
    for index in open.candidates { addAlone(candidate.endpoints[index], .candidate, besides: taken) }
    words += pairingWords(reference, candidate, pairing.pairs)
  }

  private mutating func add(
    _ pair: RecordingPairing.Pair, _ left: RecordedEndpoint, _ right: RecordedEndpoint
  ) {
    let isSame = left.digest != nil && left.digest == right.digest
    guard left.hasValues && right.hasValues || isSame && (left.hasValues || right.hasValues) else {
      withoutValues.reference.append(left.name)
      withoutValues.candidate.append(right.name)
      words.append(Self.words(left, right, isSame: isSame))
      return
    }
    items.reference.append(.init(endpoint: left, name: left.name, substitute: right))
    items.candidate.append(.init(endpoint: right, name: left.name, axes: pair.axes, substitute: left))
    paired.append(left.name)
  }

  /// Why a pair is not compared.
  private static func words(_ left: RecordedEndpoint, _ right: RecordedEndpoint, isSame: Bool) -> String {
    let sides = [(left, "reference"), (right, "candidate")].filter { !$0.0.hasValues }.map(\.1).joined(
      separator: " and the ")
    let digests =
      left.digest.flatMap { own in right.digest.map { own == $0 } }.map {
        $0 ? "; both have the same SHA-256, so that they are the same to the bit" : "; their SHA-256 differ"
      } ?? ""
    return "\(left.name) is not compared: the \(sides) left its values out\(digests)"
  }

  /// - Parameter taken: names under which it would be taken for what the other side calls so.
  private mutating func addAlone(_ endpoint: RecordedEndpoint, _ side: Side, besides taken: Set<String> = []) {
    guard endpoint.hasValues else { return withoutValues[side].append(endpoint.name) }
    let name = taken.contains(endpoint.name) ? "\(endpoint.name) (\(side.rawValue))" : endpoint.name
    items[side].append(.init(endpoint: endpoint, name: name))
  }

  private func pairingWords(
    _ reference: Recording, _ candidate: Recording, _ pairs: [RecordingPairing.Pair]
  ) -> [String] {
    let ways = RecordingPairing.Way.allCases.compactMap { way -> String? in
      let found = pairs.filter { $0.way == way }
      guard let how = way.words, !found.isEmpty else { return nil }
      let names = found.prefix(Self.named).map {
        "\(reference.endpoints[$0.reference].name) = \(candidate.endpoints[$0.candidate].name)"
      }
      return "\(found.count) paired by \(how): \(names.joined(separator: ", "))"
        + (found.count > Self.named ? ", …" : "")
    }
    let moved = pairs.compactMap { pair in
      pair.axes.map { "\(reference.endpoints[pair.reference].name): the candidate's axes are taken in the order \($0)" }
    }
    let scaled = pairs.compactMap { pair in
      pair.factor.map {
        "\(reference.endpoints[pair.reference].name): the candidate's values are the reference's times "
          + formatShort($0)
      }
    }
    return ways + moved + scaled
  }
}

extension RecordingPairing.Way {
  /// Nil where nothing needs to be said.
  fileprivate var words: String? {
    switch self {
    case .name: nil
    case .map: "the map"
    case .path: "a part of their names and their shape"
    case .values: "their values"
    case .shape: "their shape alone, which no other has"
    case .order: "their shapes and the order in which they stand between other pairs"
    }
  }
}
