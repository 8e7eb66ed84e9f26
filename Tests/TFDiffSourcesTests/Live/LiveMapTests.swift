import TFDiffDebugger
import TFDiffTensor
import Testing

@testable import TFDiffLive

/// Protects: what a map's file may say, and the message where it says something else.
@Suite struct LiveMapTests {
  @Test func tablesOfNamesAreRead() throws {
    let map = try LiveMap(
      parsing: """
        [layers]
        conv1 = "entry"
        "net/pool" = "shrink"
        [variables]
        "net/conv1/weights" = "entry/kernel"
        """, file: "map.toml")
    #expect(map.layers == ["conv1": "entry", "net/pool": "shrink"])
    #expect(map.variables == ["net/conv1/weights": "entry/kernel"])
    #expect(map.file == "map.toml" && !map.isEmpty)
  }

  @Test(arguments: [
    ("[layers\n", "line 1, column 8 is not TOML"), ("[layers]\n[(", "line 2, column 2 is not TOML: expected a key"),
    ("[layers]\n[[*", "line 2, column 3 is not TOML: expected a key"),
    ("[layer]\na = \"b\"", "no table 'layer'. Did you mean 'layers'?"),
    ("layers = 3", "layers is not a table. Write [layers]"),
    ("[layers]\na = 3", "[layers] 'a' is not paired with a name"),
    ("[layers]\na = \"x\"\nb = \"x\"", "[layers] pins 'x' twice, to 'a' and 'b'"),
    ("[layers]\na = \"x\"\na = \"y\"", "is not TOML"), ("[variables]\na.b = \"x\"", "[variables] 'a' is not paired"),
  ])
  func whatIsWrongIsSaid(text: String, words: String) throws {
    let fault = try #require(throws: LiveMapFault.self) { _ = try LiveMap(parsing: text, file: "map.toml") }
    #expect(fault.description.contains(words), "\(fault)")
  }

  @Test func anUnreadableFileIsSaidWithTheOption() throws {
    let folder = try TestFolder()
    let error = try #require(throws: LiveError.self) { _ = try LiveMap(file: "none.toml", in: folder.path) }
    #expect("\(error)".hasPrefix("--map none.toml: there is no such file"), "\(error)")
    let file = try folder.write("[layers]\na = 1", to: "bad.toml")
    let fault = try #require(throws: LiveError.self) { _ = try LiveMap(file: file, in: folder.path) }
    #expect("\(fault)".hasPrefix("--map \(file): [layers] 'a'"), "\(fault)")
  }

  @Test func variablesOfNoSideAreSaidWithTheNearest() throws {
    let map = LiveMap(variables: ["one/weights": "eins/kernel"])
    try map.checkVariables(SidePair(reference: ["one/weights"], candidate: ["eins/kernel"]))
    let fault = try #require(throws: LiveMapFault.self) {
      try map.checkVariables(SidePair(reference: ["one/weight", "two"], candidate: ["eins/kernel"]))
    }
    #expect(fault.description.contains("the reference has no variable 'one/weights'"))
    #expect(fault.description.contains("Nearest: one/weight"))
  }

  @Test func theCandidatesVariablesAreToldUnderTheReferencesNames() {
    let map = VariableNames(LiveMap(variables: ["one/mean": "eins/mean"]))
    let events: [TraceEvent] = [
      .variable(VariableEvent(name: "eins/mean", shape: [2], dtype: .float32, trainable: false)),
      .update(UpdateEvent(variable: "eins/mean", operation: "Assign", value: Tensor([1, 2] as [Float], shape: [2]))),
      .finished(
        RunSummary(
          regularizationLoss: 1, seconds: 2, losses: [RegularizationLoss(variable: "eins/mean", value: 1)],
          untracked: [])),
      .variable(VariableEvent(name: "zwei", shape: [2], dtype: .float32, trainable: false)),
    ]
    let names = events.map { event in
      switch map.renamed(event) {
      case .variable(let variable): variable.sharedName
      case .update(let update): update.variable
      case .finished(let summary): summary.losses[0].variable
      default: ""
      }
    }
    #expect(names == ["one/mean", "one/mean", "one/mean", "zwei"])
  }
}
