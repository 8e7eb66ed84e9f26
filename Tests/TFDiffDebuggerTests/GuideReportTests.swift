import Foundation
import TFDiffDebugger
import TFDiffTensor
import Testing

/// Two runs that differ in all that the guide's steps look at, and the ladder that found it.
enum GuideScenario {
  static let user = [
    StackFrame(function: "make", file: "/engine/store.py", line: 1, isUser: false),
    StackFrame(function: "call", file: "/me/model.py", line: 14),
    StackFrame(function: "main", file: "/me/main.py", line: 3),
  ]

  static func target() -> ScriptedTarget {
    let checkpoint = CheckpointDescription(path: "m.ckpt", style: "name-based", variables: ["w", "one", "spare"])
    func restored(_ name: String) -> VariableEvent { variable(name, origin: .checkpoint(key: name)) }
    let reference = [restored("w"), restored("one"), variable("old"), variable("left")].map { Step.variable($0) }
    var candidate = [restored("w"), variable("one"), variable("new"), variable("left")].map { Step.variable($0) }
    candidate += (2...3).map { .variable(variable("w_\($0)", call: $0, stack: CallStack(user))) }
    return ScriptedTarget(
      reference: Script(
        steps: reference + [.random(random(0, "RandomUniform", "u"))] + layer("a", 1), loss: 0.5,
        losses: [RegularizationLoss(variable: "w", value: 0.5), RegularizationLoss(variable: "one", value: .nan)]),
      candidate: Script(
        steps: candidate + [.random(random(0, "RandomUniform", "u", seed2: 7))] + layer("a", 1), loss: 0.5,
        losses: [RegularizationLoss(variable: "w", value: 0.5), RegularizationLoss(variable: "one", value: 0)],
        untracked: [1]),
      description: .scripted(checkpoint: checkpoint))
  }

  /// After the ladder, standing at its first failing step.
  static func state() -> DebuggerState {
    ScriptedLadder.all(target()).debugger().perform(.ladder(keepsGoing: true))
  }
}

/// Protects: the JSON report's fields about the guide's steps, and that reading a report changes none that follows.
@Suite struct GuideJSONTests {
  private typealias Object = [String: Any]

