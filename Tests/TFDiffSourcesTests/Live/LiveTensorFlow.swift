import Foundation
import TFDiffDebugger
import TFDiffTensor
import Testing

@testable import TFDiffLive
@testable import TFDiffTargets

extension Python {
  /// Why tests on real TensorFlow are left out, where they are.
  static let tensorFlowIsMissing: Comment =
    "the comparisons on real TensorFlow need TFDIFF_TEST_PYTHON to name an interpreter with tensorflow and tf_slim"
}

/// Comparisons of the test models on the TensorFlow that the environment names.
enum LiveTensorFlow {
  /// The folder of the test models.
  static let models = "\(Bundle.module.resourcePath ?? "")/models"

  /// - Parameter file: a model of `Live/models`, or a path.
  static func settings(_ file: String, mode: WeightMode = .numRandomOps, training: Bool = false) throws -> LiveSettings
  {
    let path = file.hasPrefix("/") ? file : "\(models)/\(file)"
    let interpreter = LiveSettings.Interpreter(python: Python.tensorFlow ?? "")
    return LiveSettings(
      program: try LiveProgram(file: path, folder: FileManager.default.currentDirectoryPath),
      interpreters: SidePair(reference: interpreter, candidate: interpreter), mode: mode, training: training)
  }

  static func check(_ settings: LiveSettings) -> CheckRunner.Result { CheckRunner(target: .live(settings)).run() }

  /// What a run told, for a failing test's message.
  static func log(_ state: DebuggerState) -> Comment { "\(state.log.suffix(30).map(\.text))" }
}
