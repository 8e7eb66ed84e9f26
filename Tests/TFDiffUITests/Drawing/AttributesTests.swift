import TFDiffDebugger
import TFDiffTensor
import TFDiffUI
import TFDiffViews
import Testing

/// Protects: the Attributes tab says of an operation what both sides say, with the statistics of what it takes, and marks
/// what differs.
@Suite struct AttributesTests {
  /// The endpoint that diverges, whose third operation has another slope and takes another value.
  static let debugger: DebuggerState = {
    var debugger = Fixture.recorded
    func event(_ event: OperationEvent?, _ id: String, _ alpha: String, from: String) -> OperationEvent? {
      event.map {
        OperationEvent(
          name: $0.name, type: $0.type, output: $0.output, id: id,
          attributes: [.init(name: "alpha", value: alpha), .init(name: "T", value: "float32")],
          inputs: [.operation(id: from, output: 0)])
      }
    }
    let rows = debugger.endpoints[7].operations
    for (index, alpha) in [(1, ("0.2", "0.2")), (2, ("0.2", "0.3"))] {
      debugger.endpoints[7].operations[index].reference = event(
        rows[index].reference, "r\(index)", alpha.0, from: "r\(index - 1)")
      debugger.endpoints[7].operations[index].candidate = event(
        rows[index].candidate, "c\(index)", alpha.1, from: "c\(index - 1)")
    }
    return debugger
  }()

  private static func driver(columns: Int = 120, rows: Int = 40) -> Driver {
    var driver = Driver(debugger, columns: columns, rows: rows)
    driver.type("sg<Down><Down>8z")
    return driver
  }

  private static func rows(_ driver: Driver) -> [String] {
    (0..<driver.state.bottomCount(.attributes)).map { driver.state.bottomText(.attributes, $0) }
  }

  @Test func whatDiffersIsMarkedAndComesFirst() throws {
    let driver = Self.driver()
    let rows = Self.rows(driver)
    #expect(rows[0].contains("operation") && rows[0].contains("Relu"))
    let alpha = try #require(rows.firstIndex { $0.hasPrefix("✗ alpha") })
    #expect(alpha == 1 && rows[alpha].contains("0.2") && rows[alpha].contains("0.3"))
    #expect(rows[2].hasPrefix("✓ T"))
    #expect(rows[3].hasPrefix("✓ input 0") && rows[3].contains("FusedBatchNormV3"))
    for name in ["  min", "  max", "  mean", "  std"] { #expect(rows.contains { $0.dropFirst(2).hasPrefix(name) }) }
    #expect(rows.contains { $0.hasPrefix("  output") && $0.contains("f32 [1, 5, 5, 3]") })
    // The values that it takes are the same, and those that it gives are not.
    #expect(rows[4...7].allSatisfy { $0.hasPrefix("✓") }, "\(rows)")
    #expect(rows[9...].contains { $0.hasPrefix("✗") }, "\(rows)")
  }

  @Test func mismatchesAreWalkedAndMarkedTextStandsOut() {
    var driver = Self.driver()
    driver.type("g]")
    #expect(driver.state.tabCursors[.attributes]?.index == 1)
    let style = StyleSheet(theme: BuiltInTheme.theme, capabilities: Capabilities())[.numberDifference]
    let screen = driver.screen()
    let marked = (0..<screen.size.rows).flatMap { row in
      (0..<screen.size.columns).filter { screen[$0, row].style.foreground == style.foreground }.map {
        screen[$0, row].text
      }
    }
    #expect(marked.contains("2") && marked.contains("3"))
  }

  /// Of an endpoint whose operations are not known, what it gives; before anything was run, what to do.
  @Test func anEndpointHasStatisticsToo() {
    var driver = Driver(Fixture.diverged)
    driver.type("8")
    let rows = Self.rows(driver)
    #expect(rows.first?.contains("f32 [1, 35, 35, 8]") == true)
    #expect(rows.contains { $0.hasPrefix("✗   mean") })
    var ready = Driver(Fixture.ready)
    ready.type("8")
    #expect(ready.screen().contains("s steps into an endpoint, to its operations."))
  }

  /// Statistics take a reading of each tensor: they are asked for once, away from the input thread.
  @Test func statisticsAreAskedForOnce() {
    var state = AppState(debugger: Fixture.ready, size: Size(columns: 120, rows: 40))
    _ = reduce(into: &state, .snapshot(runID: 1, Self.debugger))
    var asked: [StatisticsRequest] = []
    for key: Key in [.character("s"), .character("g"), .down, .down, .character("8"), .down, .up] {
      for case .summarize(let request) in reduce(into: &state, .input(.key(key))) { asked.append(request) }
    }
    #expect(asked.count == 1)
    #expect(state.bottomCount(.attributes) == 5)
    for request in asked { _ = reduce(into: &state, .summarized(request.run())) }
    #expect(state.bottomCount(.attributes) == 13)
  }

  @Test(arguments: [(120, 40), (80, 24), (40, 10)])
  func rowsFitThePane(columns: Int, rows: Int) {
    let driver = Self.driver(columns: columns, rows: rows)
    let width = driver.state.layout.bottomArea.columns - 2
    for index in 0..<driver.state.bottomCount(.attributes) {
      let pieces = BottomRows.pieces(.attributes, index, state: driver.state, glyphs: .unicode, width: width)
      #expect(pieces.reduce(0) { $0 + $1.text.displayWidth } <= width)
    }
  }
}
