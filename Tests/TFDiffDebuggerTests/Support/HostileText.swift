import TFDiffDebugger
import TFDiffTensor

/// Runs whose every word is what terminals, Markdown, HTML, XML and JSON give a meaning to.
enum HostileText {
  /// What terminals, Markdown, HTML and JSON give a meaning to, beside letters.
  private static let pieces: [String] =
    [
      "\u{1B}[31m", "\u{1B}]52;c;cm0gLXJm\u{07}", "\u{1B}]0;title\u{1B}\\", "\u{9B}2J", "\u{9D}8;;x\u{9C}", "\r", "\n",
      "\r\n", "\u{8}",
      "\u{7F}", "\u{0}", "\t", "\u{202E}", "\u{2066}", "\u{2069}", "\u{200F}", "\u{61C}", "\u{200B}", "\u{200D}",
      "\u{FEFF}",
      "\u{2028}", "\u{2029}", "\u{85}", "\u{A0}", "\u{E0041}", "\u{3164}", "|", "`", "```", "\\", "\\|", "<script>",
      "</code>", "&lt;",
      "&#x202e;", "*", "_", "[x](y)", "![", "# ", "1. ", "- ", "~~", "$", "\"", "'", "{", "}", ",", " ", "  ", "é",
      "日本", "👩‍🚀",
      "e\u{301}\u{301}", "conv", "Mixed_5b", "/", ":0", "✓ equal",
    ] + (0..<32).map { String(UnicodeScalar(UInt8($0))) } + (0x80..<0xA0).map { String(UnicodeScalar(UInt8($0))) }

  static func text(_ generator: inout SeededGenerator) -> String {
    (0..<Int.random(in: 1...8, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
  }

  /// Two runs whose every word is hostile, on to their end, a failure or a stop.
  static func state(_ generator: inout SeededGenerator) -> DebuggerState {
    let names = (0..<4).map { "\($0)" + text(&generator) }
    let file = StackFrame(function: text(&generator), file: text(&generator), line: 3)
    func steps(_ offset: Float, _ generator: inout SeededGenerator) -> [Step] {
      var steps: [Step] = [.log(text(&generator))]
      for (place, name) in names.enumerated() {
        steps += [
          .variable(variable(place == 2 ? text(&generator) : name + "/w", stack: CallStack([file]))),
          .random(random(place, "RandomUniform", text(&generator))),
          .operation(
            OperationEvent(name: text(&generator), type: "Add", output: tensor([1 + offset]), stack: CallStack([file]))),
          .endpoint(name, tensor([place == 1 ? 1 + offset : 1])),
        ]
      }
      return steps
    }
    let reference = Script(steps: steps(0, &generator))
    var candidate = Script(
      steps: steps(1, &generator) + [.variable(variable(text(&generator), call: 2, stack: CallStack([file])))])
    let end = Int.random(in: 0..<3, using: &generator)
    if end == 1 { candidate.steps.insert(.fail(ScriptError(text(&generator))), at: 9) }
    var description = TargetDescription.scripted(
      checkpoint: CheckpointDescription(path: text(&generator), style: "name-based", variables: [text(&generator)]))
    description.name = text(&generator)
    description.input = text(&generator)
    let target = ScriptedTarget(reference: reference, candidate: candidate, planned: names, description: description)
    let policy = TolerancePolicy(exceptions: [.init(glob: text(&generator), tolerance: .standard)])
    let debugger = target.debugger(breakpoints: end == 2 ? [.name(glob: names[2])] : [], tolerance: policy)
    debugger.perform(.continue)
    return debugger.locateDivergence()
  }
}
