import Foundation
import TFDiffDebugger
import TFDiffTensor
import Testing

/// A number as it is written: Foundation on Linux reads many digits as a decimal number, whose own conversion to a
/// double is off by a bit.
private func number(_ value: Any?) -> Double? { (value as? NSNumber).flatMap { Double($0.stringValue) } }

/// Protects: numbers and strings of a JSON report read back as exactly what they were, in the order and lines they were given.
@Suite struct JSONValueTests {
  @Test func doublesReadBackExactlyAndTheRestAsStrings() throws {
    for value in [
      0.1, 1e-5, 3.2e-2, 1.0 / 3, .greatestFiniteMagnitude, .leastNonzeroMagnitude, -0.0, 12345678.9,
    ] {
      let read = try JSONSerialization.jsonObject(
        with: Data(JSONValue.double(value).text().utf8), options: .fragmentsAllowed)
      #expect(number(read)?.bitPattern == value.bitPattern, "\(value)")
    }
    #expect(
      JSONValue.array([.double(.nan), .double(.infinity), .double(-.infinity)]).text()
        == "[\"nan\", \"inf\", \"-inf\"]\n")
  }

  @Test func stringsAreEscaped() throws {
    let text = "a\"b\\c\nd\te\u{1}f\u{7f}é/😀"
    let read = try JSONSerialization.jsonObject(
      with: Data(JSONValue.string(text).text().utf8), options: .fragmentsAllowed)
    #expect(read as? String == text)
  }

  @Test func fieldsKeepTheirOrderAndShortOnesShareALine() {
    let value = JSONValue.object([
      .init("z", .ints([1, 2])), .init("a", .null), .init("empty", .array([])), .init("none", .object([])),
    ])
    #expect(value.text() == "{ \"z\": [1, 2], \"a\": null, \"empty\": [], \"none\": {} }\n")
  }

  @Test func longValuesAreBrokenAndStillParse() throws {
    let long = JSONValue.object([
      .init("names", .array((0..<50).map { .string("name\($0)") })),
      .init("deep", .object([.init("numbers", .ints(Array(0..<100)))])),
    ])
    let text = long.text()
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 112 })
    let read = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect((read["names"] as? [String])?.count == 50)
    #expect(((read["deep"] as? [String: Any])?["numbers"] as? [Int])?.last == 99)
  }
}

/// Protects: every field of a JSON report that a script may read has its name, its place and its value,
/// null where nothing is known.
@Suite struct JSONReportTests {
  typealias Object = [String: Any]

