import Foundation
import TFDiffEmbedded
import TFDiffLive
import TFDiffUI

/// What the start screen offers.
struct StartSections {
  let environment: [String: String]
  let folder: String
  let now: Double

  static let pythonTitle = "Python environments"

  /// What is known at once.
  func immediate(_ recent: [RecentTargets.Item]) -> [StartSection] {
    let programs = PythonPrograms(folder: folder).names()
    return [
      StartSection(
        "Recent", recent.map(entry), note: recent.isEmpty ? "What you debug is remembered here." : nil),
      StartSection(
        "Programs in this folder",
        programs.map { StartEntry($0, detail: "your own code on real TensorFlow", choice: debug([$0])) },
        note: programs.isEmpty
          ? "A Python file here with tf1_model and tf2_model in it would be; its functions may also stand anywhere."
          : nil),
      StartSection(
        "Built-in models",
        BuiltinModels.all.map { StartEntry($0.model.name, detail: $0.summary, choice: debug([$0.model.name])) }),
      StartSection(Self.pythonTitle, [], note: "looking for them"),
    ]
  }

  /// What asking the interpreters finds, which takes a while.
  func pythons(stop: StopRequest) -> StartSection {
    let search = InterpreterSearch(environment: environment, folder: folder)
    let inspector = InterpreterInspector(environment: environment)
    let found = search.interpreters(asking: inspector, stop: stop).filter { !$0.isInactiveShim }
    let (fitting, others) = (found.filter(\.runsCandidate), found.filter { !$0.runsCandidate })
    return StartSection(
      Self.pythonTitle, (fitting + others).map(entry),
      note: !fitting.isEmpty
        ? nil : "None can run the candidate: 'tfdiff-tui setup-tensorflow' makes one that runs both sides.")
  }

  private func debug(_ words: [String]) -> StartEntry.Choice { .debug(words: words, folder: nil) }

  private func entry(_ item: RecentTargets.Item) -> StartEntry {
    let isHere = item.folder == folder
    let place = isHere ? "" : ", in \(shortened(item.folder))"
    return StartEntry(
      item.words.isEmpty ? item.target : ShellWords.line(item.words),
      detail: "\(item.verdict.rawValue) \(item.age(at: now))\(place)", verdict: item.verdict,
      choice: .debug(words: item.words, folder: isHere ? nil : item.folder))
  }

  private func entry(_ interpreter: Interpreter) -> StartEntry {
    let lines = InterpreterText(home: environment["HOME"]).lines(interpreter).map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    let path = interpreter.location.path
    // What it can do says more than what is installed there.
    let detail = lines.count > 2 ? "\(lines[2]); \(lines[1])" : lines.last ?? ""
    let words = interpreter.runsCandidate ? "tfdiff-tui debug FILE.py --python \(ShellWords.line([path]))" : detail
    return StartEntry(shortened(path), detail: detail, choice: .tell(words))
  }

  private func shortened(_ path: String) -> String {
    guard let home = environment["HOME"], home.count > 1, path == home || path.hasPrefix(home + "/") else {
      return path
    }
    return "~" + path.dropFirst(home.count)
  }
}
