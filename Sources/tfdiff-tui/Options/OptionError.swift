import TFDiffDebugger

/// What can be wrong with an option's value.
enum OptionError: Error, CustomStringConvertible {
  case malformedTolerance(String)
  case toleranceNotANumber(option: String, value: Double)
  case report(option: String, ReportError)
  /// GitHub Actions was asked for, by this option, where it does not run.
  case noGitHub(String)
  case waivers(WaiverError)
  case baseline(BaselineError)
  case triageReport(String)
  case triageTolerance
  case preflightReport
  case stepsOfRecordings
  case recordBudget(Int)
  /// A recording is named where a run is to be recorded.
  case recordingOfARecording(String)
  case recordingFile(String)
  /// The folder of a recent target.
  case folderIsGone(String)
  case noTheme(String, known: [String])
  case unreadableScript(path: String, reason: String)

  var description: String {
    switch self {
    case .malformedTolerance(let text):
      "--tolerance '\(text)' should be GLOB=R,A, such as Mixed_*=1e-5,1e-4, with R and A at least 0, or auto."
    case .toleranceNotANumber(let option, let value):
      "--\(option) \(value) should be a finite number of at least 0."
    case .report(let option, let error): "\(option) \(error)"
    case .noGitHub(let option):
      "\(option) \(GitHubActions.word) annotates code in a job of GitHub Actions, and this is none (GITHUB_ACTIONS is not set): "
        + "leave it out, or name a file that ends in \(ReportKind.choice)."
    case .waivers(let error): "--waivers \(error)"
    case .baseline(let error): "--baseline \(error)"
    case .triageReport(let path):
      "--report \(path): a triage is written as JSON; name a file that ends in \(ReportKind.json.ending)."
    case .triageTolerance:
      "--tolerance auto does not go with triage, which holds the ways of running against each other: leave it out."
    case .preflightReport:
      "--report does not go with preflight, which runs nothing that a report would tell of: leave it out."
    case .stepsOfRecordings:
      "--steps does not go with a recording, which has the endpoints of a forward pass: leave it out."
    case .recordBudget(let value): "--budget \(value) should be at least 0 (MiB)."
    case .recordingOfARecording(let name):
      "'\(name)' is a recording already, or is compared with one: name a model or a Python file to record a side of."
    case .recordingFile(let path): "-o '\(path)' should end in .npz, the kind of file that recordings are."
    case .folderIsGone(let path): "'\(path)', where it was run, is not there any more."
    case .noTheme(let name, let known):
      "--theme has no theme '\(name)'.\(NearestName.suggestion(name, known)) Themes: \(known.joined(separator: ", "))."
    case .unreadableScript(let path, let reason): "--play \(path): \(reason)"
    }
  }
}
