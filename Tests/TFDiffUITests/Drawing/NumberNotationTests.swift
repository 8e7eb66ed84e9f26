import TFDiffDebugger
import TFDiffTensor
import TFDiffUI
import TFDiffViews
import Testing

/// Protects: how the tensor panes write numbers; marked cells show by which digit they differ, in every notation and at
/// every size.
@Suite struct NumberNotationTests {
  /// A row of four numbers, of which the candidate's second is a few units in the last place away, and marked.
  private static func driver(
    _ reference: [Float], _ candidate: [Float], columns: Int = 120, rows: Int = 40
  ) -> Driver {
    var debugger = Fixture.diverged
    debugger.tolerance.standard = Tolerance(rtol: 0, atol: 0)
    let shape = Shape([2, reference.count / 2])
    debugger.endpoints[7] = Fixture.row(
      "Mixed_5b", reference: Tensor(reference, shape: shape), candidate: Tensor(candidate, shape: shape),
      tolerance: Tolerance(rtol: 0, atol: 0))
    var driver = Driver(debugger, columns: columns, rows: rows)
    driver.type("<Tab>")
    return driver
  }

  private static let near: [Float] = [0.25, 0.7415123, -0.0013729, 64]
  private static let moved: [Float] = near.map { Float(bitPattern: $0.bitPattern + ($0 == 0.25 ? 0 : 2)) }

  /// The text of a pane without its border.
  private static func lines(_ driver: Driver, _ pane: Focus, _ screen: Screen) throws -> [String] {
    let rect = try #require(driver.state.layout.panes[pane]).inside
    return (rect.row..<rect.endRow).map { row in
      (rect.column..<rect.endColumn).map { screen[$0, row].text }.joined()
    }
  }

  @Test(arguments: [(120, 40), (80, 24), (200, 60), (40, 10)], NumberNotation.allCases)
  func cellsThatDifferLookDifferent(size: (Int, Int), notation: NumberNotation) throws {
    var driver = Self.driver(Self.near, Self.moved, columns: size.0, rows: size.1)
    driver.send(.command("format \(notation.rawValue)"))
    var shown: [[String]] = []
    for pane in [Focus.reference, .candidate] {
      driver.state.interface.focus = pane
      let screen = driver.screen()
      shown.append(try Self.lines(driver, pane, screen).flatMap { $0.split(separator: " ").map(String.init) })
    }
    let marked = shown.map { $0.filter { $0.hasPrefix("«") } }
    #expect(!marked[0].isEmpty && marked[0].count == marked[1].count)
    for (a, b) in zip(marked[0], marked[1]) { #expect(a != b, "\(notation) \(size)") }
  }

  /// The digit in a look of its own is the one by which the numbers differ.
  @Test(arguments: [NumberNotation.decimal, .full, .hexadecimal])
  func theFirstDigitThatDiffersIsEmphasised(notation: NumberNotation) throws {
    var driver = Self.driver(Self.near, Self.moved)
    driver.send(.command("format \(notation.rawValue)"))
    let style = StyleSheet(theme: BuiltInTheme.theme, capabilities: Capabilities())[.numberDifference]
    let screen = driver.screen()
    var digits: [[String]] = []
    for pane in [Focus.reference, .candidate] {
      let rect = try #require(driver.state.layout.panes[pane])
      digits.append(
        (rect.row..<rect.endRow).flatMap { row in
          (rect.column..<rect.endColumn).filter { screen[$0, row].style.background == style.background }
            .map { screen[$0, row].text }
        })
    }
    #expect(digits[0].count == 3 && digits[1].count == 3, "\(digits)")
    for (a, b) in zip(digits[0], digits[1]) { #expect(a != b, "\(digits)") }
  }

  @Test func fGoesThroughTheNotationsAndIsRemembered() {
    var driver = Self.driver(Self.near, Self.moved)
    let titles = ["all digits", "hexadecimal", "ULP"]
    for (notation, title) in zip(NumberNotation.allCases.dropFirst(), titles) {
      #expect(driver.type("f") == [.saveSettings])
      #expect(driver.state.notation == notation)
      #expect(driver.screen().contains(title))
      #expect(driver.state.settings.notation == notation.rawValue)
    }
    driver.type("f")
    #expect(driver.state.notation == .decimal && driver.state.settings.notation == nil)
    driver.send(.command("format hex"))
    #expect(driver.state.notation == .hexadecimal)
    driver.send(.command("format octal"))
    #expect(driver.state.message?.kind == .warning)
    var next = Driver(Fixture.diverged)
    next.state.apply(driver.state.settings)
    #expect(next.state.notation == .hexadecimal)
  }

  @Test func distancesHaveTheirDirection() throws {
    var driver = Self.driver([1, 1, 1, 1], [1, Float(1).nextUp, Float(1).nextDown, -1])
    driver.send(.command("format ulp"))
    driver.state.interface.focus = .candidate
    let text = try Self.lines(driver, .candidate, driver.screen()).joined(separator: " ")
    for distance in ["«+1»", "«-1»", "«-2.1e+09»", " 0 "] { #expect(text.contains(distance), "\(text)") }
  }

  /// At 80×24 too: column numbers, blanks between cells, and the cursor's values with all their digits.
  @Test(arguments: [(120, 40), (80, 24)])
  func cellsHaveColumnNumbersAndDoNotTouch(size: (Int, Int)) throws {
    var driver = Driver(Fixture.diverged, columns: size.0, rows: size.1)
    for focus in ["", "<Tab>", "<Tab><Tab>"] {
      driver.type(focus)
      let screen = driver.screen()
      let lines = try Self.lines(driver, .reference, screen)
      let view = try #require(driver.state.view)
      let grid = try #require(driver.state.grid)
      #expect(grid.headings == 3)
      let columns = view.window.fitted(to: grid.windowRoom)
      let numbers = (0..<columns.columns).map { String(columns.index(row: 0, column: $0)[3]) }
      #expect(lines[2].split(separator: " ").map(String.init) == numbers)
      for line in lines { #expect(!line.contains("»«"), "\(line)") }
      #expect(screen.contains("0.5343235 and 0.5663235") || screen.contains("reference 0.5343235, candidate 0.5663235"))
    }
  }

  /// What is copied from a cell is the number alone.
  @Test func theNumberUnderTheCursorIsCopiedBare() {
    var driver = Driver()
    driver.type("<Tab>")
    #expect(driver.type("y") == [.copy(VisibleText("0.5343235"))])
    driver.type("<Tab>")
    #expect(driver.type("y") == [.copy(VisibleText("0.5663235"))])
    driver.send(.command("format hexadecimal"))
    #expect(driver.type("y") == [.copy(VisibleText("0x3f10fa94"))])
  }

  /// A tolerance that is said to pass does pass where it is typed.
  @Test func aToleranceThatIsSaidToPassPasses() throws {
    for value in [7.84, 7.81, 0.0320001, 9.96, 1e-7, 0.099999, 1, 3.3e-300] {
      let text = NumberText.passing(value)
      #expect(try #require(Double(text)) >= value, "\(value): \(text)")
      #expect(try #require(Double(text)) <= value * 1.11, "\(value): \(text)")
    }
    #expect(NumberText.passing(0) == "0")
  }
}
