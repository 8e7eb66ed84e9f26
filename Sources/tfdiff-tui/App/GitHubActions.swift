import Foundation
import TFDiffDebugger
import TFDiffTensor

/// The job of GitHub Actions that the program runs in, where it runs in one.
struct GitHubActions {
  /// What `--report` takes for it, in the place of a file.
  static let word = "github"
  /// GitHub takes a summary of 1 MiB; so many endpoints are far below that.
  private static let greatestRows = 500

  private let folder: String
  private let summary: String?

  /// Nil where this is no such job.
  init?(environment: [String: String]) {
    guard environment["GITHUB_ACTIONS"] == "true" else { return nil }
    folder = environment["GITHUB_WORKSPACE"] ?? Console.folder
    summary = environment["GITHUB_STEP_SUMMARY"].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Annotates the lines that the report blames, and adds to the summary of the job's step.
  func tell(_ report: JSONValue) throws {
    try Console.lines(GitHubReport.commands(report, folder: folder))
    guard let summary else { return }
    try append(MarkdownReport.text(report, atMost: Self.greatestRows) + "\n", to: summary)
  }

  /// Other commands of the step may have written to it before.
  private func append(_ text: String, to path: String) throws(OptionError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
    do throws(WriteFault) {
      guard descriptor >= 0 else { throw .system(errno) }
      defer { close(descriptor) }
      try DescriptorWriting.write(Array(text.utf8), to: descriptor)
    } catch {
      throw .report(option: "--report", .failed(path: path, reason: error.description))
    }
  }
}
