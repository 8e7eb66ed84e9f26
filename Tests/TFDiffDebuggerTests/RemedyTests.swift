import Foundation
import TFDiffDebugger
import Testing

/// Protects: the debugger names no option of a command line; who runs it may have its remedies say how to ask for them.
@Suite struct RemedyTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Sources/TFDiffDebugger").path

  @Test func noSourceNamesAnOption() throws {
    let names = try FileManager.default.subpathsOfDirectory(atPath: Self.folder).filter { $0.hasSuffix(".swift") }
    #expect(names.count > 50)
    for name in names {
      let text = try String(contentsOfFile: "\(Self.folder)/\(name)", encoding: .utf8)
      #expect(text.firstMatch(of: /--[a-z]/) == nil, "\(name)")
    }
  }

  @Test func aRemedySaysHowItIsAskedFor() throws {
    let extra: [Step] = [
      .random(random(0, "RandomUniform", "net/drop/u")), .random(random(1, "TruncatedNormal", "net/w")),
    ]
    let reference: [Step] = [.random(random(0, "TruncatedNormal", "net/w"))]
    let target = ScriptedTarget(
      reference: Script(steps: reference + layer("a", 1)), candidate: Script(steps: extra + layer("a", 1))
    ).target
    let words = RemedyWords(constantMode: "the menu's second entry")
    let state = Debugger(target: target, options: DebuggerOptions(remedies: words)).perform(.continue)
    #expect(try #require(state.randomParting).description.contains("compare with the menu's second entry"))
    let plain = Debugger(target: target).perform(.continue)
    #expect(try #require(plain.randomParting).description.contains("compare with the tool's mode constant"))
  }
}
