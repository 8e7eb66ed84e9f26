import Testing

/// Protects: `preflight` on the command line: its exit statuses, that it names what differs, and that it refuses what it cannot do.
@Suite struct PreflightCommandTests {
  @Test func alikeIsZero() throws {
    let result = try Program.run(["preflight", "digits"])
    #expect(result.status == 0, "\(result.output)")
  }

  @Test func whatDiffersIsNamedAndOne() throws {
    let result = try Program.run(["preflight", "digits", "--fault", "batch-norm-epsilon@conv1"])
    #expect(result.status == 1)
    #expect(result.output.contains("epsilon"), "\(result.output)")
  }

  @Test func aReportIsRefused() throws {
    let result = try Program.run(["preflight", "digits", "--report", "r.json"])
    #expect(result.status == 2)
    #expect(result.errors.contains("--report does not go with preflight"), "\(result.errors)")
  }
}
