import Foundation
import Testing

/// Protects: the kinds of report there are, what converts one into another, and what GitHub's jobs are told.
@Suite(.serialized) struct ReportCommandTests {
  private let fault = ["check", "digits", "--quiet", "--fault", "missing-activation@conv2", "--explain"]

  private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

  @Test func whatAReportIsMadeIntoIsWhatTheRunWouldHaveWritten() throws {
    try Program.withFolder { folder in
      let kinds = ["json", "md", "html", "xml"]
      let result = try Program.run(fault + kinds.flatMap { ["--report", "a.\($0)"] }, in: folder)
      #expect(result.status == 1, "\(result.errors)")
      let made = try Program.run(["report", "a.json"] + kinds.flatMap { ["-o", "b.\($0)"] }, in: folder)
      #expect(made.status == 0, "\(made.errors)")
      #expect(made.output.contains("Report written to b.html"))
      for kind in kinds { #expect(try text("\(folder)/a.\(kind)") == text("\(folder)/b.\(kind)"), "\(kind)") }
    }
  }

  /// What the issue of a pull request wants to be shown: small enough to be attached, and it says where and why.
  @Test func thePageOfALargeModelIsSmall() throws {
    try Program.withFolder { folder in
      let arguments = ["check", "inception-resnet-v2", "--quiet", "--explain", "--report", "r.html"]
      let result = try Program.run(arguments + ["--fault", "missing-activation@Conv2d_3b_1x1"], in: folder)
      #expect(result.status == 1, "\(result.errors)")
      let page = try text("\(folder)/r.html")
      #expect(page.utf8.count < 2 << 20)
      for words in ["The two sides part at <code>Conv2d_3b_1x1</code>", "lacks Relu", "class=\"heat\""] {
        #expect(page.contains(words), "\(words)")
      }
    }
  }

  @Test(arguments: [
    (["report", "nowhere.json", "-o", "r.html"], "nowhere.json: there is no such file"),
    (["report", "cut.json", "-o", "r.html"], "cut.json: it is not JSON: line 1, column"),
    (["report", "other.json", "-o", "r.html"], "'tfdiff-triage', not tfdiff-report"),
    (["report", "later.json", "-o", "r.html"], "version 2"),
    (["report", "cut.json", "-o", "r.pdf"], "--output r.pdf: the ending says what kind of report to write"),
    (["report", "cut.json"], "Say where to write it"),
    (["report", "cut.json", "-o", "github"], "GITHUB_ACTIONS is not set"),
    (
      ["check", "digits", "--report", "github"],
      "--report github annotates code in a job of GitHub Actions, and this is none"
    ),
    (["debug", "digits", "--report", "github"], "GITHUB_ACTIONS is not set"),
    (["triage", "digits", "--report", "r.html"], "a triage is written as JSON"),
  ])
  func badInputNamesTheRemedyAndEndsWithTwo(arguments: [String], remedy: String) throws {
    try Program.withFolder { folder in
      for (name, text) in [
        ("cut.json", "{\"format\": "), ("other.json", #"{"format": "tfdiff-triage"}"#),
        ("later.json", #"{"format": "tfdiff-report", "version": 2}"#),
      ] { try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8) }
      let result = try Program.run(arguments, in: folder)
      #expect(result.status == 2, "\(arguments)")
      #expect(result.errors.contains(remedy), "\(arguments): \(result.errors)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 3, "nothing is written")
    }
  }

  @Test func aJobOfGitHubIsToldAndItsSummaryGoesOn() throws {
    try Program.withFolder { folder in
      try "# before\n".write(toFile: folder + "/summary.md", atomically: true, encoding: .utf8)
      let environment = [
        "GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": folder + "/summary.md", "GITHUB_WORKSPACE": folder,
      ]
      let result = try Program.run(fault + ["--report", "github"], environment: environment, in: folder)
      #expect(result.status == 1)
      let commands = result.output.split(separator: "\n").filter { $0.hasPrefix("::") }
      #expect(
        commands.count == 1 && commands[0].contains("title=digits diverges at conv2::Cause: "), "\(result.output)")
      let summary = try text(folder + "/summary.md")
      #expect(summary.hasPrefix("# before\n## ✗ `digits`: the runs diverge\n"))
      let broken = environment.merging(["GITHUB_STEP_SUMMARY": "/nonexistent/summary.md"]) { $1 }
      let failed = try Program.run(fault + ["--report", "github"], environment: broken, in: folder)
      #expect(failed.status == 2 && failed.errors.contains("/nonexistent/summary.md: could not write the report"))
    }
  }
}
