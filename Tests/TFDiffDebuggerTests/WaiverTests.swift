import TFDiffTensor
import Testing

@testable import TFDiffDebugger

private let today = CalendarDay(year: 2026, month: 12, day: 1)

private func waivers(_ all: Waiver...) -> Waivers { Waivers(all, file: "w.toml", today: today) }

private func run(_ target: ScriptedTarget, _ waivers: Waivers, tolerance: TolerancePolicy = .init()) -> DebuggerState {
  var options = DebuggerOptions(tolerance: tolerance)
  options.waivers = waivers
  return CheckRunner(target: target.target, options: options).run().state
}

/// Protects: a waiver accepts a known difference up to its own tolerance and to its last day, nothing else, and never silently.
@Suite struct WaiverTests {
  /// Of `diverging()`, `c` differs by 0.5 and `d` by 0.25.
  private let all = Waiver(layer: "[cd]", atol: 0.5, reason: "another kernel")

  @Test func whatIsWaivedAloneIsEqualAndSaidSo() {
    let state = run(.diverging(), waivers(all))
    #expect(state.conclusion.verdict == .equal && state.firstDivergence == nil && state.divergence == nil)
    #expect(state.statuses == [.match, .match, .mismatch, .mismatch], "the status stays what it is")
    #expect(state.endpoints.map { $0.waived != nil } == [false, false, true, true])
    #expect(state.tally == "2 of 4 endpoints match, 2 waived")
    #expect(
      state.conclusion.findings.map(\.description) == [
        "2 endpoints differ as waivers accept, the first of them: c, another kernel (up to atol 0.5)"
      ])
    let lines = CheckSummary(nameWidth: 1).closing(state)
    #expect(lines.contains("  ≈ [cd]: waives c, d, up to atol 0.5: another kernel"))
    #expect(CheckSummary(nameWidth: 1).line(state.endpoints[2]).hasPrefix("≈ c  max abs 5.0e-01"))
    #expect(CheckSummary(symbols: .ascii, nameWidth: 1).line(state.endpoints[2]).hasPrefix("~ c"))
    #expect(CheckSummary(nameWidth: 1).line(state.endpoints[2]).hasSuffix("(waived: another kernel (up to atol 0.5))"))
  }

  @Test func theFirstDivergenceIsTheFirstThatIsNotWaived() {
    let state = run(.diverging(), waivers(Waiver(layer: "c", atol: 0.5, reason: "r")))
    #expect(state.conclusion.verdict == .diverged)
    #expect(state.divergence?.endpoint.name == "d")
    #expect(state.conclusion.findings.map(\.description).first == "d is out of tolerance")
    #expect(state.conclusion.findings.count == 2, "that one is waived is said beside it")
  }

  @Test func beyondWhatIsAcceptedItStaysADivergence() {
    let state = run(.diverging(), waivers(Waiver(layer: "*", atol: 0.4, reason: "r")))
    #expect(state.divergence?.endpoint.name == "c")
    #expect(state.endpoints.map { $0.waived != nil } == [false, false, false, true])
    #expect(state.waiverRows.map(\.state) == [.used] && state.waiverRows[0].exceeded == ["c"])
    let lines = CheckSummary().closing(state)
    #expect(lines.contains("  ≈ *: waives d, up to atol 0.4: r; c differs by more"))
  }

  /// Of the two bounds one that is left out is what holds anyway: 0.5 is 7.7 % of 6.5.
  @Test(arguments: [(0.08, true), (0.07, false)]) func aBoundThatIsLeftOutIsTheUsual(rtol: Double, isWaived: Bool) {
    let state = run(.diverging(), waivers(Waiver(layer: "c", rtol: rtol, reason: "r")))
    #expect((state.endpoints[2].waived != nil) == isWaived)
    #expect(Waiver(layer: "c", rtol: 1, reason: "").tolerance(besides: .standard) == Tolerance(rtol: 1, atol: 1e-5))
    #expect(Waiver(layer: "c", atol: 1, reason: "").tolerance(besides: .standard) == Tolerance(rtol: 1e-6, atol: 1))
  }

  @Test func itsLastDayCountsAndTheNextDoesNot() throws {
    func state(_ day: String) throws -> DebuggerState {
      let day = try #require(CalendarDay(day))
      return run(.diverging(), waivers(Waiver(layer: "*", atol: 1, reason: "r", expires: day)))
    }
    #expect(try state("2026-12-01").conclusion.verdict == .equal)
    let expired = try state("2026-11-30")
    #expect(expired.conclusion.verdict == .diverged && expired.waiverRows.map(\.state) == [.expired])
    #expect(
      CheckSummary().closing(expired).contains(
        "  ✗ *: has expired (its last day was 2026-11-30) and accepts nothing any more; renew it in w.toml, or take it out"
      ))
  }

  @Test func whatIsNotNeededIsSaid() {
    let state = run(
      .diverging(),
      waivers(all, Waiver(layer: "a", atol: 1, reason: "r"), Waiver(layer: "gone", atol: 1, reason: "r")))
    #expect(state.waiverRows.map(\.state) == [.used, .notNeeded, .noMatch])
    let lines = CheckSummary().closing(state)
    #expect(lines.contains("  · a: was not needed, as what it is for is within tolerance; take it out of w.toml"))
    #expect(lines.contains("  · gone: is for no endpoint that there is; take it out of w.toml, or correct its layer"))
  }

  @Test func neitherShapesNorWhatIsMissingNorNonFiniteValuesAreWaived() {
    let target = ScriptedTarget(
      reference: Script(steps: [.endpoint("s", tensor([1, 2], [1, 2])), endpoint("n", .nan), endpoint("m", 1)]),
      candidate: Script(steps: [.endpoint("s", tensor([1, 2])), endpoint("n", 1)]), planned: ["s", "n", "m"])
    let state = run(target, waivers(Waiver(layer: "*", rtol: 1e9, atol: 1e9, reason: "r")))
    #expect(state.statuses == [.shapeMismatch, .mismatch, .missingCandidate])
    #expect(state.endpoints.allSatisfy { $0.waived == nil } && state.waiverRows[0].state == .exceeded)
  }

  @Test func aLossIsNotWaived() {
    let target = ScriptedTarget(
      reference: Script(steps: [endpoint("a", 1)], loss: 1), candidate: Script(steps: [endpoint("a", 2)], loss: 2))
    let state = run(target, waivers(Waiver(layer: "*", atol: 9, reason: "r")))
    #expect(state.firstDivergence == nil && state.conclusion.verdict == .diverged)
  }

  @Test func variablesAssignedOnTheWayAreWaivedWithTheirEndpoint() {
    func script(_ value: Float) -> Script {
      Script(steps: [.update("m", tensor([value])), endpoint("a", 1)])
    }
    let target = ScriptedTarget(reference: script(1), candidate: script(1.5))
    #expect(run(target, .none).endpoints[0].status == .mismatch)
    #expect(run(target, waivers(Waiver(layer: "a", atol: 0.5, reason: "r"))).conclusion.verdict == .equal)
    #expect(run(target, waivers(Waiver(layer: "a", atol: 0.4, reason: "r"))).conclusion.verdict == .diverged)
  }

  @Test func aRungIsKnownByItsNameInEveryStep() {
    let loss = Rung(step: 2, kind: .loss, name: Rung.loss)
    let target = ScriptedTarget(
      reference: Script(steps: [.rung(loss, tensor([1]))]), candidate: Script(steps: [.rung(loss, tensor([2]))]))
    #expect(run(target, .none).firstDivergence == 0)
    for layer in [Rung.loss, "step2/*"] {
      #expect(run(target, waivers(Waiver(layer: layer, atol: 1, reason: "r"))).endpoints[0].waived != nil, "\(layer)")
    }
    #expect(run(target, waivers(Waiver(layer: "step1/*", atol: 1, reason: "r"))).endpoints[0].waived == nil)
  }

  @Test func aToleranceThatIsChangedChangesWhatIsWaived() {
    var options = DebuggerOptions(breakpoints: [])
    options.waivers = waivers(Waiver(layer: "*", rtol: 0, reason: "r"))
    let debugger = Debugger(target: ScriptedTarget.diverging().target, options: options)
    #expect(debugger.perform(.continue).firstDivergence == 2)
    let policy = TolerancePolicy(standard: Tolerance(rtol: 0.001, atol: 0.3))
    #expect(debugger.perform(.setTolerance(policy)).firstDivergence == 2)
    // 0.25 of 8.25 is within 0.3, and 0.5 of 6.5 is not; with 0.495 and 0.1 % of 6.5 it is, and the waiver takes that away.
    let wide = TolerancePolicy(standard: Tolerance(rtol: 0.001, atol: 0.495))
    #expect(debugger.perform(.setTolerance(wide)).statuses == [.match, .match, .match, .match])
    #expect(debugger.perform(.setTolerance(.init())).endpoints.allSatisfy { $0.waived == nil })
  }

  @Test func theDebuggerDoesNotStopAtWhatIsWaivedAndKeepsWaiversOverARestart() {
    var options = DebuggerOptions(breakpoints: [.mismatch])
    options.waivers = waivers(Waiver(layer: "c", atol: 0.5, reason: "r"))
    let debugger = Debugger(target: ScriptedTarget.diverging().target, options: options)
    #expect(debugger.perform(.continue).phase == .paused(.divergence(endpoint: "d")))
    debugger.perform(.restart)
    #expect(debugger.perform(.continue).phase == .paused(.divergence(endpoint: "d")))
  }

  @Test func theLaddersStepsTakeThem() throws {
    var options = DebuggerOptions(breakpoints: [])
    options.waivers = waivers(all)
    let debugger = Debugger(target: ScriptedLadder.whole(fixed: .diverging()).target, options: options)
    let state = debugger.perform(.ladder(keepsGoing: false))
    let row = try #require(state.ladder.first { $0.step == .fixedWeights })
    #expect(row.verdict == .passed && row.detail.contains("2 endpoints differ as waivers accept"))
  }

  @Test func allReportsSayWhatIsWaived() throws {
    let state = run(.diverging(), waivers(all, Waiver(layer: "gone", rtol: 1, reason: "r", expires: today)))
    let report = JSONReport.document(state, context: .scripted)
    let rows = report["endpoints"].items
    #expect(rows.map { $0["waived"]["reason"].string } == [nil, nil, "another kernel", "another kernel"])
    #expect(rows[2]["status"] == .string("mismatch") && rows[2]["waived"]["atol"] == .double(0.5))
    #expect(report["waivers"]["file"] == .string("w.toml"))
    let waivers = report["waivers"]["waivers"].items
    #expect(waivers.map { $0["state"].string } == ["used", "no-match"])
    #expect(waivers[0]["endpoints"].strings == ["c", "d"] && waivers[1]["expires"] == .string("2026-12-01"))
    let markdown = ReportWriter.text(state, kind: .markdown)
    #expect(markdown.hasPrefix("## ✓ `scripted`: both runs are equal within tolerance, 2 waived\n"))
    #expect(markdown.contains("| ≈ | `c` | [2] | 1 / 2 (waived: another kernel (up to atol 0.5)) |"))
    let junit = try #require(PageParser.elements(of: ReportWriter.text(state, kind: .junit)))
    #expect(
      junit.filter { $0.name == "skipped" }.map { $0.attributes["message"] } == [
        "waived: another kernel (up to atol 0.5)", "waived: another kernel (up to atol 0.5)",
      ])
    let html = ReportWriter.text(state, kind: .html)
    #expect(html.contains("Equal, 2 waived") && html.contains("≈ waived"))
    let github = GitHubReport.commands(report, folder: "/")
    #expect(github == ["::notice file=w.toml,title=waived%3A c%2C d::another kernel (atol 0.5)"])
  }
}

