import Foundation
import TFDiffDebugger
import TFDiffTensor
import Testing

@testable import TFDiffLive

/// Protects: further runs of a program begin in the process that has it imported, each as the first did, and what the import
/// leaves that a fork would share is noticed. No TensorFlow.
struct WarmWorkerTests {
  /// Tells the template's process, the run's own, and how often the module has been used.
  private static let body = """
    module = sys.modules.get('counting') or type(sys)('counting')
    module.count = getattr(module, 'count', 0) + 1
    sys.modules['counting'] = module
    channel.endpoint('facts', [os.getppid(), os.getpid(), module.count])
    channel.finish(END)
    """

  private func facts(_ source: LiveSource) throws -> [Int] {
    var facts: [Int] = []
    while try source.advance(
      .endpoint(deliveringOperations: false),
      deliver: { event in
        if case .endpoint(let endpoint) = event { facts = endpoint.value.elements(of: Float.self).map { Int($0) } }
      })
    {}
    return facts
  }

  @Test func aSecondRunBeginsAsTheFirstDid() throws {
    let folder = try TestFolder()
    let world = FakeWorld(body: Self.body)
    let first = try facts(world.source(in: folder))
    let second = try facts(world.source(in: folder))
    #expect(first[0] == second[0], "the import's process")
    #expect(first[1] != second[1])
    #expect(first[2] == 1 && second[2] == 1)
  }

  /// Wherever it is in its run.
  @Test func aRunThatIsGivenUpLeavesItsProcessToTheNext() throws {
    let folder = try TestFolder()
    let body = "channel.endpoint('process', [os.getppid()])\n" + Self.body
    var source: LiveSource? = try FakeWorld(body: body).source(in: folder)
    let told = try source?.told(.endpoint(deliveringOperations: false)).first ?? ""
    source = nil
    let second = try facts(FakeWorld(body: body).source(in: folder))
    #expect(told == "process [\(Float(second[0]))]")
  }

  @Test func aChangedModuleIsImportedAnew() throws {
    let folder = try TestFolder()
    _ = try folder.write("value = 1", to: "helper_\(folder.name).py")
    let import_ = "import helper_\(folder.name) as helper\n"
    var world = FakeWorld(body: import_ + "channel.endpoint('v', [helper.value, os.getppid()])\nchannel.finish(END)")
    world.imports = "sys.path.insert(0, '\(folder.path)')\n" + import_
    let first = try facts(world.source(in: folder))
    _ = try folder.write("value = 22", to: "helper_\(folder.name).py")
    let second = try facts(world.source(in: folder))
    #expect(first[0] == 1 && second[0] == 22)
    #expect(first[1] != second[1])
  }

  @Test(arguments: [
    ("sys.kept = open(sys.executable, 'rb')", "leaves a file open"),
    ("import threading\nthreading.Thread(target=time.sleep, args=(5,), daemon=True).start()", "starts threads"),
  ])
  func whatAForkWouldShareIsNoticed(imports: String, words: String) throws {
    let folder = try TestFolder()
    var world = FakeWorld(body: Self.body)
    world.imports = imports
    let log = try world.source(in: folder).log(.endpoint(deliveringOperations: false))
    #expect(log.contains { $0.contains(words) }, "\(log)")
    let first = try facts(world.source(in: folder))
    let second = try facts(world.source(in: folder))
    #expect(first[1] != second[1] && first[2] == 1 && second[2] == 1)
  }

  /// A person who looks inside while the worker to spare is still importing may change his mind.
  @Test func waitingForAWorkerToSpareIsCancelled() throws {
    let folder = try TestFolder()
    var world = FakeWorld(body: Self.body)
    world.imports = "time.sleep(60)"
    let starter = LiveStarter(try world.settings(in: folder), LiveDiscoveries(.none), world.probe)
    for side in Side.allCases { starter.anticipate(side) }
    let source = try world.source(in: folder)
    let key = WarmWorkers.Key(try world.settings(in: folder), side: .candidate, probe: world.probe)
    let end = ContinuousClock.now + .seconds(20)
    // It is there as soon as it has been greeted.
    while !WarmWorkers.shared.has(key), ContinuousClock.now < end { usleep(20_000) }
    #expect(WarmWorkers.shared.has(key))
    DispatchQueue.global().asyncAfter(deadline: .now() + 1) { source.cancel() }
    let start = ContinuousClock.now
    #expect(source.failure() is CancellationError)
    #expect(ContinuousClock.now - start < .seconds(10))
  }

  /// A file that the program reads when it is imported is part of it.
  @Test func aChangedDataFileIsReadAnew() throws {
    let folder = try TestFolder()
    let file = try folder.write("3", to: "vocabulary.txt")
    var world = FakeWorld(body: "channel.endpoint('v', [sys.words])\nchannel.finish(END)")
    world.imports = "with open('\(file)') as words:\n  sys.words = int(words.read())"
    #expect(try facts(world.source(in: folder)) == [3])
    _ = try folder.write("44", to: "vocabulary.txt")
    #expect(try facts(world.source(in: folder)) == [44])
  }
}
