import TFDiffDebugger
import TFDiffTensor
import Testing

@testable import TFDiffLive

/// Protects: a map's patterns, layouts and cells pair what they say, and what they name wrongly is said.
@Suite struct LiveMapPatternTests {
  private func variables(_ reference: [(String, Shape)], _ candidate: [(String, Shape)]) -> SidePair<[VariableEvent]> {
    func events(_ all: [(String, Shape)]) -> [VariableEvent] {
      all.map { VariableEvent(name: $0.0, shape: $0.1, dtype: .float32, trainable: true, call: 1) }
    }
    return SidePair(reference: events(reference), candidate: events(candidate))
  }

  private func map(_ text: String) throws -> LiveMap { try LiveMap(parsing: text, file: "map.toml") }

  @Test func aStarStandsForTheSameOnBothSides() throws {
    let pins = try map(
      """
      [variables]
      "net/*" = "model/*"
      "net/head/kernel" = "model/other/kernel"
      """
    ).pins(
      SidePair(
        reference: ["net/a/kernel", "net/a/bias", "net/head/kernel", "elsewhere/kernel"],
        candidate: ["model/a/kernel", "model/head/kernel", "model/other/kernel"]))
    #expect(
      pins.map { "\($0.reference) = \($0.candidate)" } == [
        "net/head/kernel = model/other/kernel", "net/a/kernel = model/a/kernel",
      ])
  }

  @Test func aJoinedKernelIsSplit() throws {
    let map = try map(
      """
      [variables]
      "qkv/kernel" = { split = ["q/kernel", "k/kernel", "v/kernel"] }
      "out/kernel" = { name = "o/kernel", layout = "transposed" }
      """)
    let found = try map.laidOut(
      variables(
        [("qkv/kernel", [4, 6]), ("out/kernel", [2, 3])],
        [("q/kernel", [4, 2]), ("k/kernel", [4, 2]), ("v/kernel", [4, 2]), ("o/kernel", [3, 2])]))
    let layouts = Dictionary(found.map { ($0.candidate.name, $0.layout) }, uniquingKeysWith: { first, _ in first })
    #expect(
      layouts == [
        "q/kernel": .part(0, of: 3), "k/kernel": .part(1, of: 3), "v/kernel": .part(2, of: 3), "o/kernel": .transposed,
      ])
  }

  @Test func aCellIsPairedWithItsForgetBias() throws {
    let map = try map("[cells]\n\"rnn/cell\" = { layer = \"lstm\", forget_bias = 0.5 }")
    let found = try map.laidOut(
      variables(
        [("rnn/cell/kernel", [5, 12]), ("rnn/cell/bias", [12])],
        [("lstm/kernel", [2, 12]), ("lstm/recurrent_kernel", [3, 12]), ("lstm/bias", [12])]))
    #expect(found.count == 3)
    #expect(found.last?.layout == .lstmBias(forgetBias: 0.5))
  }

  @Test(arguments: [
    ("[variables]\n\"a\" = { name = \"b\", layout = \"sideways\" }", "says no layout"),
    ("[variables]\n\"a\" = { split = [\"b\"] }", "says no layout"),
    ("[cells]\n\"a\" = { forget_bias = 1 }", "says no layout"), ("cells = 3", "cells is not a table"),
  ])
  func whatIsWrongIsSaid(text: String, words: String) throws {
    let fault = try #require(throws: LiveMapFault.self) { _ = try map(text) }
    #expect(fault.description.contains(words), "\(fault)")
  }

  @Test func namesThatThereAreNotAreSaidWithTheNearest() throws {
    let known = variables([("net/kernel", [2, 3])], [("port/kernel", [3, 2])])
    for (text, word) in [
      ("\"net/kernal\" = { name = \"port/kernel\", layout = \"transposed\" }", "net/kernel"),
      ("\"net/kernel\" = { name = \"port/kernal\", layout = \"transposed\" }", "port/kernel"),
    ] {
      let fault = try #require(throws: LiveMapFault.self) { _ = try map("[variables]\n" + text).laidOut(known) }
      #expect(fault.description.contains("Nearest: \(word)"), "\(fault)")
    }
  }
}