  /// Runs that differ in every way a report can tell of.
  private func report() throws -> (Object, String) {
    let w = VariableEvent(name: "w", shape: [2, 3], dtype: .float32, trainable: true)
    let again = VariableEvent(
      name: "w_1", shape: [2, 3], dtype: .float32, trainable: true, call: 2,
      stack: CallStack([StackFrame(function: "call", file: "layer.py", line: 14)]))
    let flipped = VariableEvent(name: "m", shape: [2], dtype: .float32, trainable: false)
    func random(_ seed2: Int) -> Step {
      .random(
        RandomEvent(index: 0, name: "init", type: "TruncatedNormal", shape: [2, 3], seed: 42, seed2: seed2))
    }
    let reference: [Step] = [
      .variable(w), .variable(flipped),
      .variable(VariableEvent(name: "gone", shape: [], dtype: .float32, trainable: true)), random(1),
      endpoint("a", 1, 2), .update("m", tensor([1])), endpoint("b", 3, 4), endpoint("c", .nan, .infinity),
      .endpoint("d", tensor([1, 2], [1, 2])), op("e/Conv2D", "Conv2D", 1), op("e/Relu", "Relu", 7),
      endpoint("e", 7),
    ]
    let candidate: [Step] = [
      .variable(w), .variable(VariableEvent(name: "m", shape: [2], dtype: .float32, trainable: true)),
      .variable(VariableEvent(name: "new", shape: [], dtype: .float32, trainable: true)), .variable(again),
      random(2), endpoint("a", 1, 2), .update("m", tensor([2])), endpoint("b", 3, 4.5),
      endpoint("c", 0, .infinity), .endpoint("d", tensor([1, 2])), endpoint("x", 0),
    ]
    var script = SidePair(reference: Script(steps: reference), candidate: Script(steps: candidate))
    script.reference.loss = 0.1
    script.candidate.loss = 0.30000000000000004
    let target = ScriptedTarget(
      reference: script.reference, candidate: script.candidate, planned: ["a", "b", "c", "d", "e", "never"])
    let result = CheckRunner(target: target.target).run()
    let text = ReportWriter.text(
      result.state, kind: .json, context: ReportContext(command: "tfdiff-tui check x"))
    return (try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? Object), text)
  }

  @Test func headAndSides() throws {
    let (report, text) = try report()
    #expect(report["format"] as? String == "tfdiff-report")
    #expect(report["version"] as? Int == 1)
    #expect(report["verdict"] as? String == "diverged")
    #expect(report["target"] as? String == "scripted")
    #expect(report["mode"] as? String == "num_random_ops")
    #expect(report["training"] as? Bool == false)
    #expect(report["seed"] as? Int == 42)
    #expect(report["input"] as? String == "ones")
    let tolerance = try #require(report["tolerance"] as? Object)
    #expect(number(tolerance["rtol"]) == 1e-6)
    #expect(number(tolerance["atol"]) == 1e-5)
    #expect(tolerance["formula"] as? String == Tolerance.formula)
    for (name, runtime, loss) in [
      ("reference", "TF1 graph", 0.1), ("candidate", "TF2 eager", 0.30000000000000004),
    ] {
      let side = try #require(report[name] as? Object)
      #expect(side["runtime"] as? String == runtime)
      #expect(number(side["regularization_loss"]) == loss)
      #expect(number(side["seconds"]) == 1.5)
    }
    #expect(report["command"] as? String == "tfdiff-tui check x")
    #expect((report["findings"] as? [String])?.contains { $0.contains("losses differ") } == true)
    let order = [
      "format", "version", "verdict", "target", "mode", "training", "seed", "input", "tolerance", "reference",
      "candidate", "first_divergence", "endpoints", "variables", "random_ops",
    ]
    let places = order.compactMap { text.range(of: "\n  \"\($0)\":")?.lowerBound }
    #expect(places.count == order.count)
    #expect(places == places.sorted())
  }

  @Test func endpoints() throws {
    let (report, _) = try report()
    let rows = try #require(report["endpoints"] as? [Object])
    #expect(rows.map { $0["name"] as? String } == ["a", "b", "c", "d", "e", "x", "never"])
    #expect(
      rows.map { $0["status"] as? String } == [
        "match", "mismatch", "mismatch", "shape-mismatch", "missing-candidate", "candidate-only",
        "not-run",
      ])
    let b = rows[1]
    #expect(b["shape"] as? [Int] == [2])
    #expect(b["dtype"] as? String == "float32")
    #expect(b["elements"] as? Int == 2)
    #expect(b["mismatched"] as? Int == 1)
    #expect(number(b["max_abs"]) == 0.5)
    #expect(b["max_abs_index"] as? [Int] == [1])
    #expect(number(b["max_rel"]) == 0.5 / 4.5)
    #expect(try abs(#require(number(b["relative_l2"])) - 0.1) < 1e-15)
    #expect(try abs(#require(number(b["cosine"])) - 27 / (5 * 29.25.squareRoot())) < 1e-15)
    #expect(b["max_ulp"] as? Int == 1 << 20, "from 4 to 4.5 by steps of 2⁻²¹")
    let rtol = try #require(number(b["required_rtol"]))
    let atol = try #require(number(b["required_atol"]))
    #expect(Tolerance(rtol: rtol, atol: 1e-5).accepts(reference: 4, candidate: 4.5))
    #expect(Tolerance(rtol: 1e-6, atol: atol).accepts(reference: 4, candidate: 4.5))
    let statistics = try #require(b["candidate"] as? Object)
    #expect(number(statistics["min"]) == 3)
    #expect(number(statistics["max"]) == 4.5)
    #expect(number(statistics["mean"]) == 3.75)
    #expect(number(statistics["std"]) == 0.75)
    #expect(number(statistics["l2"]) == (9 + 4.5 * 4.5).squareRoot())
    #expect(statistics["nan"] as? Int == 0)
    #expect(statistics["inf"] as? Int == 0)
    #expect((b["updates"] as? [Object])?.first?["status"] as? String == "mismatch")
  }

  @Test func nonFiniteNumbersAreStringsAndUnknownOnesNull() throws {
    let (report, _) = try report()
    let rows = try #require(report["endpoints"] as? [Object])
    let c = rows[2]
    #expect(c["max_abs"] as? String == "inf")
    #expect(c["required_atol"] as? String == "inf")
    #expect(c["relative_l2"] as? String == "inf" && c["cosine"] as? String == "nan")
    #expect(c["max_ulp"] is NSNull, "no number of steps leads to a NaN")
    let statistics = try #require(c["reference"] as? Object)
    #expect(statistics["mean"] as? String == "nan")
    #expect(statistics["nan"] as? Int == 1)
    #expect(statistics["inf"] as? Int == 1)
    for field in [
      "elements", "mismatched", "max_abs", "max_abs_index", "max_rel", "required_rtol", "required_atol",
      "relative_l2", "cosine", "max_ulp",
    ] {
      #expect(rows[3][field] is NSNull, "\(field)")
      #expect(rows[6][field] is NSNull, "\(field)")
    }
    #expect(rows[3]["candidate_shape"] as? [Int] == [2])
    #expect(rows[6]["shape"] is NSNull)
    #expect(rows[6]["reference"] is NSNull)
    #expect(rows[4]["candidate"] is NSNull)
    #expect(rows[5]["reference"] is NSNull)
  }

  @Test func firstDivergence() throws {
    let (report, _) = try report()
    let divergence = try #require(report["first_divergence"] as? Object)
    #expect(divergence["endpoint"] as? String == "b")
    #expect(divergence["op"] is NSNull, "the script tells of no operations on the way to b")
    #expect(divergence["index"] as? [Int] == [1])
    #expect(number(divergence["reference"]) == 4)
    #expect(number(divergence["candidate"]) == 4.5)
    let located = CheckRunner(target: ScriptedTarget.diverging().target).run()
    let text = ReportWriter.text(located.state, kind: .json)
    let other = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? Object)
    let first = try #require(other["first_divergence"] as? Object)
    #expect(first["op"] as? String == "net/c/Relu")
    let detail = try #require(first["op_detail"] as? Object)
    #expect(detail["reference_type"] as? String == "_FusedConv2D")
    #expect(detail["candidate_type"] as? String == "Relu")
    #expect(detail["index"] as? [Int] == [1])
    #expect(number(detail["candidate"]) == 6.5)
  }

  @Test func variablesAndRandomOperations() throws {
    let (report, _) = try report()
    let variables = try #require(report["variables"] as? Object)
    #expect(variables["reference_count"] as? Int == 3)
    #expect(variables["candidate_count"] as? Int == 4)
    #expect(variables["missing"] as? [String] == ["gone"])
    #expect(variables["extra"] as? [String] == ["new"])
    let mismatched = try #require((variables["mismatched"] as? [Object])?.first)
    #expect(mismatched["name"] as? String == "m")
    #expect(mismatched["reference"] as? String == "float32 [2], not trainable")
    #expect(mismatched["candidate"] as? String == "float32 [2], trainable")
    let creation = try #require((variables["unexpected_creations"] as? [Object])?.first)
    #expect(creation["name"] as? String == "w_1")
    #expect(creation["shape"] as? [Int] == [2, 3])
    #expect(creation["call"] as? Int == 2)
    let frame = try #require((creation["stack"] as? [Object])?.first)
    #expect(frame["function"] as? String == "call")
    #expect(frame["file"] as? String == "layer.py")
    #expect(frame["line"] as? Int == 14)
    let random = try #require((report["random_ops"] as? [Object])?.first)
    #expect(random["index"] as? Int == 0)
    #expect(random["op"] as? String == "TruncatedNormal")
    #expect(random["shape"] as? [Int] == [2, 3])
    #expect(random["reference_seed"] as? [Int] == [42, 1])
    #expect(random["candidate_seed"] as? [Int] == [42, 2])
    #expect(random["agrees"] as? Bool == false)
  }

  @Test func equalRunsHaveNoFirstDivergence() throws {
    let result = CheckRunner(target: ScriptedTarget.equal().target).run()
    let text = ReportWriter.text(result.state, kind: .json)
    let report = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? Object)
    #expect(report["verdict"] as? String == "equal")
    #expect(report["first_divergence"] is NSNull)
    #expect(
      report["command"] as? String
        == "tfdiff-tui check scripted")
  }
}
