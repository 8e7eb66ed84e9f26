import Foundation
import TFDiffDebugger
import TFDiffTensor
import Testing

@testable import TFDiffLive
@testable import TFDiffTargets

/// Protects: a program that was edited is run as it is now where the debugger begins anew, and its files are known.
@Suite struct LiveRenewalTests {
  private static func settings(_ program: LiveProgram) -> LiveSettings {
    let interpreter = LiveSettings.Interpreter(python: Python.plain)
    return LiveSettings(
      program: program, interpreters: SidePair(reference: interpreter, candidate: interpreter))
  }

  @Test func theFileIsReadAnew() throws {
    let folder = try TestFolder()
    let file = try folder.write("before = 1", to: "port.py")
    let settings = Self.settings(try LiveProgram(file: file, folder: folder.path))
    _ = try folder.write("after = 2", to: "port.py")
    let renewing = try #require(settings.renewing)
    #expect(try renewing().program.source == "after = 2")
    #expect(settings.program.source == "before = 1")
    #expect(settings.target().renewed != nil)
    try FileManager.default.removeItem(atPath: file)
    #expect(throws: LiveError.self) { try renewing() }
  }

  @Test func theFilesOfAProgramAreNamed() throws {
    let folder = try TestFolder()
    let file = try folder.write("", to: "port.py")
    #expect(try LiveProgram(file: "port.py", folder: folder.path).files == [file])
    let named = try LiveProgram(
      file: nil, tf1: "old/nets.py:network", tf2: "new.models:Network", folder: folder.path)
    #expect(named.files == [folder.path + "/old/nets.py", folder.path + "/new/models.py"])
    #expect(Self.settings(named).description.sources == named.files)
  }

  /// An import that fails is the program's error as well, with its line.
  @Test func whatCannotBeImportedHasItsLine() {
    let frame = LiveFrame(function: "<module>", file: "/p/port.py", line: 3, source: "clas X")
    let error = LiveError.target(.candidate, message: "SyntaxError", frames: [frame])
    #expect(error.traceback.frames == [StackFrame(function: "<module>", file: "/p/port.py", line: 3)])
    #expect(LiveError.contradiction("a", "b").traceback.isEmpty)
  }
}
