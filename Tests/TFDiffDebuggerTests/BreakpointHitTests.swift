import TFDiffDebugger
import TFDiffTensor
import Testing

/// Protects: a temporary breakpoint stops a run once, an ignored hit is counted and does not stop, and a condition on the error
/// lets pass what is not as it asks.
@Suite struct BreakpointHitTests {
  @Test func aTemporaryBreakpointStopsOnce() {
    let debugger = ScriptedTarget.diverging().debugger(breakpoints: [])
    debugger.perform(.addBreakpoint(.name(glob: "[bc]"), isTemporary: true))
    let state = debugger.perform(.continue)
    #expect(state.phase == .paused(.breakpoint(id: 1, at: "b")))
    #expect(state.breakpoints.isEmpty)
    #expect(debugger.perform(.continue).phase == .finished)
  }

  @Test func ignoredHitsCountAndDoNotStop() {
    let debugger = ScriptedTarget.diverging().debugger(breakpoints: [.name(glob: "*")])
    debugger.perform(.ignoreHits(id: 1, count: 2))
    let state = debugger.perform(.continue)
    #expect(state.phase == .paused(.breakpoint(id: 1, at: "c")))
    #expect(state.breakpoints[0].hits == 3)
    #expect(state.breakpoints[0].ignored == 0)
  }

  @Test func anUnknownOneCannotBeIgnored() {
    let debugger = ScriptedTarget.equal().debugger()
    let state = debugger.perform(.ignoreHits(id: 9, count: 1))
    #expect(state.log.last?.text == "no breakpoint 9; there are: 1")
  }

  /// Of the scripted run, `c` is the first endpoint that differs, and what follows from it differs too.
  @Test func aBoundStopsWhereTheErrorIsGreatEnough() throws {
    let finished = ScriptedTarget.diverging().debugger(breakpoints: []).perform(.continue)
    let errors = finished.endpoints.compactMap { row in row.comparison.map { (row.name, $0.maxAbs) } }
    let first = try #require(errors.first { $0.1 > 0 })
    let bounded = try Breakpoint.Condition(parsing: "* if max_abs > 0")
    let debugger = ScriptedTarget.diverging().debugger(breakpoints: [bounded])
    #expect(debugger.perform(.continue).phase == .paused(.breakpoint(id: 1, at: first.0)))
    let beyond = try Breakpoint.Condition(parsing: "if max_abs > 1e30")
    #expect(ScriptedTarget.diverging().debugger(breakpoints: [beyond]).perform(.continue).phase == .finished)
  }

  @Test func aBoundIsReadAsItIsWritten() throws {
    let condition = try Breakpoint.Condition(parsing: "Mixed_* if max_rel<=1e-3")
    #expect(condition == Breakpoint.Condition(.name, glob: "Mixed_*", bound: ErrorBound(.maxRel, .atMost, 1e-3)))
    #expect(condition.words == "Mixed_* if max_rel <= 0.001")
    for relation in ErrorBound.Relation.allCases {
      for measure in ErrorBound.Measure.allCases {
        let bound = ErrorBound(measure, relation, 0.5)
        #expect(try ErrorBound(parsing: "\(bound)") == bound)
      }
    }
    // A name may have the word in it.
    #expect(try Breakpoint.Condition(parsing: "net/if/cond") == .name(glob: "net/if/cond"))
  }
}
