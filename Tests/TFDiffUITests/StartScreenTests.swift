import TFDiffDebugger
import TFDiffViews
import Testing

@testable import TFDiffUI

/// Protects: the start screen's cursor goes over what can be chosen and nothing else, stays where it is when more is found, and a choice
/// is what stands under it.
@Suite struct StartScreenTests {
  private static func sections(pythons: [String] = []) -> [StartSection] {
    [
      StartSection("Recent", [], note: "nothing yet"),
      StartSection(
        "Built-in models",
        ["digits", "inception"].map { StartEntry($0, detail: "a model", choice: .debug(words: [$0], folder: nil)) }),
      StartSection(
        "Python environments", pythons.map { StartEntry($0, choice: .tell("debug FILE.py --python \($0)")) },
        note: pythons.isEmpty ? "looking for them" : nil),
      StartSection(
        "Last", [StartEntry("old", verdict: .diverged, choice: .debug(words: ["old"], folder: "/there"))]),
    ]
  }

  private func state(rows: Int = 24, pythons: [String] = []) -> StartState {
    StartState(size: Size(columns: 80, rows: rows), sections: Self.sections(pythons: pythons))
  }

  private func screen(_ state: StartState, unicode: Bool = true) -> [String] {
    render(
      state, version: "9", theme: BuiltInTheme.theme,
      capabilities: Capabilities(colorDepth: .none, unicode: unicode, mouse: false)
    ).lines
  }

  private func keys(_ keys: Key..., in state: inout StartState) -> StartState.Outcome? {
    keys.reduce(nil) { $0 ?? state.take(.key($1)) }
  }

  @Test func theCursorIsOnWhatCanBeChosen() {
    var state = self.state()
    #expect(keys(.enter, in: &state) == .debug(words: ["digits"], folder: nil))
    #expect(keys(.character("j"), .enter, in: &state) == .debug(words: ["inception"], folder: nil))
    #expect(keys(.down, .down, .down, .enter, in: &state) == .debug(words: ["old"], folder: "/there"))
    #expect(keys(.home, .up, .right, in: &state) == .debug(words: ["digits"], folder: nil))
    #expect(keys(.character("q"), in: &state) == .quit && keys(.control("c"), in: &state) == .quit)
  }

  @Test func keysThatDoNothingAndTheKeysThereAreAreTold() {
    var state = self.state()
    #expect(keys(.character("Z"), in: &state) == nil)
    #expect(screen(state).last?.contains("Z does nothing here; ? lists the keys") == true)
    #expect(keys(.character("?"), in: &state) == nil)
    #expect(screen(state).suffix(3).joined().contains("Enter starts what the cursor is on"))
    state.say(String(repeating: "where it was ", count: 8) + "it is gone")
    #expect(screen(state).suffix(2).joined().contains("it is gone"))
    #expect(keys(.down, in: &state) == nil && screen(state).last?.contains("? help") == true)
  }

  /// What is found while a person looks is put above the cursor, not under it.
  @Test func theCursorStaysWhereItIs() {
    var state = self.state()
    #expect(keys(.end, in: &state) == nil)
    state.replace(Self.sections(pythons: ["/a", "/b"])[2])
    #expect(keys(.enter, in: &state) == .debug(words: ["old"], folder: "/there"))
    #expect(keys(.character("k"), .enter, in: &state) == nil)
    #expect(screen(state).last?.contains("debug FILE.py --python /b") == true)
    state.replace(StartSection("No such", []))
    #expect(state.entries.count == 5)
  }

  @Test func itIsDrawnWhole() {
    let lines = screen(state(pythons: ["/usr/bin/python3"]))
    #expect(lines.count == 24 && lines[0].contains("tfdiff 9"))
    #expect(lines.contains { $0.contains("▶   digits     a model") }, "\(lines)")
    #expect(lines.contains { $0.contains("✗ old") } && lines.contains { $0.contains("nothing yet") })
    #expect(lines.last?.contains("Enter start") == true)
    #expect(screen(state(), unicode: false).joined().allSatisfy { $0.isASCII })
    #expect(screen(state(rows: 3)).first?.contains("too small") == true)
  }

  /// A list longer than the screen follows the cursor, and the mouse finds what it shows.
  @Test func aLongListScrolls() {
    var state = self.state(rows: 12, pythons: (1...30).map { "/python\($0)" })
    #expect(screen(state).contains { $0.contains("Recent") })
    _ = keys(.end, in: &state)
    let lines = screen(state)
    #expect(lines.contains { $0.contains("▶ ✗ old") } && !lines.contains { $0.contains("Recent") }, "\(lines)")
    let row = lines.firstIndex { $0.contains("/python30") } ?? 0
    let place = Point(column: 9, row: row)
    #expect(state.take(.mouse(MouseEvent(kind: .press, location: place))) == nil)
    #expect(screen(state)[row].contains("▶   /python30"))
    #expect(state.take(.mouse(MouseEvent(kind: .scrollDown, location: place))) == nil)
    let old = screen(state).firstIndex { $0.contains("old") } ?? 0
    let choice = state.take(.mouse(MouseEvent(kind: .doublePress, location: Point(column: 9, row: old))))
    #expect(choice == .debug(words: ["old"], folder: "/there"))
    _ = state.take(.resize(Size(columns: 80, rows: 40)))
    #expect(screen(state).count == 40)
  }
}