  private func report(_ state: DebuggerState) throws -> Object {
    let text = ReportWriter.text(state, kind: .json)
    return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? Object)
  }

  @Test func theLadder() throws {
    let rows = try #require(try report(GuideScenario.state())["ladder"] as? [Object])
    #expect(rows.map { $0["step"] as? String } == ["1", "2", "3", "3b", "4", "4b"])
    #expect(rows.map { $0["title"] as? String } == LadderStep.ofForwardPass.map(\.title))
    #expect(rows.allSatisfy { $0["verdict"] as? String == "failed" })
    #expect((rows[0]["detail"] as? String)?.hasPrefix("2 created after the first call") == true)
    #expect((rows[0]["advice"] as? String)?.hasPrefix("Create it once and reuse it") == true)
    let passed = try report(ScriptedLadder.whole().debugger().perform(.ladder(keepsGoing: false)))
    let verdicts = (passed["ladder"] as? [Object])?.map { $0["verdict"] as? String }
    #expect(verdicts == ["passed", "passed", "passed", "skipped", "passed", "skipped"])
    #expect((passed["ladder"] as? [Object])?[0]["advice"] is NSNull)
    var open = GuideScenario.state()
    open.ladder = [LadderVerdict.incomparable, .notRun].map { LadderRow(step: .fixedWeights, verdict: $0, detail: "") }
    let words = (try report(open)["ladder"] as? [Object])?.map { $0["verdict"] as? String }
    #expect(words == ["incomparable", "not-run"])
  }

  @Test func variables() throws {
    let variables = try #require(try report(GuideScenario.state())["variables"] as? Object)
    #expect(variables["matched"] as? Int == 3)
    #expect(variables["untracked"] as? [String] == ["one"])
    let renamed = try #require((variables["renamed"] as? [Object])?.first)
    #expect(renamed["reference"] as? String == "old")
    #expect(renamed["candidate"] as? String == "new")
    let creations = try #require(variables["unexpected_creations"] as? [Object])
    #expect(creations.count == 1)
    #expect(creations[0]["name"] as? String == "w_2")
    #expect(creations[0]["count"] as? Int == 2)
    #expect(creations[0]["names"] as? [String] == ["w_2", "w_3"])
    #expect(creations[0]["call"] as? Int == 2)
    let stack = try #require(creations[0]["stack"] as? [Object])
    #expect(stack.map { $0["user"] as? Bool } == [false, true, true])
    #expect(stack.map { $0["line"] as? Int } == [1, 14, 3])
  }

  @Test func lossesWithNaNAsAString() throws {
    let losses = try #require(try report(GuideScenario.state())["regularization_losses"] as? [Object])
    #expect(losses.map { $0["variable"] as? String } == ["w", "one"])
    #expect(losses.map { $0["status"] as? String } == ["match", "mismatch"])
    #expect(losses[1]["reference"] as? String == "nan")
    #expect(losses[1]["candidate"] as? Double == 0)
  }

  @Test func checkpointAndRandomParting() throws {
    let report = try report(GuideScenario.state())
    let checkpoint = try #require(report["checkpoint"] as? Object)
    #expect(checkpoint["path"] as? String == "m.ckpt")
    #expect(checkpoint["style"] as? String == "name-based")
    #expect(checkpoint["restored"] as? [String] == ["w"])
    #expect(checkpoint["restored_on_one_side"] as? [String] == ["one"])
    #expect(checkpoint["left_initial"] as? [String] == ["old", "left", "new", "w_2", "w_3"])
    #expect(checkpoint["unused"] as? [String] == ["spare"])
    let parting = try #require(report["random_parting"] as? Object)
    #expect(parting["index"] as? Int == 0)
    #expect(parting["cause"] as? String == "seeds")
    #expect((parting["detail"] as? String)?.hasPrefix("random op 0: ") == true)
  }

  @Test(arguments: [
    (["a", "b"], ["b", "a"], "order"), (["a"], ["b", "a"], "extra"), (["a", "b"], ["b"], "lacking"),
  ])
  func theWordsForACause(reference: [String], candidate: [String], word: String) throws {
    func draws(_ names: [String]) -> [Step] {
      names.enumerated().map { at, name in .random(random(at, "RandomUniform", name, name == "a" ? [1] : [2])) }
    }
    let target = ScriptedTarget(
      reference: Script(steps: draws(reference) + layer("e", 1)),
      candidate: Script(steps: draws(candidate) + layer("e", 1)))
    let parting = try report(CheckRunner(target: target.target).run().state)["random_parting"] as? Object
    #expect(parting?["cause"] as? String == word)
  }

  @Test func whereThereIsNothingToTellTheFieldsAreEmptyOrNull() throws {
    let report = try report(CheckRunner(target: ScriptedTarget.equal().target).run().state)
    #expect((report["ladder"] as? [Object])?.isEmpty == true)
    #expect((report["regularization_losses"] as? [Object])?.isEmpty == true)
    #expect(report["checkpoint"] is NSNull)
    #expect(report["random_parting"] is NSNull)
    let variables = try #require(report["variables"] as? Object)
    for field in ["renamed", "untracked", "unexpected_creations"] {
      #expect((variables[field] as? [Any])?.isEmpty == true, "\(field)")
    }
  }

  @Test func aReportReadsTheSameTheSecondTime() {
    let lazy = (2...3).map { call in
      variable("w_\(call)", call: call, stack: CallStack(site: [4, 2]) { GuideScenario.user })
    }
    let target = ScriptedTarget(
      reference: Script(steps: layer("a", 1)), candidate: Script(steps: lazy.map { .variable($0) } + layer("a", 1)))
    let state = CheckRunner(target: target.target).run().state
    let first = ReportWriter.text(state, kind: .json)
    _ = ReportWriter.text(state, kind: .markdown)
    #expect(ReportWriter.text(state, kind: .json) == first)
    #expect(first.contains("\"count\": 2"))
  }
}

