import TFDiffDebugger
import TFDiffUI
import Testing

/// Protects: Ctrl-O goes back over the jumps a person made, and Ctrl-P forward again; going from row to row is no jump.
@Suite struct JumpListTests {
  private static func name(_ driver: Driver) -> String? { driver.state.subject?.name }

  @Test func jumpsAreGoneBackOverAndForwardAgain() {
    var driver = Driver(Fixture.diverged)
    driver.type(":goto Conv2d_2a_3x3<Enter>jj")
    driver.type(":goto Logits<Enter>d")
    #expect(Self.name(driver) == "Mixed_5b")
    driver.type("<C-o>")
    #expect(Self.name(driver) == "Logits")
    driver.type("<C-o>")
    #expect(Self.name(driver) == "MaxPool_3a_3x3")
    driver.type("<C-o>")
    #expect(Self.name(driver) == "Mixed_5b")
    driver.type("<C-o>")
    #expect(driver.state.message?.text == "You have been nowhere else before")
    driver.type("<C-p><C-p>")
    #expect(Self.name(driver) == "Logits")
    driver.type("<C-p><C-p>")
    #expect(Self.name(driver) == "Mixed_5b")
    #expect(driver.state.message?.text == "This is where you were last; Ctrl-O goes back")
  }

  @Test func anOperationInsideIsAPlaceOfItsOwn() {
    var driver = Driver(Fixture.recorded)
    driver.type("ds")
    let inside = Self.name(driver)
    driver.type("jj:goto Conv2d_1a_3x3<Enter><C-o>")
    #expect(driver.state.openEndpoint == Fixture.diverging)
    #expect(driver.state.operationCursor.index == 4)
    driver.type("<C-o>")
    #expect(driver.state.openEndpoint == nil && Self.name(driver) == "Mixed_5b")
    #expect(inside?.hasSuffix("Relu") == true)
  }

  @Test func whatWasFoundLeavesWhereTheSearchBegan() {
    var driver = Driver(Fixture.diverged)
    driver.type("gj/AuxLogits<Enter>")
    #expect(Self.name(driver) == "PreAuxLogits")
    driver.type("<C-o>")
    #expect(Self.name(driver) == "Conv2d_2a_3x3")
  }

  @Test func aRunLeavesWhatWasLookedAtMeanwhile() {
    var driver = Driver(Fixture.passed(5, phase: .paused(.step)))
    driver.type("kkkc")
    _ = driver.snapshot(Fixture.diverged)
    #expect(Self.name(driver) == "Mixed_5b")
    driver.type("<C-o>")
    #expect(Self.name(driver) == "Conv2d_2a_3x3")
  }

  @Test func aPlaceThatIsGoneIsPassedOver() {
    var driver = Driver(Fixture.diverged)
    driver.type(":goto Logits<Enter>:goto Conv2d_1a_3x3<Enter>")
    var other = Fixture.diverged
    other.endpoints.removeAll { $0.name == "Logits" }
    _ = driver.snapshot(other)
    driver.type("<C-o>")
    #expect(Self.name(driver) == "Mixed_5b")
  }
}
