import TFDiffTensor
import Testing

@testable import TFDiffDebugger

/// Protects: a leaky ReLU that one side writes out as Maximum(x, c·x) is held against the other's LeakyRelu by its slope, and
/// numbers of the code are written as they stand there.
@Suite struct LeakySlopeTests {
  private func row(
    _ reference: (String, String, [OperationInput], [OperationAttribute])?,
    _ candidate: (String, String, [OperationInput], [OperationAttribute])?, status: Status
  ) -> OperationRow {
    func event(_ facts: (String, String, [OperationInput], [OperationAttribute])?) -> OperationEvent? {
      facts.map { name, type, inputs, attributes in
        OperationEvent(name: name, type: type, output: Tensor([1]), id: name, attributes: attributes, inputs: inputs)
      }
    }
    return OperationRow(reference: event(reference), candidate: event(candidate), status: status)
  }

  private func differences(written: Double, alpha: String) -> [String] {
    let slope = OperationConstant(shape: [], dtype: "float32", values: [Double(Float(written))])
    var endpoint = EndpointRow(name: "c1")
    endpoint.status = .mismatch
    endpoint.operations = [
      row(("mul", "Mul", [.constant(slope), .modelInput], []), nil, status: .missingCandidate),
      row(("max", "Maximum", [.modelInput, .operation(id: "mul", output: 0)], []), nil, status: .missingCandidate),
      row(nil, ("leaky", "LeakyRelu", [.modelInput], [.init(name: "alpha", value: alpha)]), status: .missingReference),
    ]
    var state = DebuggerState(target: .scripted())
    state.endpoints = [endpoint]
    state.settleOrigin(at: 0)
    return state.divergence?.differences.map { "\($0)" } ?? []
  }

  @Test func twoSlopesAreADifference() {
    #expect(
      differences(written: 0.2, alpha: "0.3") == [
        "below zero the slope is 0.2 in the reference and 0.3 in the candidate, as Maximum(x, c·x) is LeakyRelu with alpha c"
      ])
  }

  @Test func oneSlopeIsNone() { #expect(differences(written: 0.2, alpha: "0.2").isEmpty) }

  @Test func aNumberIsWrittenAsItStandsInTheCode() {
    func words(_ value: Double, _ dtype: String) -> String {
      "\(OperationConstant(shape: [], dtype: dtype, values: [value]))"
    }
    #expect(words(Double(Float(0.1)), "float32") == "0.1")
    #expect(words(0.1, "float64") == "0.1")
    #expect(words(8, "int32") == "8")
  }
}