/// Protects: the Markdown sections about the guide's steps.
@Suite struct GuideMarkdownTests {
  /// The lines from a heading to the next.
  private func section(_ title: String, _ state: DebuggerState) -> [String] {
    let lines = ReportWriter.text(state, kind: .markdown).split(separator: "\n", omittingEmptySubsequences: false)
    guard let start = lines.firstIndex(where: { $0 == "### \(title)" }) else { return [] }
    let end = lines[(start + 1)...].firstIndex { $0.hasPrefix("##") } ?? lines.endIndex
    return lines[(start + 1)..<end].filter { !$0.isEmpty }.map(String.init)
  }

  @Test func theLadder() {
    var state = GuideScenario.state()
    state.ladder = [
      LadderRow(step: .variablesOnce, verdict: .passed, detail: "2 variables"),
      LadderRow(step: .fixedWeights, verdict: .failed, detail: "a|b differ", advice: "Look at `a_b`"),
      LadderRow(step: .checkpointInference, verdict: .notRun, detail: ""),
    ]
    #expect(
      section("Steps of the migration guide", state) == [
        "| | step | | |", "|---|---|---|---|",
        "| ✓ passed | 1 | Variables are created once | 2 variables |",
        "| ✗ failed | 3 | Fixed weights, no randomness | a\\|b differ |",
        "| · not-run | 3b | Existing checkpoint, no randomness |  |", "Step 3: Look at \\`a\\_b\\`",
      ])
    state.ladder = []
    #expect(section("Steps of the migration guide", state).isEmpty)
  }

  @Test func variablesLossesCheckpointAndRandomOperations() {
    let state = GuideScenario.state()
    #expect(
      section("Variables", state) == [
        "✗ reference 4, candidate 6", "- missing in the candidate: 1", "  - `old` float32 [2], trainable",
        "- only in the candidate: 1", "  - `new` float32 [2], trainable", "- probably renamed: 1",
        "  - `old` is `new` in the candidate", "- used but not tracked by the model: 1", "  - `one`",
        "- created again: 1", "  - `w_2` on call 2, by `/me/model.py:14`, 2 times",
      ])
    #expect(
      section("Regularization loss", state) == [
        "✗ reference 0.5, candidate 0.5", "- different, of 2: 1", "  - `one`: nan and 0",
      ])
    #expect(
      section("Checkpoint", state) == [
        "✗ 1 of 7 variables restored from `m.ckpt` (name-based)", "- restored on one side only: 1", "  - `one`",
        "- left at their initial values: 5", "  - `old`", "  - `left`", "  - `new`", "  - `w_2`", "  - `w_3`",
        "- in the checkpoint but unused: 1", "  - `spare`",
      ])
    let random = section("Random operations", state)
    #expect(random[0] == "✗ 0 of 1 agree in type, shape and seeds")
    #expect(random[1].hasPrefix("- first parting: random op 0: the reference draws RandomUniform \\[2\\]"))
  }

  @Test func whereAllIsWellOneLineIsEnough() {
    let steps: [Step] =
      [
        .variable(variable("w", origin: .checkpoint(key: "w"))), .random(random(0, "RandomUniform", "u")),
      ] + layer("a", 1)
    let losses = [RegularizationLoss(variable: "w", value: 0.5)]
    let target = ScriptedTarget(
      reference: Script(steps: steps, losses: losses), candidate: Script(steps: steps, losses: losses),
      description: .scripted(
        checkpoint: CheckpointDescription(path: "m", style: "object-based", variables: ["w"])))
    let state = CheckRunner(target: target.target).run().state
    #expect(section("Variables", state) == ["✓ reference 1, candidate 1"])
    #expect(section("Regularization loss", state) == ["✓ reference 0.5, candidate 0.5"])
    #expect(section("Checkpoint", state) == ["✓ 1 of 1 variables restored from `m` (object-based)"])
    #expect(section("Random operations", state) == ["✓ 1 of 1 agree in type, shape and seeds"])
    var plain = state
    plain.target.checkpoint = nil
    plain.randomOperations = SidePair(reference: [], candidate: [])
    #expect(section("Checkpoint", plain).isEmpty)
    #expect(section("Random operations", plain).isEmpty)
  }
}

