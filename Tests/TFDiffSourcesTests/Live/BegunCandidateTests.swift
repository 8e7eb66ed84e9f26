import Foundation
import TFDiffDebugger
import Testing

@testable import TFDiffLive

/// Protects: the candidate that a reference's run begins, to learn its names, is as good as one begun by itself.
@Suite struct BegunCandidateTests {
  private static let reference = """
      channel.send(messages.Layout(['first'], None))
      channel.hold(answers(channel))
      channel.endpoint('first', [1])
    """

  private func sources(candidate: String, in folder: TestFolder) throws -> SidePair<LiveSource> {
    let body = """
      if setup.side == 'reference':
      \(Self.reference)
      else:
      \(candidate)
      channel.finish(END)
      """
    let world = FakeWorld(body: body)
    let (settings, discoveries) = (try world.settings(in: folder), LiveDiscoveries(.none))
    return SidePair(
      reference: LiveSource(settings, side: .reference, discoveries: discoveries, probe: world.probe),
      candidate: LiveSource(settings, side: .candidate, discoveries: discoveries, probe: world.probe))
  }

  private let toNext = Advance.endpoint(deliveringOperations: false)

  @Test func itGoesOnFromWhereItWaits() throws {
    let folder = try TestFolder()
    let sources = try sources(
      candidate: """
          with open(os.path.dirname(setup.file) + '/runs', 'a') as file:
            file.write('run')
          channel.variable(variable('v', [], 2))
          channel.send(messages.Layout(['first'], []))
          if setup.asks_pairing:
            channel.hold(answers(channel))
          channel.endpoint('first', [2])
        """, in: folder)
    #expect(try sources.reference.told(toNext) == ["first [1.0]"])
    // A creation on a later call holds the run, as it does in a run of its own.
    #expect(try sources.candidate.told(toNext) == ["v 2"])
    #expect(try sources.candidate.told(toNext) == ["first [2.0]"])
    #expect(try sources.candidate.told(toNext) == ["finished 1.5"])
    #expect(try String(contentsOfFile: folder.path + "/runs", encoding: .utf8) == "run")
  }

  @Test func itsFailureIsItsOwn() throws {
    let folder = try TestFolder()
    let sources = try sources(candidate: "  raise ValueError('broken port')", in: folder)
    #expect(try sources.reference.told(toNext) == ["first [1.0]"])
    let failure = try #require(sources.candidate.failure() as? LiveFailure)
    #expect(failure.message.contains("broken port"))
    #expect(try sources.reference.told(toNext) == ["finished 1.5"])
  }

  @Test func cancellingTheReferenceReachesIt() throws {
    let folder = try TestFolder()
    let sources = try sources(candidate: "  time.sleep(100)", in: folder)
    DispatchQueue.global().asyncAfter(deadline: .now() + 1) { sources.reference.cancel() }
    let start = ContinuousClock.now
    #expect(sources.reference.failure() is CancellationError)
    #expect(ContinuousClock.now - start < .seconds(10))
  }
}
