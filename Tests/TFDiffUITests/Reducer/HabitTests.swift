import Foundation
import TFDiffDebugger
import TFDiffTensor
import TFDiffUI
import TFDiffViews
import Testing

/// Protects: what users of other debuggers and editors try first: a pane alone, the command that does the same, a slice in a
/// file, an editor at the line, breakpoints that go away, wait or ask for more.
@Suite struct HabitTests {
  @Test func aPaneHasTheScreenToItself() {
    var driver = Driver(Fixture.diverged)
    driver.type("z")
    #expect(driver.state.layout.panes.count == 1)
    #expect(driver.screen().contains("Endpoints") && !driver.screen().contains("Difference"))
    driver.type("<Tab>")
    #expect(Set(driver.state.layout.panes.keys) == [.reference, .candidate])
    driver.type("<Esc>")
    #expect(driver.state.layout.panes.count == 5)
    driver.type("zz")
    #expect(driver.state.layout.panes.count == 5)
  }

  @Test func aPaneAloneIsDrawnAtEverySize() {
    for (columns, rows) in [(40, 10), (59, 14), (80, 24), (120, 40)] {
      for focus in Focus.allCases {
        var driver = Driver(Fixture.recorded, columns: columns, rows: rows)
        driver.state.focus = focus
        driver.type("zjklh")
        let lines = driver.screen().lines
        #expect(lines.count == rows && lines.allSatisfy { $0.displayWidth <= columns })
      }
    }
  }

  @Test func theSameCommandIsShownAndCopied() {
    var driver = Driver(Fixture.diverged)
    driver.expect("@", [.reproduce])
    let line = "tfdiff-tui check --rtol 1e-06 --atol 1e-05 inception-resnet-v2 --seed 42"
    #expect(driver.send(.reproduced(line)) == [.copy(VisibleText(line))])
    #expect(driver.screen().contains(line))
    driver.type("<Esc>")
    #expect(driver.state.overlay == nil)
  }

  @Test(arguments: [("w a.npz", [Side.reference, .candidate]), ("w a b.npz [0,17,:,2]", [.reference, .candidate])])
  func bothSidesGoIntoAnArchive(line: String, sides: [Side]) throws {
    var driver = Driver(Fixture.diverged)
    let effects = driver.type(":\(line)<Enter>")
    guard case .write(let export)? = effects.first else {
      Issue.record("\(effects)")
      return
    }
    #expect(export.sides == sides)
    #expect(driver.state.tensors(of: export).map(\.name) == sides.map(\.rawValue))
  }

