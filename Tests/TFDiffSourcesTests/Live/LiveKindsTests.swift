import Foundation
import TFDiffDebugger
import TFDiffLive
import TFDiffTargets
import Testing

/// Protects: the right verdict and the right line on programs after the kinds of mistakes that migrations make, on real
/// TensorFlow; and that the same programs without the mistake are equal.
@Suite(.enabled(if: Python.tensorFlow != nil, Python.tensorFlowIsMissing)) struct LiveKindsTests {
  private static let folder = "\(LiveTensorFlow.models)/kinds"

  private func check(
    _ file: String, function: String = "tf2_model", training: Bool = false, copies: Bool = true,
    candidate: CandidateKind = .eager
  ) throws -> DebuggerState {
    var settings = try LiveTensorFlow.settings("\(Self.folder)/\(file).py", training: training)
    if function != "tf2_model" {
      settings.program = try LiveProgram(
        file: "\(Self.folder)/\(file).py", tf2: "\(file):\(function)", folder: Self.folder)
    }
    settings.copiesWeights = copies
    settings.candidate = candidate
    return LiveTensorFlow.check(settings).state
  }

  /// Whether the innermost line of the user's is the one that the program marks.
  private func isMarked(_ place: Divergence.Place?, _ mark: String) throws -> Bool {
    let frame = try #require(place?.stack.culprit)
    let text = try String(contentsOfFile: frame.file, encoding: .utf8)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return try #require(lines.dropFirst(frame.line - 1).first).hasSuffix("# " + mark)
  }

  struct Mistake: Sendable, CustomTestStringConvertible {
    var file: String
    /// What the report says besides.
    var says: String
    var testDescription: String { file }
  }

  @Test(arguments: [
    Mistake(file: "leaky_alpha", says: "alpha is 0.2 in the reference and 0.3 in the candidate"),
    Mistake(file: "written_leaky", says: "the slope is 0.2 in the reference and 0.3 in the candidate"),
    Mistake(file: "padded_stride", says: "Pad"),
    Mistake(file: "scaled_constant", says: "input 1 is 8 in the reference and 0.125 in the candidate"),
    Mistake(file: "lstm_cell", says: "rnn/while"),
    Mistake(file: "gated_mixture", says: "Mul"), Mistake(file: "alike_projections", says: "0.125"),
    Mistake(file: "wide_kernels", says: "Tanh"),
  ])
  func theLinesThatPartAreNamed(mistake: Mistake) throws {
    let state = try check(mistake.file)
    #expect(state.conclusion.verdict == .diverged, LiveTensorFlow.log(state))
    let divergence = try #require(state.divergence)
    #expect(try isMarked(divergence.places.reference, "the reference's line"), "\(divergence.places)")
    #expect(try isMarked(divergence.places.candidate, "the mistake"), "\(divergence.places)")
    let text = CheckSummary().closing(state).joined(separator: "\n")
    #expect(text.contains(mistake.says), "\(text)")
  }

  @Test(arguments: [
    "leaky_alpha", "written_leaky", "padded_stride", "scaled_constant", "lstm_cell", "copied_tower", "gated_mixture",
    "alike_projections", "wide_kernels", "turned_outputs", "shuffled_ids",
  ])
  func withoutTheMistakeTheyAreEqual(file: String) throws {
    let state = try check(file, function: "right_model")
    #expect(state.conclusion.verdict == .equal, LiveTensorFlow.log(state))
  }

  @Test(arguments: [
    "counted_metric", "loading_layer", "crossed_branches", "own_session", "estimator", "two_towers", "own_customs",
    "labelled_pair", "same_names",
  ])
  func aCorrectPortIsEqual(file: String) throws {
    let state = try check(file)
    #expect(state.conclusion.verdict == .equal, LiveTensorFlow.log(state))
    let variables = state.variablesComparison
    #expect(variables.missing.isEmpty && variables.extra.isEmpty)
  }

  /// In TensorFlow 1.15 a loop's cell stands in the graph, in 2.12 in a function.
  @Test(.enabled(if: Python.tensorFlow1 != nil, Python.tensorFlowIsMissing))
  func aForgetBiasIsReadFromTheGraphOfTensorFlow1Too() throws {
    var settings = try LiveTensorFlow.settings("\(Self.folder)/two_towers.py")
    settings.interpreters.reference.python = Python.tensorFlow1 ?? ""
    settings.copiesWeights = true
    let state = LiveTensorFlow.check(settings).state
    #expect(state.conclusion.verdict == .equal, LiveTensorFlow.log(state))
    #expect(state.variables.candidate.contains { $0.partner?.layout == .lstmBias(forgetBias: 0.5) })
  }

  /// TensorFlow 1.15 gives a batch norm that trains no moving averages, Keras does; and the sides run the branches in another
  /// order.
  @Test(.enabled(if: Python.tensorFlow1 != nil, Python.tensorFlowIsMissing))
  func alikeBranchesAreToldApartInTraining() throws {
    var settings = try LiveTensorFlow.settings("\(Self.folder)/alike_shortcuts.py", training: true)
    settings.interpreters.reference.python = Python.tensorFlow1 ?? ""
    settings.copiesWeights = true
    let state = LiveTensorFlow.check(settings).state
    #expect(state.conclusion.verdict == .equal, LiveTensorFlow.log(state))
    let partners = Dictionary(
      state.variables.candidate.compactMap { each in each.partner.map { (each.name, $0.name) } },
      uniquingKeysWith: { first, _ in first })
    for branch in ["0", "3"] {
      for leaf in ["conv/kernel", "conv/bias", "bn/gamma", "bn/beta", "bn/moving_mean", "bn/moving_variance"] {
        let own = "unit_\(branch)_\(leaf)"
        #expect(partners[own] == "net/unit/\(branch)/\(leaf)", "\(own)")
      }
    }
  }

  /// The names that Keras 3 gives TensorFlow's variables leave out the layer; its generators' states are no weights.
  @Test(.enabled(if: Python.latestTensorFlow != nil, Python.tensorFlowIsMissing), arguments: [true, false])
  func aPortToKeras3IsEqual(copies: Bool) throws {
    var settings = try LiveTensorFlow.settings("\(Self.folder)/keras3.py")
    let interpreter = LiveSettings.Interpreter(python: Python.latestTensorFlow ?? "")
    settings.interpreters = SidePair(reference: interpreter, candidate: interpreter)
    settings.copiesWeights = copies
    if !copies { settings.mode = .fixedWeights(0.001) }
    let state = LiveTensorFlow.check(settings).state
    #expect(state.conclusion.verdict == .equal, LiveTensorFlow.log(state))
    let variables = state.variablesComparison
    #expect(variables.missing.isEmpty && variables.extra.isEmpty && variables.untracked.isEmpty)
    #expect(state.lossComparisons.map(\.isMatch) == [true])
    #expect(!state.log.contains { $0.text.contains("keeps its own value") }, LiveTensorFlow.log(state))
  }

  /// Nothing is copied: what the layer loads for itself are its initial values.
  @Test func whatTheFirstCallLoadsIsNoUpdate() throws {
    let state = try check("loading_layer", copies: false)
    #expect(state.conclusion.verdict == .equal, LiveTensorFlow.log(state))
    #expect(state.endpoints.filter { !$0.updates.isEmpty }.isEmpty)
  }

  @Test func anotherInitializerIsTheCauseAndNotWhatReadsIt() throws {
    let state = try check("other_initializer", copies: false)
    #expect(state.conclusion.verdict == .diverged, LiveTensorFlow.log(state))
    let divergence = try #require(state.divergence)
    #expect(divergence.operation == nil)
    #expect(divergence.initialValue?.variable == "table")
    #expect(try isMarked(divergence.places.reference, "the reference's line"))
    #expect(try isMarked(divergence.places.candidate, "the mistake"))
    let text = CheckSummary().closing(state).joined(separator: "\n")
    #expect(text.contains("RandomUniform(") && text.contains("copied weights"), "\(text)")
  }

  @Test func inputsThatDifferAreTheCauseAndNotWhatReadsThem() throws {
    let state = try check("drawn_inputs")
    #expect(state.conclusion.verdict == .diverged, LiveTensorFlow.log(state))
    let divergence = try #require(state.divergence)
    #expect(divergence.operation == nil)
    #expect(divergence.initialValue?.isInput == true)
    #expect(state.differingInitialValues.map(\.variable) == ["inputs()[0]"])
    let text = CheckSummary().closing(state).joined(separator: "\n")
    #expect(text.contains("Input: inputs()[0] gives the two sides different values"), "\(text)")
    #expect(text.contains("the same values from a file"), "\(text)")
  }

  /// The moving averages are the candidate's own, and read by nothing.
  @Test func whatTheCandidateAloneKeepsDecidesNothing() throws {
    let state = try check("kept_averages", training: true)
    #expect(state.conclusion.verdict == .equal, LiveTensorFlow.log(state))
    #expect(state.variablesComparison.extra.count == 2)
    #expect(state.endpoints.flatMap(\.updates).map(\.status) == [.candidateOnly, .candidateOnly])
  }

  @Test(.enabled(if: Python.tensorFlow1 != nil, Python.tensorFlowIsMissing))
  func aBiasGoesWithTheKernelThatItIsAddedToInTensorFlow1Too() throws {
    var settings = try LiveTensorFlow.settings("\(Self.folder)/gated_mixture.py")
    settings.program = try LiveProgram(
      file: "\(Self.folder)/gated_mixture.py", tf2: "gated_mixture:right_model", folder: Self.folder)
    settings.interpreters.reference.python = Python.tensorFlow1 ?? ""
    settings.copiesWeights = true
    let state = LiveTensorFlow.check(settings).state
    #expect(state.conclusion.verdict == .equal, LiveTensorFlow.log(state))
  }

  /// A map says how what it pairs is laid out, and gives the same verdict when it is given back.
  @Test(arguments: [
    ("wide_kernels", "\"stage_b/k1\" = { name = \"ported/dense_3/kernel\", layout = \"reshaped\" }"),
    ("lstm_cell", "\"rnn/lstm_cell\" = { layer = \"port/lstm/lstm_cell\" }"),
  ])
  func aMapThatIsWrittenCanBeGivenBack(file: String, line: String) throws {
    var settings = try LiveTensorFlow.settings("\(Self.folder)/\(file).py")
    settings.program = try LiveProgram(
      file: "\(Self.folder)/\(file).py", tf2: "\(file):right_model", folder: Self.folder)
    settings.copiesWeights = true
    let folder = try TestFolder()
    let path = folder.path + "/map.toml"
    settings.writesMap = { try $0.write(toFile: path, atomically: true, encoding: .utf8) }
    #expect(LiveTensorFlow.check(settings).state.conclusion.verdict == .equal)
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.contains(line), "\(text)")
    settings.map = try LiveMap(file: path, in: "/")
    settings.writesMap = nil
    let state = LiveTensorFlow.check(settings).state
    #expect(state.conclusion.verdict == .equal, LiveTensorFlow.log(state))
  }

  @Test func outputsInEachOthersPlaceAreSaid() throws {
    let state = try check("turned_outputs")
    #expect(state.conclusion.verdict == .diverged, LiveTensorFlow.log(state))
    let text = CheckSummary().closing(state).joined(separator: "\n")
    #expect(
      text.contains(
        "outputs/0 of the candidate equals outputs/1 of the reference, and outputs/0 of the reference equals outputs/1 of "
          + "the candidate: the two are in each other's place"), "\(text)")
  }

  @Test(arguments: [("tf2_model", "0.9", "0.99", "norm/moving_mean"), ("other_average", "0.75", "0.5", "seen")])
  func bothDecaysOfAMovingAverageAreSaid(function: String, reference: String, candidate: String, variable: String)
    throws
  {
    let state = try check("other_decay", function: function, training: true)
    #expect(state.conclusion.verdict == .diverged, LiveTensorFlow.log(state))
    #expect(state.divergence?.update?.variable == variable)
    let text = CheckSummary().closing(state).joined(separator: "\n")
    #expect(
      text.contains("decay (momentum) is \(reference) in the reference and \(candidate) in the candidate"), "\(text)")
    #expect(try check("other_decay", function: "right_model", training: true).conclusion.verdict == .equal)
  }

  @Test func whatDrawsATensorIsItsInitializer() throws {
    let state = try check("drawn_tensors", copies: false)
    #expect(state.conclusion.verdict == .diverged, LiveTensorFlow.log(state))
    let divergence = try #require(state.divergence)
    #expect(try isMarked(divergence.places.reference, "the reference's line"))
    #expect(try isMarked(divergence.places.candidate, "the mistake"))
    let text = CheckSummary().closing(state).joined(separator: "\n")
    #expect(
      text.contains(
        "comes from TruncatedNormal × 0.25 in the reference and from RandomStandardNormal × 0.5 + 1 in the candidate"),
      "\(text)")
  }

  @Test func otherIndicesOfALookupAreSaid() throws {
    let state = try check("shuffled_ids")
    #expect(state.conclusion.verdict == .diverged, LiveTensorFlow.log(state))
    #expect(try isMarked(try #require(state.divergence).places.candidate, "the mistake"))
    let text = CheckSummary().closing(state).joined(separator: "\n")
    #expect(text.contains("the indices differ"), "\(text)")
    #expect(text.contains("(1, 0, 3, 2) in the reference and (2, 3, 0, 1) in the candidate"), "\(text)")
  }

  /// What is paired under another name, or is laid out otherwise, is not missing.
  @Test func thePairsPassTheLaddersSecondStep() throws {
    var settings = try LiveTensorFlow.settings("\(Self.folder)/wide_kernels.py")
    settings.program = try LiveProgram(
      file: "\(Self.folder)/wide_kernels.py", tf2: "wide_kernels:right_model", folder: Self.folder)
    settings.copiesWeights = true
    let rows = Debugger(target: .live(settings)).perform(.ladder(keepsGoing: true)).ladder
    let row = try #require(rows.first { $0.step == .variableKinds })
    #expect(row.verdict == .passed && row.detail.contains("4 laid out otherwise"), "\(row)")
  }

  @Test func aCopyOfWhatIsSharedIsADivergence() throws {
    let state = try check("copied_tower")
    #expect(state.conclusion.verdict == .diverged, LiveTensorFlow.log(state))
    #expect(state.variablesComparison.unshared.map(\.name).sorted() == ["other/bias", "other/kernel"])
  }

  @Test(arguments: [CandidateKind.eager, .function])
  func dropoutDrawsAlikeWhereWeightsAreCopied(candidate: CandidateKind) throws {
    let state = try check("traced_dropout", training: true, candidate: candidate)
    #expect(state.conclusion.verdict == .equal, LiveTensorFlow.log(state))
  }

  /// Weights may be drawn before their variables are made, all at once or each in its turn; and Keras draws in a graph that is
  /// never run where it builds a model to learn its shapes.
  @Test(arguments: ["tf2_model", "lazy_model", "keras_model"], [CandidateKind.eager, .function])
  func whatIsDrawnForAVariableCountsAsItsInitializer(function: String, candidate: CandidateKind) throws {
    let state = try check("drawn_weights", function: function, training: true, candidate: candidate)
    #expect(state.conclusion.verdict == .equal, LiveTensorFlow.log(state))
    #expect(state.randomOperations.reference.map(\.type) == ["RandomUniform", "RandomUniform"])
    #expect(state.randomComparisons.allSatisfy { $0.agrees }, "\(state.randomOperations)")
  }

  /// Two runs of one command say the same, whatever draws the weights.
  @Test func everyGeneratorIsSeeded() throws {
    let values = try (0..<2).map { _ in
      try check("crossed_branches", copies: false).endpoints.map { $0.candidate?.statistics }
    }
    #expect(values[0] == values[1])
  }

  @Test func aCandidateThatRaisesIsNotCompared() throws {
    let state = try check("raising")
    #expect(state.conclusion.verdict == .incomparable)
    let frames = try #require(state.failure).traceback.frames
    #expect(try isMarked(Divergence.Place(stack: CallStack(frames)), "the mistake"))
    #expect(frames.contains { !$0.isUser })
  }
}
