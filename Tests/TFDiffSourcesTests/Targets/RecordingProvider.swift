import Synchronization
import TFDiffDebugger
import TFDiffTensor

@testable import TFDiffTargets

/// Recordings as a kind of target, written as a kind that is added would be: two `.npz` files with end points by name,
/// `REFERENCE.npz,CANDIDATE.npz`.
struct RecordingProvider: TargetProvider {
  static let kind = "a pair of recordings"

  let files: SidePair<NpzFile>

  static func claims(_ arguments: TargetArguments) -> Bool { arguments.target.hasSuffix(".npz") }

  init(_ arguments: TargetArguments) throws {
    let paths = arguments.target.split(separator: ",").map(String.init)
    files = SidePair(reference: try NpzFile(paths[0]), candidate: try NpzFile(paths[1]))
  }

  var description: TargetDescription {
    TargetDescription(
      name: "\(files.reference.path),\(files.candidate.path)", mode: nil, training: false, seed: 0, input: "as recorded"
    )
  }

  func side(_ side: Side) -> TargetSide {
    TargetSide(runtime: "recording", plannedEndpoints: files[side].names) { RecordingSource(files[side]) }
  }
}

/// A recording, told from its first array to its last.
private final class RecordingSource: TraceSource {
  private let file: NpzFile
  private let passed = Atomic(0)

  init(_ file: NpzFile) { self.file = file }

  func advance(_ request: Advance, deliver: (TraceEvent) -> Void) throws -> Bool {
    let place = passed.add(1, ordering: .relaxed).oldValue
    guard place < file.names.count else {
      deliver(.finished(RunSummary(regularizationLoss: nil, seconds: 0)))
      return false
    }
    deliver(.endpoint(EndpointEvent(name: file.names[place], value: try file.tensor(file.names[place]))))
    return true
  }

  func cancel() {}
}
