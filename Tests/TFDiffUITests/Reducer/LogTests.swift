import TFDiffDebugger
import TFDiffTensor
import TFDiffUI
import TFDiffViews
import Testing

/// Protects: the log can be read to the end of its lines, in order, and TensorFlow's own words at its start do not hide
/// the program's.
@Suite struct LogTests {
  private static let chatter = [
    "2026-12-01 16:34:54.087527: I tensorflow/core/util/port.cc:110] oneDNN custom operations are on.",
    "To enable the following instructions: AVX2 FMA, in other operations, rebuild TensorFlow",
    "2026-12-01 16:34:54.1: E external/local_xla/xla/stream_executor/cuda/cuda_fft.cc:467] Unable to register cuFFT factory",
    "W0000 00:00:1764606894.087527   12 gpu_device.cc:2344] Cannot dlopen some GPU libraries.",
  ]
  private static let own = [
    "2026-12-01 16:34:54.087527: W tensorflow/core/kernels/data.cc:1] The calling iterator did not fully read the dataset",
    "loss 0.25 at 2026-12-01", "I am the program", "  net = tf.layers.conv2d(images, 8, 3, name='conv1')",
  ]

  private static func driver(_ log: [LogEntry], columns: Int = 120, rows: Int = 40) -> Driver {
    var debugger = Fixture.diverged
    debugger.log = log
    var driver = Driver(debugger, columns: columns, rows: rows)
    driver.type("6")
    return driver
  }

  private static func lines(_ driver: Driver) -> [String] {
    (0..<driver.state.bottomCount(.log)).map { driver.state.bottomText(.log, $0) }
  }

  @Test func whatTensorFlowWritesOfItselfIsFolded() {
    let entries = (Self.chatter + Self.own).map { LogEntry(side: .reference, text: $0) }
    var driver = Self.driver(entries)
    let folded = Self.lines(driver)
    #expect(folded.first == "reference 4 lines that TensorFlow writes of itself  Enter unfolds")
    for text in Self.own { #expect(folded.contains { $0.contains(text.prefix(60)) }, "\(text)") }
    for text in Self.chatter { #expect(!folded.contains { $0.contains(text.prefix(60)) }, "\(text)") }
    driver.type("<Enter>")
    let unfolded = Self.lines(driver).joined(separator: " ")
    for text in Self.chatter + Self.own { #expect(unfolded.contains(text.prefix(60)), "\(text)") }
    driver.type("<Enter>")
    #expect(Self.lines(driver) == folded)
  }

  /// Each side's lines stay together where they are, and nothing changes places.
  @Test func theOrderIsKept() {
    let entries = [
      LogEntry(side: .reference, text: Self.chatter[0]), LogEntry(side: .candidate, text: Self.chatter[0]),
      LogEntry(side: .reference, text: "first"), LogEntry(side: nil, text: "second"),
      LogEntry(side: .candidate, text: "third"), LogEntry(side: .candidate, text: Self.chatter[1]),
    ]
    let lines = Self.lines(Self.driver(entries))
    #expect(lines.count == 6)
    #expect(lines[2...4] == ["reference first", "second", "candidate third"])
    #expect(lines[0].hasPrefix("reference 1 line that") && lines[1].hasPrefix("candidate 1 line that"))
  }

  @Test(arguments: [(120, 40), (80, 24), (40, 10)])
  func longLinesWrapAndAreCopiedWhole(columns: Int, rows: Int) {
    let text = "a " + String(repeating: "long line of words ", count: 20) + "end"
    var driver = Self.driver(
      [LogEntry(side: .candidate, text: text), LogEntry(side: nil, text: "")], columns: columns, rows: rows)
    let lines = Self.lines(driver)
    let width = driver.state.layout.bottomArea.columns - 2
    #expect(lines.count > 2 && lines.allSatisfy { $0.count <= width })
    #expect(lines.dropLast().joined(separator: " ").split(separator: " ").joined(separator: " ") == "candidate \(text)")
    driver.type("j")
    #expect(driver.type("y") == [.copy(VisibleText(text))])
  }

  @Test func newLinesComeAsTheyAreTold() {
    var driver = Self.driver([LogEntry(side: nil, text: "one")])
    var debugger = driver.state.debugger
    debugger.log.append(LogEntry(side: nil, text: "two"))
    _ = driver.snapshot(debugger)
    #expect(Self.lines(driver) == ["one", "two"])
    debugger.log = []
    _ = driver.snapshot(debugger, run: 2)
    #expect(Self.lines(driver) == [])
    #expect(driver.screen().contains("Nothing has been logged."))
  }
}
