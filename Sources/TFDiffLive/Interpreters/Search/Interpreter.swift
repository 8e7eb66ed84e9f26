import Foundation
import Synchronization

/// An interpreter that was found, and what it is.
public struct Interpreter: Sendable {
  public let location: InterpreterLocation
  public let facts: Result<InterpreterFacts, InterpreterError>
  /// What came of importing TensorFlow, where that was asked for.
  public let imported: ImportReport?

  public init(
    location: InterpreterLocation, facts: Result<InterpreterFacts, InterpreterError>, imported: ImportReport? = nil
  ) {
    self.location = location
    self.facts = facts
    self.imported = imported
  }

  /// Whether it can run the candidate, as far as it was asked.
  public var runsCandidate: Bool {
    (try? facts.get()).map { $0.candidate(imported: imported) == .fits } ?? false
  }

  /// Whether it is a version manager's stand-in for a Python that is not switched on here; the Python itself is found
  /// where it is installed.
  public var isInactiveShim: Bool {
    guard case .failure(.failed(_, 127, _)) = facts else { return false }
    return location.path.contains("/shims/")
  }
}

extension InterpreterSearch {
  /// The most interpreters asked at a time: they wait for the disk more than for a processor. Importing TensorFlow takes
  /// a processor and half a gigabyte.
  private static func threads(importing: Bool) -> Int { importing ? 2 : 8 }

  /// Asks every interpreter found what it is, several at a time, and leaves out those that turn out to be one that came
  /// before.
  public func interpreters(
    asking inspector: InterpreterInspector, importing: Bool = false, stop: StopRequest = StopRequest()
  ) -> [Interpreter] {
    let locations = locations()
    let found = Mutex([Int: Interpreter]())
    let next = Atomic(0)
    let group = DispatchGroup()
    for _ in 0..<min(Self.threads(importing: importing), locations.count) {
      group.enter()
      Thread.detachNewThread {
        defer { group.leave() }
        while let index = Self.take(next, below: locations.count), !stop.isMade {
          let interpreter = Self.ask(locations[index], inspector, importing, stop)
          found.withLock { $0[index] = interpreter }
        }
      }
    }
    group.wait()
    let all = found.withLock { found in locations.indices.compactMap { found[$0] } }
    return Self.withoutRepetitions(all)
  }

  private static func take(_ next: borrowing Atomic<Int>, below count: Int) -> Int? {
    let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
    return index < count ? index : nil
  }

  private static func ask(
    _ location: InterpreterLocation, _ inspector: InterpreterInspector, _ importing: Bool, _ stop: StopRequest
  ) -> Interpreter {
    do {
      let (facts, imported) = try inspector.inspect(location.path, importing: importing, stop: stop)
      return Interpreter(location: location, facts: .success(facts), imported: imported)
    } catch {
      return Interpreter(location: location, facts: .failure(error))
    }
  }

  /// A shim and the Python it leads to have different paths; what they say of themselves is the same.
  static func withoutRepetitions(_ interpreters: [Interpreter]) -> [Interpreter] {
    var seen: Set<[String]> = []
    return interpreters.filter { interpreter in
      guard case .success(let facts) = interpreter.facts else { return true }
      return seen.insert([facts.prefix, facts.python]).inserted
    }
  }
}
