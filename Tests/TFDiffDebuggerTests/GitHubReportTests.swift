import TFDiffTensor
import Testing

@testable import TFDiffDebugger

/// Protects: GitHub is told at the user's lines what differs, and foreign text is no command to it.
@Suite struct GitHubReportTests {
  private func commands(_ state: DebuggerState, folder: String = "/me") -> [String] {
    GitHubReport.commands(JSONReport.document(state, context: .scripted), folder: folder)
  }

  private static func mul(_ value: Float, _ file: String, _ line: Int) -> [Step] {
    let (value, stack) = (tensor([value]), stack(file, line))
    return [
      .operation(OperationEvent(name: "n/Mul", type: "Mul", output: value, stack: stack)), .endpoint("n", value),
    ]
  }

  @Test func theCandidatesLineIsTheErrorAndTheReferencesANotice() {
    let target = ScriptedTarget(
      reference: Script(steps: Self.mul(1, "/me/old nets/a,b:c.py", 4)),
      candidate: Script(steps: Self.mul(2, "/elsewhere/new.py", 7)))
    let commands = commands(CheckRunner(target: target.target).run().state)
    #expect(commands.count == 2)
    #expect(
      commands[0].hasPrefix(
        "::error file=/elsewhere/new.py,line=7,title=scripted diverges at n::Operation: n/Mul (Mul)%0A"))
    #expect(commands[0].contains("%0AMismatched elements: 1 / 1 (100%25)%0A"))
    #expect(commands[1].hasPrefix("::notice file=old nets/a%2Cb%3Ac.py,line=4,title="))
  }

  @Test func withoutAnyLineItIsSaidAllTheSame() {
    let commands = commands(CheckRunner(target: ScriptedTarget.diverging().target).run().state)
    #expect(commands.count == 1 && commands[0].hasPrefix("::error title=scripted diverges at c::Operation: "))
    #expect(self.commands(CheckRunner(target: ScriptedTarget.equal().target).run().state) == [])
  }

  @Test func whatIsCreatedAgainHasItsLine() throws {
    let commands = commands(CheckRunner(target: GuideScenario.target().target).run().state)
    let creation = try #require(commands.first { $0.contains("w_2") })
    #expect(
      creation
        == "::error file=model.py,line=14,title=scripted creates a variable again::w_2 is created on call 2 instead of being reused."
    )
  }

  @Test func aFailureIsAnErrorAtItsLine() {
    let target = ScriptedTarget(
      reference: Script(steps: [endpoint("a", 1)]), candidate: Script(steps: [.fail(ScriptError("a\r\nb"))]))
    let commands = commands(CheckRunner(target: target.target).run().state)
    #expect(commands.count == 1 && commands[0].hasPrefix("::error title=scripted could not be compared::"))
    #expect(commands[0].contains("a%0Ab"))
  }

  @Test(arguments: 0..<40) func foreignTextIsNoCommand(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for command in commands(HostileText.state(&generator), folder: "") {
      #expect(command.allSatisfy { VisibleText.isVisible($0) })
      #expect(command.hasPrefix("::error ") || command.hasPrefix("::notice "))
      // Up to the two colons after the properties no other colon and no comma but those between them.
      let properties = command.dropFirst(2).prefix { $0 != ":" }
      #expect(command.dropFirst(2 + properties.count).hasPrefix("::"))
      let names = properties.split(separator: " ", maxSplits: 1)[1].split(separator: ",").map {
        $0.prefix { $0 != "=" }
      }
      #expect(Set(names).isSubset(of: ["file", "line", "title"]) && Set(names).count == names.count, "\(command)")
    }
  }
}
