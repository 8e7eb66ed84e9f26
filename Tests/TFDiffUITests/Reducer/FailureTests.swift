import TFDiffDebugger
import TFDiffTensor
import TFDiffUI
import TFDiffViews
import Testing

/// Protects: a program's error is seen where it happened, with its line of code, and R runs the program again.
@Suite struct FailureTests {
  private static let file = "/home/kim/models/BrokenScaling.swift"

  @Test(arguments: [(120, 40), (80, 24), (40, 10)])
  func theErrorIsShownWithItsLine(columns: Int, rows: Int) {
    var driver = Driver(Fixture.raised, columns: columns, rows: rows)
    #expect(driver.state.endpointCursor.index == 3)
    #expect(driver.screen().contains("Error › candidate"))
    #expect(driver.screen().contains("The candidate failed on the way"))
    driver.state.interface.focus = .difference
    var seen: [String] = []
    for _ in 0..<30 {
      seen += driver.screen().lines
      driver.type("j")
    }
    let all = seen.joined(separator: "\n")
    for text in ["InvalidArgumentError: ConcatOp", "BrokenScaling.swift", "let scale = Variable", "runtime frames"] {
      #expect(all.contains(text), "\(text)")
    }
    #expect(!all.contains("function_node"))
    driver.type("<Home>")
    #expect(driver.state.failureOffset == 0)
  }

  @Test func whatRanBeforeCanStillBeLookedAt() {
    var driver = Driver(Fixture.raised)
    driver.type("k")
    #expect(driver.screen().contains("Difference › Conv2d_2b_3x3"))
    driver.type(".")
    #expect(driver.screen().contains("Error › candidate"))
  }

  @Test func theEditorOpensTheLineAndHintsLeadOn() {
    var driver = Driver(Fixture.raised)
    #expect(HintLine.hints(driver.state).prefix(2).map(\.command.name) == ["restart", "edit"])
    #expect(driver.type("E") == [.edit(file: Self.file, line: 14)])
  }

  @Test func framesOfLibrariesUnfold() {
    var driver = Driver(Fixture.raised)
    driver.type("<Tab><Tab><Tab>")
    #expect(!driver.screen().contains("dispatch(1)"))
    driver.type("<Enter>")
    #expect(driver.state.failureLines().contains { $0.pieces.map(\.text).joined().contains("dispatch(1)") })
    driver.type("<Enter>")
    #expect(!driver.state.failureLines().contains { $0.pieces.map(\.text).joined().contains("dispatch(1)") })
  }

  /// A restart begins at the start, but what failed or was changed is run on, to the next stop.
  @Test func rRunsAgain() {
    var driver = Driver(Fixture.raised)
    #expect(driver.type("R") == [.run(.restart), .run(.continue)])
    #expect(driver.state.changedFiles.isEmpty)
    var unchanged = Driver(Fixture.diverged)
    #expect(unchanged.type("R") == [.run(.restart)])
    var changed = Driver(Fixture.diverged)
    changed.send(.changedOnDisk([Self.file]))
    #expect(changed.type("R") == [.run(.restart), .run(.continue)])
  }

  @Test func aChangeOnTheDiskIsSaid() {
    var driver = Driver(Fixture.raised)
    #expect(driver.state.watchedFiles == [Self.file, "/home/kim/models/Models.swift"])
    driver.send(.changedOnDisk([Self.file]))
    #expect(driver.screen().contains("BrokenScaling.swift changed on disk, R runs it"))
    driver.send(.changedOnDisk([]))
    #expect(!driver.screen().contains("changed on disk"))
    var diverged = Driver(Fixture.diverged)
    diverged.send(.changedOnDisk([Self.file, "/home/kim/models/Models.swift"]))
    #expect(diverged.state.message?.text == "BrokenScaling.swift and 1 more changed on disk")
    #expect(HintLine.hints(diverged.state).first?.command.name == "restart")
    // Before anything was run, the next run takes it as it is.
    var ready = Driver(Fixture.ready)
    ready.send(.changedOnDisk([Self.file]))
    #expect(ready.state.message == nil && ready.state.changedFiles.isEmpty)
    // What is compiled into the program is not watched.
    #expect(Driver(Fixture.diverged).state.watchedFiles.isEmpty)
  }
}
