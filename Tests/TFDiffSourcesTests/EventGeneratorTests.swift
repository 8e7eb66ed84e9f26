import Foundation
import Synchronization
import TFDiffDebugger
import TFDiffTensor
import Testing

@testable import TFDiffEmbedded

/// Protects: code whose events are asked for one at a time is held at each; code that has a lead goes on until what it told and nobody
/// took is more than that, tells the same in the same order, fails where it fails and ends when it is cancelled.
@Suite struct EventGeneratorTests {
  private struct Failure: Error {}

  private func words(_ generator: EventGenerator) throws -> [String] {
    var words: [String] = []
    while let event = try generator.next(wantsOperations: false) {
      if case .log(let text) = event { words.append(text) }
    }
    return words
  }

  @Test(arguments: [nil, 0, 1 << 20] as [Int?]) func eventsComeInOrder(lead: Int?) throws {
    let generator = EventGenerator(lead: lead) { emitter in
      for number in 0..<100 { try emitter.emit(.log("\(number)")) }
    }
    #expect(try words(generator) == (0..<100).map { "\($0)" })
    #expect(try generator.next(wantsOperations: false) == nil)
  }

  @Test(arguments: [nil, 0, 1 << 20] as [Int?]) func anErrorComesAfterWhatWasTold(lead: Int?) throws {
    let generator = EventGenerator(lead: lead) { emitter in
      try emitter.emit(.log("told"))
      throw Failure()
    }
    #expect(try generator.next(wantsOperations: false) != nil)
    #expect(throws: Failure.self) { try generator.next(wantsOperations: false) }
    #expect(try generator.next(wantsOperations: false) == nil)
  }

  @Test(arguments: [nil, 0, 1 << 20] as [Int?]) func theCodeIsHeldOrGoesOn(lead: Int?) throws {
    let reached = DispatchSemaphore(value: 0)
    let generator = EventGenerator(lead: lead) { emitter in
      try emitter.emit(.log("first"))
      reached.signal()
      try emitter.emit(.log("second"))
    }
    #expect(try generator.next(wantsOperations: false) != nil)
    if lead != nil {
      #expect(reached.wait(timeout: .now() + 60) == .success)
    } else {
      #expect(reached.wait(timeout: .now() + 0.05) == .timedOut)
    }
    #expect(try words(generator) == ["second"])
  }

  @Test(arguments: [nil, 0, 1 << 20] as [Int?]) func cancellationEndsIt(lead: Int?) throws {
    let ended = DispatchSemaphore(value: 0)
    let generator = EventGenerator(lead: lead) { emitter in
      defer { ended.signal() }
      while true { try emitter.emit(.log("again")) }
    }
    for _ in 0..<3 { #expect(try generator.next(wantsOperations: false) != nil) }
    generator.cancel()
    #expect(ended.wait(timeout: .now() + 60) == .success)
  }

  /// What nobody takes is not made without end.
  @Test func aLeadHasAnEnd() throws {
    let count = Atomic(0)
    let generator = EventGenerator(lead: 1000) { emitter in
      for number in 0..<20 {
        count.store(number, ordering: .relaxed)
        let value = Tensor(repeating: Float(number), shape: [100])
        try emitter.emit(.endpoint(EndpointEvent(name: "\(number)", value: value)))
      }
    }
    for taken in 1...10 {
      #expect(try generator.next(wantsOperations: false) != nil)
      // Three of 400 bytes are more than 1000, and the last of them is where the code waits.
      while count.load(ordering: .relaxed) < taken + 2 { usleep(1000) }
      usleep(10_000)
      #expect(count.load(ordering: .relaxed) == taken + 2)
    }
    generator.cancel()
  }
}
