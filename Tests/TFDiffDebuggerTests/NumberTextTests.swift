import TFDiffDebugger
import Testing

/// Protects: a number is written one way by `check`, in the reports and on the screen.
@Suite struct NumberTextTests {
  @Test(arguments: [
    (0, 7, "0%"), (1, 0, "0%"), (1, 100_000, "<0.01%"), (1, 3, "33.33%"), (9_999, 10_000, "99.99%"),
    (99_999, 100_000, ">99.99%"), (7, 7, "100%"),
  ])
  func aPartIsNeverNoneForSomethingNorAllForLess(part: Int, whole: Int, text: String) {
    #expect(NumberText.percent(part, of: whole) == text)
  }

  @Test func aLossIsWrittenSoThatTwoFloatsAreToldApart() {
    let loss = Float(1.2254326)
    #expect(NumberText.loss(Double(loss)) != NumberText.loss(Double(loss.nextUp)))
    #expect(NumberText.loss(0.5) == "0.5")
    #expect(NumberText.loss(.nan) == "nan")
    #expect(NumberText.loss(nil) == "none")
  }
}
