import TFDiffDebugger
import Testing

/// Protects: what a kind of breakpoint says of itself is enough to set it, to tell it from others and to remember it.
@Suite struct BreakpointKindTests {
  @Test func noTwoAreCalledAlike() {
    let kinds = BreakpointKind.all
    #expect(Set(kinds.map(\.name)).count == kinds.count)
    let spellings = kinds.flatMap(\.spellings)
    #expect(Set(spellings).count == spellings.count)
    #expect(kinds.count { $0.spellings.isEmpty } == 1, "one alone is set by any other text")
  }

  @Test func eachIsSetByWhatItSays() throws {
    for kind in BreakpointKind.all {
      for spelling in kind.spellings {
        #expect(try Breakpoint.Condition(parsing: spelling.uppercased()) == Breakpoint.Condition(kind))
        guard kind.names != nil else { continue }
        #expect(try Breakpoint.Condition(parsing: "\(spelling) a*") == Breakpoint.Condition(kind, glob: "a*"))
      }
    }
    #expect(try Breakpoint.Condition(parsing: "Mixed_*") == .name(glob: "Mixed_*"))
    #expect(try Breakpoint.Condition(parsing: "mismatch here") == .name(glob: "mismatch here"))
  }
}
