import Foundation
import TFDiffDebugger
import TFDiffTensor
import Testing

@testable import TFDiffLive
@testable import TFDiffTargets

/// Protects: the worker that executes single operations is taken from those that are done and given back, is replaced where
/// an operation kills it, and is cancelled whatever it is at. No TensorFlow.
struct LiveCalculatorTests {
  /// - Parameter body: Python statements that answer a `request` with its `inputs`.
  private func calculator(_ body: String, in folder: TestFolder) throws -> LiveCalculator {
    let world = FakeWorld(body: "channel.endpoint('process', [os.getppid()])\nchannel.finish(END)")
    return LiveCalculator(try world.settings(in: folder), probe: probe(world, body))
  }

  private func probe(_ world: FakeWorld, _ body: String) -> Probe {
    var probe = world.probe
    let lines = body.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")
    probe.modules["calculator"] = """
      import os, signal, sys, time
      from tfdiff_probe import arrays
      from tfdiff_probe import messages
      def load(log, setup, on_tensorflow):
        pass
      def run(channel, setup, payload, imported):
        while True:
          request, _ = channel.receive()
          given = [channel.receive() for _ in range(request.inputs)]
          inputs = [arrays.of_payload(payload, value.tensor) for value, payload in given]
          answer(channel, request, inputs)
          channel.send(messages.Done(more=True))
      def give(channel, values):
        channel.output(arrays.Fake(values))
      def answer(channel, request, inputs):
      \(lines)
      """
    return probe
  }

  private func numbers(_ tensors: [Tensor]) -> [[Float]] { tensors.map { $0.elements(of: Float.self) } }

  private let operation = Calculation(type: "Any", attributes: [], inputs: [])

  @Test func valuesGoThereAndOutputsComeBackInTheirOrder() throws {
    let folder = try TestFolder()
    let calculator = try calculator(
      """
      for each in inputs:
        give(channel, each)
      give(channel, [float(request.is_in_double), len(request.attributes['key']), len(request.output_type)])
      """, in: folder)
    let calculation = Calculation(
      type: "Any", attributes: [OperationAttribute(name: "key", value: "value")],
      inputs: [Tensor([1, 2] as [Float]), Tensor([3] as [Float])], outputType: .int32, isInDouble: true)
    // Each with its shape behind it.
    #expect(numbers(try calculator.execute(calculation)) == [[1, 2, 2], [3, 1], [1, 5, 5]])
    #expect(numbers(try calculator.execute(calculation)).count == 3)
  }

  @Test func aRefusalLeavesItToTheNext() throws {
    let folder = try TestFolder()
    let calculator = try calculator(
      """
      if request.type == 'Bad':
        channel.send(messages.Refused('Bad is refused'))
      else:
        give(channel, [os.getpid()])
      """, in: folder)
    let first = numbers(try calculator.execute(operation))
    var bad = operation
    bad.type = "Bad"
    #expect(throws: OperationRefusal(description: "Bad is refused")) { try calculator.execute(bad) }
    #expect(numbers(try calculator.execute(operation)) == first)
  }

  @Test func aWorkerThatAnOperationKillsIsReplaced() throws {
    let folder = try TestFolder()
    let calculator = try calculator(
      """
      if request.type == 'Abort':
        os.kill(os.getpid(), signal.SIGKILL)
      give(channel, [os.getpid()])
      """, in: folder)
    let first = numbers(try calculator.execute(operation))
    var abort = operation
    abort.type = "Abort"
    let error = try #require(throws: LiveError.self) { try calculator.execute(abort) }
    guard case .workerDied(.candidate, .signal(SIGKILL), isInFrame: false, _) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(numbers(try calculator.execute(operation)) != first)
  }

  @Test(arguments: ["time.sleep(100)", "import re; re.match('(a+)+$', 'a' * 64 + 'b')"])
  func anOperationThatNeverReturnsIsCancelled(body: String) throws {
    let folder = try TestFolder()
    let calculator = try calculator("if request.type == 'Slow':\n  \(body)\ngive(channel, [1])", in: folder)
    _ = try calculator.execute(operation)
    var slow = operation
    slow.type = "Slow"
    DispatchQueue.global().asyncAfter(deadline: .now() + 0.3) { calculator.cancel() }
    let start = ContinuousClock.now
    #expect(throws: CancellationError.self) { try calculator.execute(slow) }
    #expect(ContinuousClock.now - start < .seconds(3))
    #expect(throws: CancellationError.self) { try calculator.execute(operation) }
  }

  /// The process that has the program imported calculates, and serves the program's next run.
  @Test func aCandidatesProcessIsTakenAndGivenBack() throws {
    let folder = try TestFolder()
    let world = FakeWorld(body: "channel.endpoint('process', [os.getppid()])\nchannel.finish(END)")
    let probe = probe(world, "give(channel, [os.getppid()])")
    let settings = try world.settings(in: folder)
    func candidate() throws -> String {
      let source = LiveSource(settings, side: .candidate, discoveries: LiveDiscoveries(.none), probe: probe)
      let told = try source.told(.endpoint(deliveringOperations: false)).first ?? ""
      #expect(source.failure() == nil)
      return told
    }
    let first = try candidate()
    var calculator: LiveCalculator? = LiveCalculator(settings, probe: probe)
    let process = numbers(try calculator?.execute(operation) ?? []).first ?? []
    #expect(first == "process \(process)")
    calculator = nil
    #expect(try candidate() == first)
    // Where there is none, TensorFlow alone is imported, and serves the next calculator.
    let folder2 = try TestFolder()
    let other = try world.settings(in: folder2)
    let alone = numbers(try LiveCalculator(other, probe: probe).execute(operation))
    #expect(numbers(try LiveCalculator(other, probe: probe).execute(operation)) == alone)
    #expect(alone.first != process)
  }
}
