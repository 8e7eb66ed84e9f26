import Foundation
import TFDiffDebugger
import TFDiffUI
import Testing

/// Protects: the reducer is a function of its arguments. That it asks nothing of what is drawn, the modules enforce; that
/// it reads no file, clock or lock, its sources show.
@Suite struct PurityTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Sources/TFDiffUI").path

  @Test func nothingThatDecidesReadsAFileALockOrAClock() throws {
    let names = try FileManager.default.subpathsOfDirectory(atPath: Self.folder).filter { $0.hasSuffix(".swift") }
    #expect(names.count > 50)
    let forbidden = [
      "FileManager", "contentsOf", "FileHandle", "ProcessInfo", "Mutex", "Synchronization", "framesIfResolved",
      "ContinuousClock", "Date()", "import TFDiffViews",
    ]
    for name in names {
      let text = try String(contentsOfFile: "\(Self.folder)/\(name)", encoding: .utf8)
        .replacing("insert(contentsOf:", with: "")
      #expect(forbidden.filter { text.contains($0) } == [], "\(name)")
    }
  }

  /// A stack that is named meanwhile, on another thread, changes no row until the state is told of it.
  @Test func aStackThatIsNamedElsewhereChangesNothing() {
    let stacks = [1, 2].map { address in
      CallStack(site: [address]) { [StackFrame(function: "call", file: "model.py", line: 3)] }
    }
    var state = Fixture.ready
    state.variables.candidate = stacks.enumerated().map { index, stack in
      VariableEvent(name: "scale_\(index)", shape: [], dtype: .float32, trainable: true, call: index + 2, stack: stack)
    }
    let before = VariableRow.rows(state)
    for stack in stacks { stack.resolveFrames() }
    #expect(before.count == 2)
    #expect(VariableRow.rows(state) == before)
  }
}
