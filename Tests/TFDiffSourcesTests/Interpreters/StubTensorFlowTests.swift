import Foundation
import TFDiffLive
import Testing

/// A Python without any packages but those of `PYTHONPATH`, where the system has one.
private let python: String? = InterpreterSearch(environment: ["PATH": "/usr/bin:/usr/local/bin"], folder: "/")
  .standard()?.path
private let noPython: Comment = "there is no python3 here"

/// Protects: what the question asked of a real Python reads from the packages that are installed, whatever lies about.
@Suite(.enabled(if: python != nil, noPython)) struct StubTensorFlowTests {
  private let fakes: FakeInterpreters
  private let bare: String

  init() throws {
    fakes = try FakeInterpreters()
    bare = try fakes.script("bin/python3", "exec \(python ?? "") -S \"$@\"")
  }

  private func inspect(importing: Bool = false) throws -> (facts: InterpreterFacts, imported: ImportReport?) {
    var inspector = fakes.inspector()
    inspector.environment["PYTHONPATH"] = "\(fakes.root)/packages"
    return try inspector.inspect(bare, importing: importing)
  }

  private func install(_ name: String, _ version: String) throws {
    try fakes.file("packages/\(name)-\(version).dist-info/METADATA", "Name: \(name)\nVersion: \(version)\n")
  }

  private func tensorFlow(_ version: String) throws {
    try install("tensorflow_cpu", version)
    try install("numpy", "1.23.5")
    try fakes.file("packages/tensorflow/__init__.py", "raise ImportError('only a stub')")
    try fakes.file("packages/tensorflow/python/client/session.py", "class Session: pass")
    try fakes.file("packages/tensorflow/python/framework/op_callbacks.py", "def add_op_callback(callback): pass")
  }

  @Test func withoutTensorFlowItIsOfNoUseAndSaysWhy() throws {
    let (facts, imported) = try inspect(importing: true)
    #expect(try #require(facts.pythonVersion) >= VersionNumber(3, 7))
    #expect(facts.tensorFlow == nil)
    #expect(imported == nil, "there is nothing to import")
    #expect(facts.reference() == .unfit(.noTensorFlow))
    #expect(facts.candidate() == .unfit(.noTensorFlow))
  }

  @Test func versionsAndCapabilitiesAreReadWithoutImporting() throws {
    try tensorFlow("2.12.1")
    try install("tf_slim", "1.1.0")
    try fakes.file("packages/keras/__init__.py")
    for (file, name) in [
      ("variable_scope_shim", "track_tf1_style_variables"), ("migration_utils", "DeterministicRandomTestTool"),
    ] {
      try fakes.file("packages/keras/legacy_tf_layers/\(file).py", "@keras_export(v1=['keras.utils.\(name)'])")
    }
    let facts = try inspect().facts
    #expect(facts.tensorFlow == "2.12.1")
    #expect(facts.distribution == "tensorflow-cpu")
    #expect(facts.tfSlim == "1.1.0")
    #expect(facts.reference() == .fits)
    #expect(facts.candidate() == .fits)
    #expect(facts.variableShim == "keras.legacy_tf_layers.variable_scope_shim")
    #expect(facts.randomTestTool == "keras.legacy_tf_layers.migration_utils")
    #expect(InterpreterText(home: nil).sides(facts, nil).last?.hasSuffix("in tf.compat.v1.keras.utils") == true)
  }

  @Test func theShimIsFoundInTheirOwnPackageForKeras3() throws {
    try tensorFlow("2.21.0")
    try install("tf_keras", "2.21.0")
    try fakes.file("packages/keras/__init__.py")
    try fakes.file("packages/tf_keras/__init__.py")
    try fakes.file(
      "packages/tf_keras/src/legacy_tf_layers/variable_scope_shim.py", "'keras.utils.track_tf1_style_variables'")
    let facts = try inspect().facts
    #expect(facts.tfKeras == "2.21.0")
    #expect(facts.variableShim == "tf_keras.src.legacy_tf_layers.variable_scope_shim")
    #expect(facts.randomTestTool == nil)
  }

  @Test func importingSaysWhatReadingCannot() throws {
    try tensorFlow("2.12.1")
    let (facts, imported) = try inspect(importing: true)
    #expect(imported?.failure == "ImportError: only a stub")
    #expect(facts.reference() == .fits)
    #expect(facts.reference(imported: imported) == .unfit(.importFailed("ImportError: only a stub")))
  }

  @Test func aRecordWithoutAPackageIsTold() throws {
    try install("tensorflow", "2.12.1")
    #expect(try inspect().facts.reference() == .unfit(.nothingToImport(distribution: "tensorflow")))
  }

  @Test func modulesInTheCurrentFolderAndOutputOfStartUpFilesDoNoHarm() throws {
    try tensorFlow("2.12.1")
    try fakes.file("here/json.py", "raise SystemExit('the wrong json')")
    let path = try fakes.script("bin/here", "echo hello; cd \(fakes.root)/here; exec \(bare) \"$@\"")
    var inspector = fakes.inspector()
    inspector.environment["PYTHONPATH"] = "\(fakes.root)/packages"
    #expect(try inspector.inspect(path).facts.tensorFlow == "2.12.1")
  }
}

private let realPython = ProcessInfo.processInfo.environment["TFDIFF_TEST_PYTHON"]
private let noRealPython: Comment = "TFDIFF_TEST_PYTHON names no Python with TensorFlow"

/// Protects: what is read of a real TensorFlow 2.12 is what importing it and using it shows.
@Suite(.enabled(if: realPython != nil, noRealPython)) struct RealTensorFlowTests {
  @Test func everyCapabilityThatIsReadWorks() throws {
    let inspector = InterpreterInspector(environment: ProcessInfo.processInfo.environment)
    let (facts, imported) = try inspector.inspect(try #require(realPython), importing: true)
    let report = try #require(imported)
    #expect(report.failure == nil)
    #expect(report.problems.isEmpty, "\(report.problems)")
    #expect(report.version == facts.tensorFlow)
    #expect(facts.reference(imported: report) == .fits)
    #expect(facts.candidate(imported: report) == .fits)
    #expect(facts.variableShim != nil && facts.randomTestTool != nil && facts.tfSlim != nil)
  }
}
