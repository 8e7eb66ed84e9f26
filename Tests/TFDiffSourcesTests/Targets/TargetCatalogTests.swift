import Foundation
import TFDiffDebugger
import TFDiffTensor
import Testing

@testable import TFDiffEmbedded
@testable import TFDiffLive
@testable import TFDiffTargets

/// Protects: a kind of target is a provider and its line in a catalog; the arguments find theirs, what goes with another
/// kind is refused by whoever claims them, and sides of any two kinds make a pair.
@Suite struct TargetCatalogTests {
  private let catalog = TargetCatalog([LiveSettings.self, RecordingProvider.self, EmbeddedSettings.self])

  private func arguments(_ target: String, _ change: (inout TargetArguments) -> Void = { _ in }) -> TargetArguments {
    var arguments = TargetArguments(target: target)
    change(&arguments)
    return arguments
  }

  /// The message with which arguments are refused; nil where they are taken.
  private func refusal(_ arguments: TargetArguments) -> String? {
    do throws(TargetError) {
      _ = try catalog.kind(of: arguments)
      return nil
    } catch {
      return error.description
    }
  }

  @Test func eachKindClaimsItsArguments() throws {
    let kinds = try [
      arguments("model.py"), arguments("") { $0.python.tf1 = "nets:old" }, arguments("a.npz,b.npz"),
      arguments("digits"),
    ].map { try catalog.kind(of: $0).kind }
    #expect(kinds == ["a Python target", "a Python target", "a pair of recordings", "a built-in model"])
    #expect(refusal(arguments("")) == "Missing expected argument '<target>'")
  }

  @Test func whatGoesWithAnotherKindIsRefused() {
    for target in ["digits", "a.npz,b.npz"] {
      let words = refusal(arguments(target) { $0.python.map = "pairs.toml" })
      #expect(words?.hasPrefix("--map goes with a Python target: name a file that ends in .py") == true)
    }
    let planted = refusal(arguments("model.py") { $0.faults = ["padding@conv1"] })
    #expect(planted?.hasPrefix("--fault does not go with a Python target: it plants faults in built-in") == true)
    let seeded = refusal(arguments("a.npz,b.npz") { $0.operationSeeds = ["3"] })
    #expect(seeded?.hasPrefix("--operation-seed does not go with a pair of recordings") == true)
  }

  @Test func anAddedKindIsComparedAsAnyOther() throws {
    let folder = try TestFolder()
    let before = try folder.record([("a", [1, 2]), ("b", [3])], as: "before.npz")
    let after = try folder.record([("a", [1, 2]), ("b", [3.5])], as: "after.npz")
    let provider = try catalog.provider(of: arguments("\(before),\(after)"))
    let target = provider.target()
    #expect(target.plannedEndpoints == ["a", "b"])
    let state = CheckRunner(target: target).run().state
    #expect(state.endpoints.map(\.status) == [.match, .mismatch])
    #expect(state.target.runtimes == SidePair(reference: "recording", candidate: "recording"))
    #expect(throws: TargetError.self) { try provider.triage() }
    #expect(target.ladder == nil && target.seeding == nil)
  }

  /// A recording of what the embedded candidate tells, against that candidate run again.
  @Test func anAddedKindMakesAPairWithABuiltInModel() throws {
    let folder = try TestFolder()
    let embedded = try catalog.provider(of: arguments("digits"))
    var told: [(name: String, tensor: Tensor)] = []
    let source = try embedded.side(.candidate).open()
    while try source.advance(
      .endpoint(deliveringOperations: false),
      deliver: { if case .endpoint(let endpoint) = $0 { told.append((endpoint.name, endpoint.value)) } })
    {}
    let path = folder.path + "/digits.npz"
    try NpzFile.write(told, to: path)
    let recording = try catalog.provider(of: arguments("\(path),\(path)"))
    let sides = SidePair(reference: recording.side(.reference), candidate: embedded.side(.candidate))
    let state = CheckRunner(target: DebugTarget(embedded.description, sides: sides)).run().state
    #expect(told.count == 9)
    #expect(state.endpoints.map(\.name) == told.map(\.name))
    #expect(state.endpoints.allSatisfy { $0.status == .match })
    #expect(state.target.runtimes == SidePair(reference: "recording", candidate: "TF2 eager"))
  }

  /// Neither side of a worker's needs the other, whichever it is.
  @Test(arguments: Side.allCases) func anAddedKindMakesAPairWithAWorker(side: Side) throws {
    let folder = try TestFolder()
    let world = FakeWorld(
      body: """
        channel.endpoint('a', [1, 2])
        channel.endpoint('b', [3])
        channel.finish(END)
        """)
    let path = try folder.record([("a", [1, 2]), ("b", [4])], as: "recorded.npz")
    let recording = try catalog.provider(of: arguments("\(path),\(path)"))
    let settings = try world.settings(in: folder)
    var sides = recording.sides()
    sides[side] = settings.side(side, probe: world.probe)
    let state = CheckRunner(target: DebugTarget(settings.description, sides: sides)).run().state
    #expect(state.failure == nil)
    #expect(state.endpoints.map(\.status) == [.match, .mismatch])
  }

  @Test func bothSidesPlansAreKept() {
    func side(_ planned: [String]) -> TargetSide {
      TargetSide(runtime: "r", plannedEndpoints: planned) { throw CancellationError() }
    }
    let target = DebugTarget(
      TargetDescription(name: "t", mode: nil, training: false, seed: 1, input: "ones"),
      sides: SidePair(reference: side(["a", "c"]), candidate: side(["a", "b", "c"])))
    #expect(target.plannedEndpoints == ["a", "c", "b"])
  }
}

extension TestFolder {
  /// Writes end points as a recording and returns its path.
  fileprivate func record(_ endpoints: [(name: String, values: [Float])], as name: String) throws -> String {
    let path = path + "/" + name
    try NpzFile.write(endpoints.map { ($0.name, Tensor($0.values)) }, to: path)
    return path
  }
}
