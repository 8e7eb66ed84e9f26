import TFDiffDebugger
import TFDiffTensor
import TFDiffUI
import TFDiffViews
import Testing

/// Protects: what a person sees in each view, to the cell and its style, at four sizes, without colour and in ASCII.
@Suite struct GoldenScreenTests {
  private static let sizes = [
    Size(columns: 200, rows: 60), Size(columns: 120, rows: 40), Size(columns: 80, rows: 24),
    Size(columns: 40, rows: 10),
  ]

  private static func check(
    _ driver: Driver, _ name: String, capabilities: Capabilities = Capabilities(),
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for size in sizes {
      var driver = driver
      driver.send(.input(.resize(size)))
      let screen = driver.screen(capabilities: capabilities)
      try GoldenScreen.check(screen, "\(name)-\(size.columns)x\(size.rows)", sourceLocation: sourceLocation)
    }
  }

  @Test func start() throws { try Self.check(Driver(Fixture.ready), "ready") }

  @Test func running() throws {
    var driver = Driver(Fixture.passed(4, phase: .paused(.step)))
    driver.type("c")
    _ = driver.snapshot(Fixture.passed(5, phase: .running("running Conv2d_4a_3x3")))
    driver.send(.tick(frame: 3))
    try Self.check(driver, "running")
  }

  @Test func divergedInTheMiddle() throws { try Self.check(Driver(Fixture.diverged), "diverged") }

  @Test func divergedWithTensorsFocused() throws {
    var driver = Driver(Fixture.diverged)
    driver.type("<Tab>")
    try Self.check(driver, "diverged-tensors")
  }

  @Test func divergedWithTheDifferenceFocused() throws {
    var driver = Driver(Fixture.diverged)
    driver.type("<Tab><Tab><Tab>")
    try Self.check(driver, "diverged-difference")
  }

  @Test func propagationInTheWhyTab() throws {
    var driver = Driver(Fixture.diverged)
    driver.type("p")
    _ = driver.snapshot(PropagationScreenTests.diverged(PropagationScreenTests.propagation))
    driver.type("7")
    try Self.check(driver, "propagation")
    try Self.check(driver, "propagation-ascii", capabilities: Capabilities(unicode: false))
  }

  @Test func finishedEqual() throws {
    var driver = Driver(Fixture.finishedEqual)
    driver.type("5")
    try Self.check(driver, "equal")
  }

  @Test func insideOperations() throws {
    var driver = Driver(Fixture.inside)
    driver.type("4")
    try Self.check(driver, "inside")
  }

  @Test func recordedOperations() throws {
    var driver = Driver(Fixture.recorded)
    driver.type("s")
    try Self.check(driver, "recorded")
  }

  @Test func help() throws {
    var driver = Driver()
    driver.type("?")
    try Self.check(driver, "help")
  }

  @Test func breakpoints() throws {
    var debugger = Fixture.diverged
    debugger.breakpoints = [
      Breakpoint(id: 1, condition: .name(glob: "MaxPool_*"), hits: 2),
      Breakpoint(id: 2, condition: .mismatch),
      Breakpoint(id: 4, condition: .nonFinite, isEnabled: false),
      Breakpoint(id: 5, condition: .name(glob: "Logits"), isEnabled: false),
      Breakpoint(id: 6, condition: .creation(glob: "*/weights")),
      Breakpoint(id: 7, condition: .unexpectedCreation, hits: 1),
    ]
    var driver = Driver(debugger)
    try Self.check(driver, "breakpoints-set")
    driver.type("Bj")
    try Self.check(driver, "breakpoints-list")
  }

  @Test func ladderRunning() throws {
    var driver = Driver(Fixture.ready)
    driver.type("L")
    _ = driver.snapshot(LadderFixture.running)
    driver.send(.tick(frame: 3))
    try Self.check(driver, "ladder-running")
    try Self.check(driver, "ladder-running-ascii", capabilities: Capabilities(unicode: false))
  }

  @Test func ladderFailed() throws {
    var driver = Driver(Fixture.ready)
    driver.type("L")
    _ = driver.snapshot(LadderFixture.failed)
    try Self.check(driver, "ladder-failed")
    try Self.check(driver, "ladder-failed-no-color", capabilities: Capabilities(colorDepth: .none))
  }

  @Test func ladderPassed() throws {
    var driver = Driver(Fixture.ready)
    driver.type("L")
    _ = driver.snapshot(LadderFixture.passed)
    try Self.check(driver, "ladder-passed")
  }

  @Test func attributesOfBothSides() throws {
    var driver = Driver(AttributesTests.debugger)
    driver.type("sg<Down><Down>8")
    try Self.check(driver, "attributes")
  }

  @Test func aProgramsError() throws {
    var driver = Driver(Fixture.raised)
    driver.send(.changedOnDisk(["/home/kim/models/BrokenScaling.swift"]))
    try Self.check(driver, "failure")
  }

  @Test func variablesWithEachKindOfProblem() throws {
    var driver = Driver(ProblemFixture.variables)
    driver.type("1")
    try Self.check(driver, "variables")
  }

  @Test func reportWithLossesCheckpointAndLadder() throws {
    var debugger = ProblemFixture.variables
    debugger.ladder = LadderFixture.failed.ladder
    var driver = Driver(debugger)
    driver.type("5G")
    try Self.check(driver, "report")
  }

  @Test func stackWithItsSource() throws {
    var driver = Driver(Fixture.diverged)
    driver.type("2")
    try Self.check(driver, "stack")
    try Self.check(driver, "stack-ascii", capabilities: Capabilities(unicode: false))
  }

  @Test func randomOperationsThatPart() throws {
    var driver = Driver(ProblemFixture.randoms)
    driver.type("3")
    try Self.check(driver, "random")
  }

  @Test func toleranceEditor() throws {
    var driver = Driver()
    driver.type("t<Tab><Up>")
    try Self.check(driver, "tolerance")
  }

  @Test func commandLineWithCompletion() throws {
    var driver = Driver()
    driver.type(":goto Mi<Tab><Tab>")
    try Self.check(driver, "completion")
  }

  @Test func tooSmall() throws {
    let screen = Driver(columns: 39, rows: 9).screen()
    try GoldenScreen.check(screen, "too-small-39x9")
  }

  @Test func asciiOnly() throws {
    let capabilities = Capabilities(unicode: false)
    try Self.check(Driver(), "ascii", capabilities: capabilities)
  }

  @Test func noColor() throws {
    try Self.check(Driver(), "no-color", capabilities: Capabilities(colorDepth: .none))
  }
}