/// Protects: a file of waivers is read as it is written, and each mistake in it is said with its place and what to do.
@Suite struct WaiverReadingTests {
  private func read(_ text: String) throws(WaiverFault) -> [Waiver] {
    try Waivers(parsing: text, file: "w.toml", today: today).all
  }

  private func words(_ text: String) -> String {
    do throws(WaiverFault) {
      _ = try read(text)
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test func aFile() throws {
    let all = try read(
      """
      # known
      [[waiver]]
      layer = "Mixed_6a*"
      rtol = 1e-3
      atol = 0
      reason = "resize"
      expires = "2027-03-01"
      [[waiver]]
      layer = "b"
      atol = 2
      reason = "r"
      expires = 2027-02-28
      """)
    #expect(
      all == [
        Waiver(layer: "Mixed_6a*", rtol: 1e-3, atol: 0, reason: "resize", expires: CalendarDay("2027-03-01")),
        Waiver(layer: "b", atol: 2, reason: "r", expires: CalendarDay("2027-02-28")),
      ])
  }

  @Test(arguments: [
    ("", "it has no [[waiver]]"), ("[waiver]\nlayer = \"a\"\n", "begin each with [[waiver]]"),
    ("waiver = [1]", "[[waiver]]"),
    ("[[waivers]]\n", "'waivers' is no word"), ("[[waiver]\n", "line 1, column"),
    ("[[waiver]]\nlayer = \"a\"\natol = 1\n", "waiver 1 (a) has no reason; say why"),
    ("[[waiver]]\nlayer = \"a\"\natol = 1\nreason = \" \"\n", "waiver 1 (a) needs text in quotes as its reason"),
    ("[[waiver]]\nreason = \"a\"\natol = 1\n", "waiver 1 has no layer; name the endpoints"),
    ("[[waiver]]\nlayer = 1\natol = 1\nreason = \"r\"", "needs text in quotes as its layer"),
    ("[[waiver]]\nlayer = \"a\"\nreason = \"r\"", "waiver 1 (a) accepts nothing: say how much"),
    ("[[waiver]]\nlayer = \"a\"\natol = -1\nreason = \"r\"", "a finite number of at least 0 as its atol"),
    ("[[waiver]]\nlayer = \"a\"\nrtol = inf\nreason = \"r\"", "a finite number of at least 0 as its rtol"),
    ("[[waiver]]\nlayer = \"a\"\nrtol = \"1\"\nreason = \"r\"", "as its rtol"),
    (
      "[[waiver]]\nlayer = \"a\"\natol = 1\nreason = \"r\"\nexpires = 2027",
      "needs a day as its expires, such as 2027-03-01"
    ),
    ("[[waiver]]\nlayer = \"a\"\natol = 1\nreason = \"r\"\nexpires = \"2027-02-29\"", "needs a day as its expires"),
    ("[[waiver]]\nlayer = \"a\"\natol = 1\nreason = \"r\"\nexpire = 2027-01-01", "Did you mean 'expires'?"),
  ])
  func mistakesAreSaid(text: String, words: String) {
    #expect(self.words(text).contains(words), "\(self.words(text))")
  }

  @Test(arguments: ["2027-03-01", "2024-02-29", "2000-02-29", "0001-12-31"]) func days(text: String) throws {
    #expect(try #require(CalendarDay(text)).description == text)
  }

  @Test(arguments: [
    "", "2027-3-1", "2027-13-01", "2027-00-01", "2100-02-29", "2027-04-31", "２０２７-01-01", "2027-01-01T00:00:00Z",
    "-027-01-01",
  ])
  func noDays(text: String) {
    #expect(CalendarDay(text) == nil)
  }

  @Test func daysFollowEachOther() throws {
    let days = try ["2026-12-31", "2027-01-01", "2027-02-01", "2027-02-02"].map { try #require(CalendarDay($0)) }
    #expect(days == days.sorted() && days[0] < days[1])
  }
}
