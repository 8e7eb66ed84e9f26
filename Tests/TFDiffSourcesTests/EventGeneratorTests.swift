import Foundation
import Synchronization
import TFDiffDebugger
import Testing

@testable import TFDiffEmbedded

/// Protects: code whose events are asked for one at a time is held at each; code that runs ahead is one event further on while the last
/// is looked at, tells the same in the same order, fails where it fails and ends when it is cancelled.
@Suite struct EventGeneratorTests {
  private struct Failure: Error {}

  private func words(_ generator: EventGenerator) throws -> [String] {
    var words: [String] = []
    while let event = try generator.next(wantsOperations: false) {
      if case .log(let text) = event { words.append(text) }
    }
    return words
  }

  @Test(arguments: [false, true]) func eventsComeInOrder(runsAhead: Bool) throws {
    let generator = EventGenerator(runsAhead: runsAhead) { emitter in
      for number in 0..<100 { try emitter.emit(.log("\(number)")) }
    }
    #expect(try words(generator) == (0..<100).map { "\($0)" })
    #expect(try generator.next(wantsOperations: false) == nil)
  }

  @Test(arguments: [false, true]) func anErrorComesAfterWhatWasTold(runsAhead: Bool) throws {
    let generator = EventGenerator(runsAhead: runsAhead) { emitter in
      try emitter.emit(.log("told"))
      throw Failure()
    }
    #expect(try generator.next(wantsOperations: false) != nil)
    #expect(throws: Failure.self) { try generator.next(wantsOperations: false) }
    #expect(try generator.next(wantsOperations: false) == nil)
  }

  @Test(arguments: [false, true]) func theCodeIsHeldOrGoesOn(runsAhead: Bool) throws {
    let reached = DispatchSemaphore(value: 0)
    let generator = EventGenerator(runsAhead: runsAhead) { emitter in
      try emitter.emit(.log("first"))
      reached.signal()
      try emitter.emit(.log("second"))
    }
    #expect(try generator.next(wantsOperations: false) != nil)
    if runsAhead {
      #expect(reached.wait(timeout: .now() + 60) == .success)
    } else {
      #expect(reached.wait(timeout: .now() + 0.05) == .timedOut)
    }
    #expect(try words(generator) == ["second"])
  }

  @Test(arguments: [false, true]) func cancellationEndsIt(runsAhead: Bool) throws {
    let ended = DispatchSemaphore(value: 0)
    let generator = EventGenerator(runsAhead: runsAhead) { emitter in
      defer { ended.signal() }
      while true { try emitter.emit(.log("again")) }
    }
    for _ in 0..<3 { #expect(try generator.next(wantsOperations: false) != nil) }
    generator.cancel()
    #expect(ended.wait(timeout: .now() + 60) == .success)
  }
}
