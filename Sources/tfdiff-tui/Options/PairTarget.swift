import TFDiffDebugger
import TFDiffLive
import TFDiffRecordings
import TFDiffTargets

/// Two that are named one by one: a recording, or a side of a model or a program, against another.
struct PairTarget: TargetProvider {
  static let kind = "a comparison of two recordings or runs"
  static let isComposed = true

  let description: TargetDescription
  private let pair: RecordedPair
  private let arguments: TargetArguments

  static func claims(_ arguments: TargetArguments) -> Bool {
    arguments.against != nil || Recording.isRecording(arguments.target)
  }

  /// - Throws: ``RecordingError``, ``OptionError`` or what a part's own kind of target throws.
  init(_ arguments: TargetArguments) throws {
    self.arguments = arguments
    guard let against = arguments.against else { throw RecordingError.noCounterpart(path: arguments.target) }
    guard arguments.steps.count == 0 else { throw OptionError.stepsOfRecordings }
    let parts = SidePair(
      reference: try Self.part(arguments.target, arguments), candidate: try Self.part(against, arguments))
    if let words = try Self.refusal(of: parts, arguments) { throw TargetError.argumentOfAnotherKind(words) }
    let map = try arguments.python.map.map { try LiveMap(file: $0, in: arguments.folder) }
    pair = try RecordedPair(parts, layers: map?.layers ?? [:])
    let run = Side.allCases.compactMap { side in
      if case .run(let provider) = parts[side] { provider.description } else { nil }
    }.first
    var description = TargetDescription(
      name: "\(arguments.target) against \(against)", mode: run?.mode, training: run?.training ?? false,
      seed: run?.seed ?? arguments.seed, input: run?.input ?? "as recorded", checkpoint: run?.checkpoint)
    description.isRecorded = run == nil
    description.sources = run?.sources ?? []
    self.description = description
  }

  var renewing: (@Sendable () throws -> Self)? { { try Self(arguments) } }

  func side(_ side: Side) -> TargetSide { pair.sides()[side] }

  func sides() -> SidePair<TargetSide> { pair.sides() }

  private static func part(_ word: String, _ arguments: TargetArguments) throws -> RecordedPair.Part {
    if Recording.isRecording(word) || looksLikeAPath(word) { return .recording(try Recording(word)) }
    var own = arguments
    (own.target, own.against) = (word, nil)
    return .run(try TargetCatalog.runnable.provider(of: own))
  }

  /// Whether a word names a file that is not a program: where there is none, that is what is wrong with it.
  private static func looksLikeAPath(_ word: String) -> Bool { word.contains("/") && !word.hasSuffix(".py") }

  /// Options that go with runs, where there is none.
  private static func refusal(
    of parts: SidePair<RecordedPair.Part>, _ arguments: TargetArguments
  ) throws -> String? {
    guard case .recording = parts.reference, case .recording = parts.candidate else { return nil }
    var own = arguments
    own.python.map = nil
    return TargetCatalog.runnable.kinds.lazy.compactMap { $0.refusal(of: own, for: "two recordings") }.first
  }
}
