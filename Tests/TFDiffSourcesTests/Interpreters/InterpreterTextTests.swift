import Foundation
import TFDiffLive
import Testing

/// Protects: which side an interpreter can run, and that `doctor` says why not and what to do.
@Suite struct InterpreterTextTests {
  private let text = InterpreterText(home: "/home/ada")

  private func interpreter(
    _ facts: InterpreterFacts, imported: ImportReport? = nil, origin: InterpreterLocation.Origin = .path
  ) -> Interpreter {
    let location = InterpreterLocation(path: "/home/ada/bin/python3", origin: origin)
    return Interpreter(location: location, facts: .success(facts), imported: imported)
  }

  @Test func oneThatRunsBothSides() {
    #expect(
      text.lines(interpreter(.complete(), origin: .setup)) == [
        "~/bin/python3  (made by setup-tensorflow)",
        "  Python 3.11.2, TensorFlow 2.12.1 (tensorflow-cpu), tf-slim 1.1.0",
        "  reference side and candidate side",
        "  variable shim and DeterministicRandomTestTool in tf.compat.v1.keras.utils",
      ])
  }

  @Test func tensorFlow1RunsTheReferenceOnly() {
    var facts = InterpreterFacts.complete(python: "3.7.16")
    (facts.tensorFlow, facts.hasOpCallbacks, facts.variableShim, facts.randomTestTool) = ("1.15.5", false, nil, nil)
    let words = "TensorFlow 1.15.5 has no eager op callbacks, which 2.1 and later have"
    #expect(text.sides(facts, nil) == ["reference side; not the candidate side: \(words)"])
  }

  @Test(arguments: [("2.21.0", "install tf-keras"), ("2.6.5", "TensorFlow 2.8 or later has both")])
  func aCandidateWithoutTheShimIsToldHowToGetIt(version: String, remedy: String) {
    var facts = InterpreterFacts.complete()
    (facts.tensorFlow, facts.variableShim, facts.randomTestTool) = (version, nil, nil)
    #expect(text.sides(facts, nil).last == "no variable shim and no DeterministicRandomTestTool: \(remedy)")
  }

  @Test func theShimOfTfKerasIsNamedByItsModules() {
    var facts = InterpreterFacts.complete()
    facts.variableShim = "tf_keras.src.legacy_tf_layers.variable_scope_shim"
    facts.randomTestTool = "tf_keras.src.legacy_tf_layers.migration_utils"
    let line = text.sides(facts, nil).last
    #expect(line?.contains("tf_keras.src.legacy_tf_layers.variable_scope_shim and tf_keras.src") == true)
  }

  @Test func whatImportingShowsOverrulesWhatIsRead() {
    let failed = ImportReport(failure: "ImportError: libcudart")
    #expect(text.sides(.complete(), failed) == ["neither side: importing TensorFlow failed: ImportError: libcudart"])
    let broken = ImportReport(version: "2.12.1", seconds: 3.14, problems: ["variableShim": "AttributeError: x"])
    #expect(text.sides(.complete(), broken).last == "the variable shim does not work: AttributeError: x")
    #expect(text.lines(interpreter(.complete(), imported: broken))[1].hasSuffix("(imported in 3.1 s)"))
  }

  @Test func obstaclesComeInTheOrderInWhichTheyAreMet() {
    var facts = InterpreterFacts(python: "3.6.15", prefix: "/usr")
    #expect(facts.reference() == .unfit(.pythonTooOld("3.6.15")))
    facts.python = "3.8.1"
    #expect(facts.reference() == .unfit(.noTensorFlow))
    facts.hasTensorFlowPackage = true
    #expect(facts.reference() == .unfit(.noNumPy))
    facts.numPy = "1.23.5"
    #expect(facts.reference() == .unfit(.noSessions(nil)))
    facts.runsSessions = true
    #expect(facts.reference() == .fits)
    #expect(facts.candidate() == .unfit(.noOpCallbacks(nil)))
  }

  @Test func oneThatDoesNotAnswerIsListedWithTheReason() {
    let error = InterpreterError.timedOut(path: "/opt/python3", limit: .seconds(10))
    let location = InterpreterLocation(path: "/opt/python3", origin: .path)
    let lines = text.lines(Interpreter(location: location, facts: .failure(error)))
    #expect(lines.count == 2 && lines[1].contains("neither side: did not say what it is within 10 s"))
  }
}
