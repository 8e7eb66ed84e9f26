import Foundation
import TFDiffDebugger
import TFDiffTensor
import Testing

@testable import TFDiffLive
@testable import TFDiffTargets

/// Protects: values that variables are given, from a checkpoint and from the reference, on their way to a worker. No
/// TensorFlow.
struct LiveWeightsTests {
  /// A worker that asks for two variables and tells what it got as one end point; the reference tells its own first.
  private static let body = """
    values = {'net/kernel': [4, 5], 'net/wide': [1, 2, 3]}
    if setup.replaces_weights and not setup.restores:
      for name in values:
        channel.variable(variable(name, [2], 1))
      channel.send(messages.Layout(['got'], None))
      channel.hold(lambda question: [channel.initial_value(name, values[name]) for name in question.names]
                   if isinstance(question, messages.AskInitialValues) else answers(channel)(question))
    wanted = [messages.WantedVariable(name, [2], 'float32') for name in values]
    found = list(channel.values(wanted)) if setup.restores else []
    channel.endpoint('got', [number for each in found for number in (each or [-1])])
    channel.finish(END)
    """

  private static func checkpoint(_ entries: [String: Tensor]) -> CheckpointValues {
    CheckpointValues(
      description: CheckpointDescription(path: "/c/ckpt-1", style: "name-based", variables: entries.keys.sorted()),
      entries: entries.mapValues { .init(key: "key", shape: $0.shape, dtype: $0.dtype.rawValue) }
    ) { _ in ["key": entries.values.first ?? Tensor(repeating: Float(0), shape: [1])] }
  }

  @Test func withoutACheckpointNothingIsAsked() throws {
    let folder = try TestFolder()
    let source = try FakeWorld(body: Self.body).source(in: folder)
    #expect(try source.told(.endpoint(deliveringOperations: false)) == ["got []"])
  }

  @Test func aCheckpointsValueReachesTheVariableOfItsName() throws {
    let folder = try TestFolder()
    var world = FakeWorld(body: Self.body)
    world.checkpoint = Self.checkpoint(["net/kernel": Tensor([Float(7), 8], shape: [2])])
    for side in Side.allCases {
      let source = try world.source(in: folder, side: side)
      // Its two numbers and its shape; for the other variable there is none.
      #expect(try source.told(.endpoint(deliveringOperations: false)) == ["got [7.0, 8.0, 2.0, -1.0]"])
    }
  }

  @Test func aValueOfAnotherShapeIsAnErrorThatNamesBoth() throws {
    let folder = try TestFolder()
    var world = FakeWorld(body: Self.body)
    world.checkpoint = Self.checkpoint(["net/wide": Tensor([Float(7), 8, 9], shape: [3])])
    let error = try #require(try world.source(in: folder).failure())
    guard case TargetError.checkpointShape(_, "net/wide", [3], [2]) = error else {
      Issue.record("\(error)")
      return
    }
  }

  @Test func aCheckpointOfAnotherModelIsRefused() throws {
    let folder = try TestFolder()
    var world = FakeWorld(body: Self.body)
    world.checkpoint = Self.checkpoint(["other": Tensor([Float(7)], shape: [1])])
    let error = try #require(try world.source(in: folder, side: .reference).failure())
    guard case TargetError.checkpointOfAnotherModel = error else {
      Issue.record("\(error)")
      return
    }
  }

  @Test func theCandidateGetsTheReferencesValuesThatFit() throws {
    let folder = try TestFolder()
    var world = FakeWorld(body: Self.body)
    world.copiesWeights = true
    // The candidate alone: the reference is run for its variables.
    let source = try world.source(in: folder)
    var log: [String] = []
    var told: [[Float]] = []
    _ = try source.advance(.endpoint(deliveringOperations: false)) { event in
      if case .log(let text) = event { log.append(text) }
      if case .endpoint(let endpoint) = event { told.append(endpoint.value.elements(of: Float.self)) }
    }
    #expect(told == [[4, 5, 2, -1]])
    #expect(log.contains { $0.contains("net/wide keeps its own value") }, "\(log)")
  }
}
