import TFDiffDebugger
import TFDiffTargets
import TFDiffTensor

/// Two sides of which at least one is a recording: another recording, or the side of a model or a program, stands against it.
public struct RecordedPair: Sendable {
  /// What stands at a side.
  public enum Part: Sendable {
    case recording(Recording)
    case run(any TargetProvider)
  }

  public let parts: SidePair<Part>
  /// What is pinned, by the reference's names.
  let layers: [String: String]

  /// - Throws: ``RecordingError/unknownEndpoint(_:path:nearest:)`` where a name that is pinned is in no recording.
  public init(_ parts: SidePair<Part>, layers: [String: String] = [:]) throws(RecordingError) {
    (self.parts, self.layers) = (parts, layers)
    for (reference, candidate) in layers.sorted(by: { $0.key < $1.key }) {
      try check(reference, in: parts.reference)
      try check(candidate, in: parts.candidate)
    }
  }

  private func check(_ name: String, in part: Part) throws(RecordingError) {
    guard case .recording(let recording) = part else { return }
    let names = recording.endpoints.map(\.name)
    guard !names.contains(name) else { return }
    throw .unknownEndpoint(
      name, path: recording.path, nearest: NearestName.nearest(name, in: names, count: 3))
  }

  public func sides() -> SidePair<TargetSide> {
    switch (parts.reference, parts.candidate) {
    case (.recording(let reference), .recording(let candidate)): Self.sides(reference, candidate, layers)
    case (.recording(let recording), .run(let provider)): mixed(recording, at: .reference, provider.side(.candidate))
    case (.run(let provider), .recording(let recording)): mixed(recording, at: .candidate, provider.side(.reference))
    case (.run(let reference), .run(let candidate)):
      SidePair(reference: Self.side(reference.side(.reference)), candidate: Self.side(candidate.side(.candidate)))
    }
  }

  /// A run of which the endpoints are told. Which of them the other side has is known once it is through.
  private static func side(
    _ side: TargetSide, names: [String: String] = [:], planned: [String] = []
  ) -> TargetSide {
    var told = TargetSide(runtime: side.runtime, plannedEndpoints: planned, anticipate: side.anticipate) {
      EndpointsOnlySource(try side.open(), names: names)
    }
    told.stages = side.stages
    return told
  }

  // MARK: A recording and a run

  /// The candidate's endpoints have the reference's names, be it the recording or the run.
  private func mixed(_ recording: Recording, at side: Side, _ run: TargetSide) -> SidePair<TargetSide> {
    let pinned =
      side == .reference ? layers : Dictionary(layers.map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let recorded = recording.endpoints.map(\.name)
    let names = RunNames(recorded, of: run.plannedEndpoints, pinned: pinned)
    let items = recording.endpoints.indices.filter { recording.endpoints[$0].hasValues }.map { index in
      RecordingSource.Item(
        endpoint: recording.endpoints[index], name: side == .candidate ? names.names[index] : recorded[index])
    }
    let opening = Self.opening(recording, side) + names.words.map { TraceEvent.log($0) }
    let renamed =
      side == .reference ? Dictionary(zip(names.names, recorded), uniquingKeysWith: { first, _ in first }) : [:]
    // What both have is expected of both; what one alone has may not be there, and is said.
    let told = Set(items.map(\.name))
    let planned = run.plannedEndpoints.map { renamed[$0] ?? $0 }.filter(told.contains)
    let own = TargetSide(runtime: recording.kind, plannedEndpoints: planned) {
      RecordingSource(items, opening: opening)
    }
    let other = Self.side(run, names: renamed, planned: planned)
    return side == .reference
      ? SidePair(reference: own, candidate: other) : SidePair(reference: other, candidate: own)
  }

  // MARK: Two recordings

  private static func sides(
    _ reference: Recording, _ candidate: Recording, _ layers: [String: String]
  ) -> SidePair<TargetSide> {
    let pairing = RecordingPairing(reference.endpoints, candidate.endpoints, layers: layers)
    let told = ToldRecordings(reference, candidate, pairing)
    let openings = SidePair(
      reference: opening(reference, .reference) + told.words.map { TraceEvent.log($0) } + told.unpaired,
      candidate: opening(candidate, .candidate))
    func side(_ side: Side, _ recording: Recording) -> TargetSide {
      let (items, opening) = (told.items[side], openings[side])
      return TargetSide(runtime: recording.kind, plannedEndpoints: told.paired) {
        RecordingSource(items, opening: opening)
      }
    }
    return SidePair(reference: side(.reference, reference), candidate: side(.candidate, candidate))
  }

  /// What is said of a recording before its first endpoint.
  private static func opening(_ recording: Recording, _ side: Side) -> [TraceEvent] {
    let origin = recording.origin.map { origin in
      "the \(side.rawValue) is a recording of \(origin.target), \(origin.side), \(origin.training ? "training" : "inference"), "
        + "seed \(origin.seed), input \(origin.input)"
    }
    let unreadable = recording.unreadable.map { "the \(side.rawValue)'s \($0.name) is left out: \($0.reason)" }
    return ([origin].compactMap(\.self) + unreadable).map { .log($0) }
  }
}
