import Foundation
import TFDiffDebugger

/// Why no environment was made, as facts.
public enum SetupError: Error, Sendable {
  case unknownRelease(String)
  case noDataFolder
  case noSuchPython(String)
  case python(InterpreterError)
  case pythonDoesNotFit(path: String, version: String, TensorFlowRelease)
  /// - Parameter found: the versions of Python that are here.
  case noFittingPython(TensorFlowRelease, found: [VersionNumber])
  case cannotMakeEnvironments(path: String, version: String)
  case foreignFolder(String)
  case otherRelease(folder: String, found: String, asked: TensorFlowRelease)
  case busy(folder: String)
  case cannotWrite(folder: String, reason: String)
  case environmentFailed(python: String, ChildResult.Ending)
  case installationFailed(TensorFlowRelease, ChildResult.Ending)
  case doesNotWork(TensorFlowRelease, python: String, reason: String)
  case stopped(folder: String)
}

extension SetupError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownRelease(let name):
      "--version has no value '\(name)'.\(NearestName.suggestion(name, TensorFlowRelease.allCases.map(\.rawValue))) It takes "
        + TensorFlowRelease.allCases.map(\.rawValue).joined(separator: ", ") + "."
    case .noDataFolder:
      "Neither XDG_DATA_HOME nor HOME says where to make the environment: name a folder with --folder."
    case .noSuchPython(let name):
      "--python \(name): there is no such program. Name a Python interpreter; 'tfdiff-tui doctor' lists those found."
    case .python(let error): "--python \(error)"
    case .pythonDoesNotFit(let path, let version, let release):
      "--python \(path) is Python \(version), but TensorFlow \(release.rawValue) takes Python \(Self.range(release)). "
        + "Leave --python out to have one looked for."
    case .noFittingPython(let release, let found): Self.noPython(release, found)
    case .cannotMakeEnvironments(let path, let version):
      "\(path) has no module 'venv' or 'ensurepip'. On Debian and Ubuntu: apt-get install "
        + "python\(VersionNumber(version)?.description ?? "3")-venv."
    case .foreignFolder(let folder):
      "--folder \(folder) has something in it that setup-tensorflow did not make. Name a folder that is empty or not "
        + "there yet, or remove this one."
    case .otherRelease(let folder, let found, let asked):
      "--folder \(folder) has an environment with TensorFlow \(found), not \(asked.rawValue). Name another folder, or "
        + "remove this one."
    case .busy(let folder):
      "Another setup-tensorflow, or a pip it left behind, is at work in \(folder). Wait until it is done, or name another --folder."
    case .cannotWrite(let folder, let reason):
      "--folder \(folder) cannot be written: \(reason). Name a folder that can be."
    case .environmentFailed(let python, let ending):
      "'\(python) -m venv' \(Self.words(ending)); what it printed says why. Nothing was left behind."
    case .installationFailed(let release, let ending):
      "pip \(Self.words(ending)) installing TensorFlow \(release.rawValue); what it printed says why. "
        + "Nothing was left behind."
    case .doesNotWork(let release, let python, let reason):
      "TensorFlow \(release.rawValue) was installed with \(python) but does not work: \(reason). "
        + "Nothing was left behind. Try another --python or --version."
    case .stopped(let folder): "Stopped; nothing was left in \(folder)."
    }
  }

  private static func range(_ release: TensorFlowRelease) -> String {
    let sorted = release.pythons.sorted()
    guard let first = sorted.first, let last = sorted.last, first != last else { return "\(release.pythons[0])" }
    return "\(first) to \(last)"
  }

  private static func noPython(_ release: TensorFlowRelease, _ found: [VersionNumber]) -> String {
    let here = found.isEmpty ? "there is none here" : "here is \(found.map(\.description).joined(separator: ", "))"
    return
      "TensorFlow \(release.rawValue) needs Python \(range(release)); \(here). Install Python \(release.pythons[0]) "
      + "(such as with 'pyenv install \(release.pythons[0])' or 'uv python install \(release.pythons[0])') and run this "
      + "again, or name one with --python."
  }

  private static func words(_ ending: ChildResult.Ending) -> String {
    switch ending {
    case .exited(let status): "ended with status \(status)"
    case .signalled(let signal): "was killed by signal \(signal)"
    case .timedOut: "took too long"
    case .stopped: "was stopped"
    }
  }
}
