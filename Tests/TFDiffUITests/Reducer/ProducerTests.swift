import TFDiffDebugger
import TFDiffTensor
import TFDiffUI
import Testing

/// Protects: Enter on a cell that differs goes back over what it was computed from, one operation each time, past what only hands
/// values on, to the one whose inputs agree.
@Suite struct ProducerTests {
  private static let reference = Fixture.tensor([1, 2, 3]) { Float($0) / 8 }

  /// A pair of operations whose candidate is off by so much in one element.
  private static func pair(
    _ type: String, _ name: String, off: Float = 0, at place: Int = 4, of inputs: [OperationInput],
    shape: Shape = [1, 2, 3]
  ) -> OperationRow {
    func event(_ offset: Float) -> OperationEvent {
      let output = Fixture.tensor(shape) { Float($0) / 8 + ($0 == place ? offset : 0) }
      return OperationEvent(name: "net/\(name)", type: type, output: output, id: name, inputs: inputs)
    }
    var row = OperationRow(reference: event(0), candidate: event(off), status: .match)
    if let a = row.reference?.output, let b = row.candidate?.output,
      let pair = try? TensorPair(reference: a, candidate: b)
    {
      row.comparison = Comparison(of: pair, tolerance: .standard)
      row.status = row.comparison?.isMatch == true ? .match : .mismatch
    }
    return row
  }

  private static func from(_ name: String) -> OperationInput { .operation(id: name, output: 0) }

  /// conv → scale (differs) → reshape → cast → add (with what agrees) → relu.
  private static let operations = [
    pair("Conv2D", "conv", of: [.modelInput]),
    pair("Mul", "scale", off: 0.5, of: [from("conv"), .variable("gamma")]),
    pair("Reshape", "flat", off: 0.5, of: [from("scale")], shape: [6]),
    pair("Cast", "cast", off: 0.5, of: [from("flat")], shape: [6]),
    pair("Identity", "same", of: [from("conv")]),
    pair("AddV2", "add", off: 0.5, at: 2, of: [from("same"), from("cast")]),
    pair("Relu", "relu", off: 0.5, at: 2, of: [from("add")]),
  ]

  private static let recorded: DebuggerState = {
    var state = Fixture.diverged
    state.endpoints[Fixture.diverging].operations = operations
    return state
  }()

  @Test func theWayBackPassesOverWhatOnlyHandsOn() {
    let row = Self.recorded.endpoints[Fixture.diverging]
    #expect(row.producer(of: 6) == .operation(5))
    #expect(row.producer(of: 5) == .operation(1))
    #expect(row.producer(of: 1) == .itself)
    #expect(row.producer(of: 3) == .operation(1))
  }

  @Test func whatComesFromBeforeIsSaidAndWhatIsNotToldToo() {
    var row = Self.recorded.endpoints[Fixture.diverging]
    row.operations = [
      Self.pair("Relu", "first", off: 1, of: [Self.from("of another layer")]),
      Self.pair("Relu", "bare", off: 1, of: []),
      Self.pair("Cast", "loop", off: 1, of: [Self.from("loop")]),
    ]
    #expect(row.producer(of: 0) == .earlier)
    #expect(row.producer(of: 1) == .unknown)
    #expect(row.producer(of: 2) == .itself)
  }

  @Test func enterGoesBackFromTheEndpointToWhereItBegins() {
    var driver = Driver(Self.recorded)
    driver.type("<Tab><Enter>")
    #expect(driver.state.openEndpoint == Fixture.diverging && driver.state.operationCursor.index == 6)
    #expect(driver.state.focus == .reference && driver.state.view?.cursor == 2)
    driver.type("<Enter>")
    #expect(driver.state.operationCursor.index == 5 && driver.state.view?.cursor == 2)
    #expect(driver.state.message?.text == "AddV2 net/add: Relu net/relu has the difference from it")
    driver.type("<Enter>")
    #expect(driver.state.operationCursor.index == 1 && driver.state.view?.cursor == 4)
    driver.type("<Enter>")
    #expect(driver.state.message?.text == "What Mul net/scale takes agrees: the difference begins here")
    driver.type("<C-o>")
    #expect(driver.state.operationCursor.index == 5)
  }

  @Test func whatComesFromAnEarlierLayerLeadsThere() {
    var state = Self.recorded
    state.endpoints[Fixture.diverging].operations = [Self.pair("Relu", "first", off: 1, of: [Self.from("elsewhere")])]
    var alone = Driver(state)
    alone.type("<Tab><Enter><Enter>")
    #expect(alone.state.message?.text == "What Relu net/first takes agrees: the difference begins here")
    state.endpoints[3] = Fixture.row(
      "MaxPool_3a_3x3", reference: Fixture.tensor([2]) { Float($0) }, candidate: Fixture.tensor([2]) { Float($0) + 1 })
    var driver = Driver(state)
    driver.type(":goto Mixed_5b<Enter><Tab><Enter><Enter>")
    #expect(driver.state.lookedAt?.name == "MaxPool_3a_3x3" && driver.state.openEndpoint == nil)
    #expect(driver.state.message?.text == "MaxPool_3a_3x3: the nearest layer before Relu net/first that differs")
  }

  @Test func fromACellThatAgreesThereIsNoWay() {
    var driver = Driver(Self.recorded)
    driver.type("<Tab><Enter>h<Enter>")
    #expect(driver.state.message?.text.hasPrefix("The cell agrees; ] goes to one that does not") == true)
    #expect(driver.state.operationCursor.index == 6)
  }

  /// A source that tells no operations leaves the endpoint open without any.
  @Test func whereNoOperationIsToldThereIsNoWay() {
    var driver = Driver(Fixture.diverged)
    driver.type("<Tab><Enter>")
    _ = driver.snapshot(Fixture.diverged)
    #expect(driver.state.openEndpoint == Fixture.diverging && driver.state.operationLookedAt == nil)
    #expect(driver.type("<Enter>") == [])
    #expect(driver.state.message?.text == "It is not told what Mixed_5b takes")
  }

  @Test func operationsThatAreNotRecordedAreRecordedFirst() {
    var driver = Driver(Fixture.diverged)
    driver.type("<Tab>")
    #expect(driver.type("<Enter>") == [.run(.into(endpoint: Fixture.diverging))])
    _ = driver.snapshot(Self.recorded)
    #expect(driver.state.operationCursor.index == 6)
    #expect(driver.state.focus == .reference)
  }
}
