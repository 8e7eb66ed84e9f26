import TFDiffDebugger
import TFDiffTensor
import TFDiffUI
import TFDiffViews
import Testing

/// Protects: the line of code of the operation that is looked at is named in the Stack tab, and where
/// it differs beside the difference too.
@Suite struct OperationCodeTests {
  private static let place = StackFrame(function: "call(_:)", file: "/home/kim/models/BrokenScaling.swift", line: 14)

  /// The endpoint that diverges, inside, with a stack on each operation.
  private static let inside: DebuggerState = {
    var debugger = Fixture.diverged
    let index = debugger.firstDivergence ?? 0
    debugger.endpoints[index].operations = Fixture.operations.map { row in
      var row = row
      for side in Side.allCases {
        row[side] = row[side].map {
          OperationEvent(name: $0.name, type: $0.type, fused: $0.fused, output: $0.output, stack: CallStack([place]))
        }
      }
      return row
    }
    return debugger
  }()

  private func opened(columns: Int = 120, rows: Int = 40) -> Driver {
    var driver = Driver(Self.inside, columns: columns, rows: rows)
    driver.type("s")
    return driver
  }

  @Test(arguments: [(120, 40), (80, 24)]) func whatDiffersNamesItsLines(columns: Int, rows: Int) {
    let driver = opened(columns: columns, rows: rows)
    #expect(driver.state.operationLookedAt?.status == .mismatch)
    let places = driver.state.placesOfDifference
    #expect(places.map(\.side) == Side.allCases)
    #expect(places.allSatisfy { $0.frame == Self.place })
    #expect(places.allSatisfy { $0.source == "let scale = Variable(1.0)  // a new one on each call" })
    let screen = render(driver.state, theme: BuiltInTheme.theme, capabilities: Capabilities())
    #expect(screen.contains("reference BrokenScaling.swift:14"))
    #expect(screen.contains("candidate BrokenScaling.swift:14"))
  }

  @Test func whatMatchesNamesNone() {
    var driver = opened()
    driver.type("k")
    #expect(driver.state.operationLookedAt?.status == .match)
    #expect(driver.state.placesOfDifference.isEmpty)
  }

  @Test func aSideThatLacksTheOperationIsShownByWhatItDoesInstead() {
    var debugger = Self.inside
    let index = debugger.firstDivergence ?? 0
    debugger.endpoints[index].operations[2].candidate = nil
    debugger.endpoints[index].operations[2].status = .missingCandidate
    var driver = Driver(debugger)
    driver.type("s")
    #expect(driver.state.operationLookedAt?.status == .missingCandidate)
    #expect(driver.state.placesOfDifference.map(\.instead) == [nil, "ConcatV2"])
    let screen = render(driver.state, theme: BuiltInTheme.theme, capabilities: Capabilities())
    #expect(screen.contains("candidate goes on with ConcatV2 BrokenScaling.swift:14"))
  }

  @Test func theStackTabShowsTheCodeOfAMatchingOperationToo() throws {
    var driver = opened()
    driver.type("k2")
    let lines = StackLines.lines(driver.state).map { $0.pieces.map(\.text).joined() }
    try #require(lines.count >= 8, "\(lines)")
    #expect(lines[0].hasPrefix("TF1 graph InceptionResnetV2 › Mixed_5b") && lines[0].contains("│ TF2 eager"))
    let place = try #require(lines.firstIndex { $0.hasPrefix("  BrokenScaling.swift:14 in call(_:)") })
    #expect(lines[place + 1].hasPrefix("    ▶ let scale = Variable(1.0)"))
    #expect(lines[place + 1].contains("│     ▶ let scale"))
  }

  /// Also where nobody has gone into the endpoint: both sides of what its difference comes from.
  @Test func theStackTabShowsTheCodeOfTheDifferenceAtAStop() {
    var driver = Driver(Self.inside)
    driver.type("2")
    let lines = StackLines.lines(driver.state).map { $0.pieces.map(\.text).joined() }
    #expect(lines[0].contains("TF1 graph") && lines[0].contains("│ TF2 eager"))
    #expect(lines.contains { $0.hasPrefix("  BrokenScaling.swift:14") })
    driver.type("jj")
    #expect(driver.type("E") == [.edit(file: Self.place.file, line: 14)])
  }

  @Test func anAssignedVariableThatDiffersNamesTheLineThatAssignsIt() {
    var debugger = Fixture.passed(5, phase: .finished, isEqual: true)
    var update = UpdateRow(
      variable: "moving_mean", operation: "AssignSub", reference: nil, candidate: nil, status: .mismatch)
    update.stacks = SidePair(reference: .none, candidate: CallStack([Self.place]))
    debugger.endpoints[2].updates = [update]
    debugger.endpoints[2].status = .mismatch
    var driver = Driver(Fixture.ready)
    _ = driver.snapshot(debugger)
    // The cursor stands there, although the run went on to its end.
    #expect(driver.state.endpointCursor.index == 2)
    #expect(driver.state.placesOfDifference.map(\.side) == [.candidate])
  }
}
