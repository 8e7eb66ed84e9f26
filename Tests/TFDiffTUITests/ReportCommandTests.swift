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

/// Protects: the options for what is known beforehand: accepted differences and an earlier report.
@Suite(.serialized) struct KnownDifferenceTests {
  private let fault = ["check", "digits", "--fault", "perturbed-element=0.01@pool2"]
  private let waiver = "[[waiver]]\nlayer = \"*\"\natol = 0.02\nreason = \"another kernel\"\n"

  private func write(_ text: String, to name: String, in folder: String) throws {
    try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
  }

  @Test func whatIsWaivedIsEqualAndSaidSo() throws {
    try Program.withFolder { folder in
      try write(waiver, to: "w.toml", in: folder)
      let result = try Program.run(fault + ["--waivers", "w.toml"], in: folder)
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.contains("\n≈ pool2 "))
      #expect(result.output.contains("✓ equal: 3 of 9 endpoints match, 6 waived"))
      #expect(result.output.contains("Waivers of w.toml:"))
      let quiet = try Program.run(fault + ["--waivers", "w.toml", "--quiet", "--ascii"], in: folder)
      #expect(quiet.output.contains("6 endpoints differ as waivers accept"))
    }
  }

  @Test func anExpiredWaiverAcceptsNothingAndIsToldOf() throws {
    try Program.withFolder { folder in
      try write(waiver + "expires = 2020-01-31\n", to: "w.toml", in: folder)
      let result = try Program.run(fault + ["--waivers", "w.toml", "--quiet"], in: folder)
      #expect(result.status == 1)
      #expect(
        result.errors
          == "Warning: --waivers w.toml: the waiver of '*' has expired (its last day was 2020-01-31) and accepts nothing any more\n"
      )
    }
  }

  @Test func theScreenHasASignForIt() throws {
    try Program.withFolder { folder in
      try write(waiver, to: "w.toml", in: folder)
      try write("key c\nwait idle\nexpect ≈ pool2\nexpect equal, 6 waived\n", to: "script", in: folder)
      let arguments = ["debug"] + fault.dropFirst() + ["--waivers", "w.toml", "--play", "script"]
      let result = try Program.run(arguments, in: folder)
      #expect(result.status == 0, "\(result.output) \(result.errors)")
    }
  }

  @Test func anEarlierReportSaysWhatChanged() throws {
    try Program.withFolder { folder in
      #expect(try Program.run(fault + ["--report", "then.json", "--quiet"], in: folder).status == 1)
      let fixed = try Program.run(["check", "digits", "--baseline", "then.json", "--report", "now.json"], in: folder)
      #expect(fixed.status == 0)
      #expect(
        fixed.output.contains(
          "Since then.json (diverged): 6 fixed, 0 new, 0 worse, 3 unchanged\n  fixed: pool2, flatten"))
      let worse = try Program.run(
        ["check", "digits", "--fault", "perturbed-element=1@pool2", "--baseline", "then.json"], in: folder)
      #expect(worse.status == 1 && worse.output.contains("0 fixed, 0 new, 6 worse, 3 unchanged"), "\(worse.output)")
      let new = try Program.run(fault + ["--baseline", "now.json"], in: folder)
      #expect(new.output.contains("Since now.json (equal): 0 fixed, 6 new, 0 worse, 3 unchanged"))
    }
  }

  @Test(arguments: [
    (["--waivers", "nowhere.toml"], "--waivers nowhere.toml: there is no such file"),
    (["--waivers", "reasonless.toml"], "--waivers reasonless.toml: waiver 1 (*) has no reason"),
    (["--waivers", "."], "--waivers .: cannot be read: it is a folder"),
    (["--baseline", "nowhere.json"], "--baseline nowhere.json: there is no such file"),
    (["--baseline", "reasonless.toml"], "--baseline reasonless.toml: it is not JSON"),
    (
      ["--baseline", "other.json"],
      "--baseline other.json is a report of another comparison: its seed is '7', and here it is '42'"
    ),
    (["--ladder", "--baseline", "other.json"], "--baseline does not go with --ladder"),
  ])
  func badInputNamesTheRemedyAndEndsWithTwo(arguments: [String], remedy: String) throws {
    try Program.withFolder { folder in
      try write("[[waiver]]\nlayer = \"*\"\natol = 1\n", to: "reasonless.toml", in: folder)
      #expect(try Program.run(["check", "digits", "--seed", "7", "--report", "other.json"], in: folder).status == 0)
      let result = try Program.run(["check", "digits"] + arguments, in: folder)
      #expect(result.status == 2 && result.errors.contains(remedy), "\(arguments): \(result.errors)")
    }
  }

  @Test(arguments: ["triage", "preflight"]) func otherCommandsRefuseThem(command: String) throws {
    let result = try Program.run([command, "digits", "--waivers", "w.toml"])
    #expect(result.status == 2 && result.errors.contains("--waivers does not go with \(command)"), "\(result.errors)")
  }
}