/// Protects: what `check` prints of the guide's steps.
@Suite struct GuideSummaryTests {
  private let creation = [
    "Attempted to create a new variable instead of reusing an existing one: w_2 float32 [2] on call 2 "
      + "(2 created there)",
    "  model.py:14 in call", "  main.py:3 in main",
  ]

  @Test func variablesRenamingsCheckpointAndTheUsersFrames() {
    let lines = CheckSummary(folder: "/me").closing(GuideScenario.state())
    let start = lines.firstIndex { $0.hasPrefix("variables:") } ?? 0
    let block = [
      "variables: reference 4, candidate 6, 1 missing, 1 extra, 1 not tracked, 2 created again",
      "  old is probably new in the candidate",
      "checkpoint: m.ckpt (name-based), 1 of 7 variables restored, 1 restored on one side only, "
        + "5 left at their initial values, 1 unused in the file",
      "  one was restored on one side only",
    ]
    #expect(Array(lines[start...].prefix(7)) == block + creation)
    #expect(
      lines.suffix(2) == [
        "  1 of 2 regularization losses differ, the first at one: nan and 0",
        "  the candidate created the variable w_2 on call 2 instead of reusing one (2 created there)",
      ])
  }

  @Test func withoutFramesOfTheUserAllAreShownAndWithoutAStackNone() {
    func lines(_ stack: CallStack) -> [String] {
      var state = DebuggerState(target: .scripted())
      state.variables.candidate = [variable("v", [], call: 2, stack: stack)]
      return CheckSummary().details(state, of: .variablesOnce)
    }
    let words = "Attempted to create a new variable instead of reusing an existing one: v float32 [] on call 2"
    let frame = StackFrame(function: "make", file: "/engine/store.py", line: 1, isUser: false)
    #expect(lines(CallStack([frame])).suffix(2) == [words, "  /engine/store.py:1 in make"])
    #expect(lines(.none).last == words)
  }

  @Test func longListsAreCutShort() {
    var state = DebuggerState(target: .scripted())
    state.variables = SidePair(
      reference: (0..<9).map { variable("old\($0)") }, candidate: (0..<9).map { variable("new\($0)") })
    state.phase = .finished
    let lines = CheckSummary().details(state, of: .variableKinds)
    #expect(lines.count == 7)
    #expect(lines.last?.hasPrefix("  … and ") == true, "\(lines)")
  }

  @Test(arguments: LadderStep.ofForwardPass)
  func detailsOfAStepTellWhatBearsOnIt(step: LadderStep) {
    let state = GuideScenario.state()
    let lines = CheckSummary(folder: "/me").details(state, of: step)
    let isAboutNumbers = step != .variablesOnce && step != .variableKinds
    #expect(lines.contains { $0.hasPrefix("variables:") })
    #expect(lines.contains(creation[0]))
    #expect(lines.contains { $0.contains("regularization loss 0.5") } == isAboutNumbers)
    #expect(lines.contains { $0.hasPrefix("✗ diverged") } == isAboutNumbers)
    let ascii = CheckSummary(symbols: .ascii).details(state, of: step)
    #expect(ascii.count == lines.count && ascii.allSatisfy { $0.allSatisfy(\.isASCII) })
  }

  @Test func detailsOfNumbersNameTheFirstDivergence() {
    let state = ScriptedLadder.whole(fixed: .diverging()).debugger().perform(.ladder(keepsGoing: false))
    let lines = CheckSummary().details(state, of: .fixedWeights)
    #expect(lines.contains("First divergence: c"))
    #expect(lines.contains { $0.hasPrefix("Operation: net/c/Relu") })
    #expect(!CheckSummary().details(state, of: .variableKinds).contains("First divergence: c"))
  }
}