  @Test func aSliceOfASideIsWrittenAsNumPyCutsIt() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tfdiff-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("cut.npy").path
    var driver = Driver(Fixture.diverged)
    driver.type("<Tab><Tab>")
    let effects = driver.type(":w \(path) [0,17,2:5,2]<Enter>")
    guard case .write(let export)? = effects.first else {
      Issue.record("\(effects)")
      return
    }
    try export.write(driver.state.tensors(of: export))
    let written = try NpyFile.read(path)
    #expect(written.shape == [3])
    let tensor = try #require(driver.state.subject?.halves.candidate?.tensor)
    for index in 0..<3 {
      let position = tensor.shape.position(of: [0, 17, 2 + index, 2])
      #expect(written.value(at: index) == tensor.value(at: position))
    }
    driver.send(.exported(.success(path)))
    #expect(driver.state.message?.text == "Slice written to \(path)")
  }

  @Test func withoutASliceItIsWhatThePanesShowNotTheirWindow() {
    var driver = Driver(Fixture.diverged)
    driver.type("<Tab>")
    guard case .write(let export)? = driver.type(":w a.npy<Enter>").first else {
      Issue.record("nothing is written")
      return
    }
    #expect("\(export.slice)" == "[0, 17, 0:35, 0:8]")
  }

  @Test(arguments: [
    ("w", "Write w FILE.npy or FILE.npz, with a slice after it or without"),
    ("w a.npy", "a.npy holds one array: go to one side's pane (Tab) first, or write a .npz file of both"),
    ("w a.txt", "a.txt: the ending says what to write; known endings: .npy, .npz"),
  ])
  func whatCannotBeWrittenIsSaid(line: String, words: String) {
    var driver = Driver(Fixture.diverged)
    #expect(driver.type(":\(line)<Enter>").isEmpty)
    #expect(driver.state.message?.text == words)
  }

  @Test func aSliceThatDoesNotFitIsRefusedAtOnce() {
    var driver = Driver(Fixture.diverged)
    #expect(driver.type(":w a.npz [0,99,0,0]<Enter>").isEmpty)
    #expect(driver.state.message?.text.contains("99") == true)
  }

  @Test func anEditorOpensAtTheFrameUnderTheCursor() {
    var driver = Driver(Fixture.diverged)
    driver.type("1]<Enter>")
    driver.type("j")
    #expect(driver.type("E") == [.edit(file: "/home/kim/models/BrokenScaling.swift", line: 14)])
    driver.send(.edited("There is no editor ‘x’; set EDITOR to one"))
    #expect(driver.state.message?.kind == .error)
  }

  @Test(arguments: [
    ([:], "vi", ["+7", "a.py"]), (["EDITOR": "nano"], "nano", ["+7", "a.py"]),
    (["EDITOR": "nano", "VISUAL": "/usr/bin/code -n"], "/usr/bin/code -n", ["--wait", "--goto", "a.py:7"]),
    (["EDITOR": "hx", "VISUAL": ""], "hx", ["a.py:7"]),
  ])
  func editorsAreToldTheLineInTheirWay(environment: [String: String], name: String, arguments: [String]) {
    let editor = EditorCommand(file: "a.py", line: 7, environment: environment)
    #expect(editor.name == name)
    #expect(editor.words == ["/bin/sh", "-c", "\(name) \"$@\"", "sh"] + arguments)
  }

  @Test func aFilesNameIsNeverAnOptionOrAScript() {
    let editor = EditorCommand(file: "-c; rm", line: 1, environment: [:])
    #expect(editor.words.last == "./-c; rm")
    #expect(editor.words[2] == "vi \"$@\"")
  }

  @Test func whereNoLineIsKnownThereIsNothingToEdit() {
    var driver = Driver(Fixture.ready)
    #expect(driver.type("E").isEmpty)
    #expect(driver.state.message?.text == "No line of code is known here; d goes to the first divergence, s inside it")
  }

  @Test func breakpointsGoAwayWaitAndAskForMore() throws {
    var driver = Driver(Fixture.diverged)
    driver.expect(
      ":tbreak Logits<Enter>", [.set(.addBreakpoint(.name(glob: "Logits"), isTemporary: true)), .saveSettings]
    ) {
      $0.commandHistory = ["tbreak Logits"]
      $0.message = Message("Temporary breakpoint set on Logits")
    }
    #expect(driver.state.settings.breakpoints.isEmpty)
    let bounded = Breakpoint.Condition(.name, glob: "Mixed_*", bound: ErrorBound(.maxAbs, .above, 1e-4))
    #expect(driver.type(":b Mixed_* if max_abs > 1e-4<Enter>").first == .set(.addBreakpoint(bounded)))
    #expect(driver.state.message?.text == "Breakpoint set on Mixed_* if max_abs > 0.0001")
    #expect(driver.state.settings.breakpointList.map(\.condition) == [bounded])
    let id = try #require(driver.state.choices.breakpoints.last?.id)
    #expect(driver.type(":ignore \(id) 3<Enter>") == [.set(.ignoreHits(id: id, count: 3))])
    driver.type("B")
    #expect(driver.screen().contains("temporary, not hit") || driver.state.debugger.breakpoints.isEmpty)
  }

  @Test(arguments: [
    ("b x if size > 1", "‘size > 1’ measures nothing; there are max_abs, max_rel, mismatched"),
    ("b x if max_abs = 1", "‘max_abs = 1’ compares nothing; write GLOB if max_abs > 1e-4, or with <, >= or <="),
    ("b x if max_abs > much", "‘much’ is not a number to compare with; write GLOB if max_abs > 1e-4"),
    ("b nan if max_abs > 1", "any NaN or infinity takes no condition; write GLOB if max_abs > 1e-4"),
    ("ignore 1", "Write ignore N COUNT: a breakpoint's number, and how many hits"),
  ])
  func aConditionThatCannotBeReadIsExplained(line: String, words: String) {
    var driver = Driver(Fixture.diverged)
    #expect(driver.type(":\(line)<Enter>").isEmpty)
    #expect(driver.state.message?.text == words)
  }
}
