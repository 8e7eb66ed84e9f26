import TFDiffDebugger
import TFDiffEmbedded
import TFDiffTargets
import TFDiffTensor
import Testing

@testable import TFDiffRecordings

/// Protects: two recordings, or one and a run, are compared as two runs are: what is equal is said to be equal, what differs is found,
/// what only one has is said and no divergence, and nothing is called missing that a recording cannot tell.
@Suite struct RecordedPairTests {
  private func check(
    _ reference: RecordedPair.Part, _ candidate: RecordedPair.Part, layers: [String: String] = [:]
  ) throws -> DebuggerState {
    let pair = try RecordedPair(SidePair(reference: reference, candidate: candidate), layers: layers)
    let description = TargetDescription(name: "pair", mode: nil, training: false, seed: 0, input: "as recorded")
    return CheckRunner(target: DebugTarget(description, sides: pair.sides()), explains: true).run().state
  }

  private func recording(_ endpoints: [RecordedEndpoint]) -> RecordedPair.Part {
    .recording(Recording(path: "made-up.npz", kind: "arrays", endpoints: endpoints))
  }

  private static let files = ["tf115_infer.npz", "tf212_eager_infer.npz", "tfdbg_dump"]

  private static func digits(_ checkpoint: String) throws -> RecordedPair.Part {
    var arguments = TargetArguments(target: "digits")
    arguments.checkpoint = fixtures + checkpoint
    arguments.input = fixtures + "tf115_infer.npz:images"
    return .run(try EmbeddedSettings(arguments))
  }

  /// What real TensorFlow 1.15 and 2.12 recorded, and what the engine computes from their checkpoints, are one model.
  @Test func everyPairOfTheDigitsIsEqual() throws {
    var parts = try Self.files.map { RecordedPair.Part.recording(try Recording(fixtures + $0)) }
    parts += [try Self.digits("ckpt_tf1"), try Self.digits("ckpt_tf2")]
    for reference in parts {
      for candidate in parts {
        let state = try check(reference, candidate)
        #expect(state.conclusion.verdict == .equal, "\(state.target.runtimes): \(state.conclusion.findings)")
        #expect(state.coverage.compared >= 7, "\(state.target.runtimes)")
        #expect(state.variablesComparison.missing.isEmpty && state.randomParting == nil)
      }
    }
  }

  @Test func whatOneAloneHasIsSaidAndNoDivergence() throws {
    let state = try check(
      .recording(try Recording(fixtures + "tf115_infer.npz")), .recording(try Recording(fixtures + "tfdbg_dump")))
    #expect(state.coverage.alone.reference == ["images", "dropout"])
    #expect(state.coverage.alone.candidate.contains("DigitsNet/Flatten/flatten/Shape:0"))
    #expect(state.log.contains { $0.text.contains("conv1 = DigitsNet/conv1/Relu:0") }, "\(state.log)")
  }

  /// A fault in a layer is found there, and its kind is said though nothing is known of how it is computed.
  @Test func aDifferenceIsFoundAndDescribed() throws {
    var numbers = Numbers(1)
    let tensors = (0..<3).map { _ in numbers.tensor([4, 6]) }
    let reference = tensors.enumerated().map { recorded("layer\($0)", $1) }
    var candidate = reference
    candidate[1] = recorded("layer1", tensors[1].scaled(by: 2))
    let state = try check(recording(reference), recording(candidate))
    #expect(state.conclusion.verdict == .diverged && state.divergence?.endpoint.name == "layer1")
    let found = try #require(state.explanations.first)
    #expect(found.cause == nil && found.kind == .constantFactor && found.origin.endpoint == "layer1", "\(found)")
  }

  @Test func anotherOrderOfAxesIsComparedElementByElement() throws {
    var numbers = Numbers(2)
    let image = numbers.tensor([1, 5, 6, 3])
    var off = image.elements(of: Float.self)
    off[17] += 1
    let wrong = Tensor(off, shape: image.shape).transposed([0, 3, 1, 2])
    let equal = try check(
      recording([recorded("x", image)]), recording([recorded("x", image.transposed([0, 3, 1, 2]))]))
    #expect(equal.conclusion.verdict == .equal)
    let state = try check(recording([recorded("x", image)]), recording([recorded("x", wrong)]))
    #expect(
      state.endpoints.first?.comparison?.mismatched == 1 && state.endpoints.first?.comparison?.firstMismatch == 17)
  }

  /// Values that were left out: the other side's are the same where the digests are, else there is nothing to compare.
  @Test func valuesThatWereLeftOut() throws {
    var numbers = Numbers(3)
    let (a, b) = (numbers.tensor([3]), numbers.tensor([4]))
    let same = try check(
      recording([recorded("a", a, digest: "1", hasValues: false), recorded("b", b)]),
      recording([recorded("a", a, digest: "1"), recorded("b", b)]))
    #expect(same.conclusion.verdict == .equal && same.coverage.compared == 2)
    let other = try check(
      recording([recorded("a", a, digest: "1", hasValues: false), recorded("b", b)]),
      recording([recorded("a", a, digest: "2"), recorded("b", b)]))
    #expect(other.conclusion.verdict == .equal && other.coverage.compared == 1)
    #expect(other.coverage.alone.reference == ["a"], "\(other.coverage)")
    #expect(other.log.contains { $0.text.contains("SHA-256 differ") }, "\(other.log)")
  }

  @Test func aMapPinsNamesOfTheRun() throws {
    let arrays = try NpzFile(fixtures + "tf115_infer.npz")
    let odd = recording([
      recorded("first", try arrays.tensor("conv1")), recorded("last", try arrays.tensor("predictions")),
    ])
    let run = try Self.digits("ckpt_tf1")
    let reference = try check(odd, run, layers: ["first": "conv1", "last": "predictions"])
    #expect(reference.conclusion.verdict == .equal && reference.coverage.compared == 2, "\(reference.conclusion)")
    let candidate = try check(run, odd, layers: ["conv1": "first", "predictions": "last"])
    #expect(candidate.conclusion.verdict == .equal && candidate.coverage.compared == 2, "\(candidate.conclusion)")
    #expect(throws: RecordingError.unknownEndpoint("frist", path: "made-up.npz", nearest: ["first", "last"])) {
      try check(odd, run, layers: ["frist": "conv1"])
    }
  }

  /// Nothing in common is nothing compared, and no verdict.
  @Test func nothingInCommonIsIncomparable() throws {
    var numbers = Numbers(4)
    let state = try check(recording([recorded("a", numbers.tensor([2]))]), try Self.digits("ckpt_tf1"))
    #expect(state.conclusion.verdict == .incomparable)
  }
}
