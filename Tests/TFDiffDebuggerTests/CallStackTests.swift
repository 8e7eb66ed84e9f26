import Dispatch
import Synchronization
import TFDiffDebugger
import Testing

/// Protects: that naming a stack's frames happens once and only when they are asked for, and that stacks are told apart
/// by their place without being named.
@Suite struct CallStackTests {
  private final class Resolver: Sendable {
    private let calls = Mutex(0)
    var count: Int { calls.withLock { $0 } }
    func resolve() -> [StackFrame] {
      calls.withLock { $0 += 1 }
      nap()
      return [
        StackFrame(function: "makeVariable", file: "/engine/Store.swift", line: 9, isUser: false),
        StackFrame(function: "call(_:)", file: "/home/me/Model.swift", line: 14),
      ]
    }
  }

  @Test func framesAreNamedOnceAndOnlyWhenAskedFor() {
    let resolver = Resolver()
    let stack = CallStack(site: [1, 2]) { resolver.resolve() }
    #expect(!stack.isEmpty)
    #expect(stack.framesIfResolved == nil)
    #expect(stack == CallStack(site: [1, 2]) { [] })
    #expect(resolver.count == 0)
    #expect(stack.frames.count == 2)
    #expect(stack.frames == stack.framesIfResolved)
    stack.resolveFrames()
    #expect(stack.culprit?.line == 14)
    #expect(resolver.count == 1)
  }

  @Test func manyThreadsNameThemOnce() {
    let resolver = Resolver()
    let stack = CallStack(site: [1]) { resolver.resolve() }
    let seen = Mutex([[StackFrame]]())
    DispatchQueue.concurrentPerform(iterations: 16) { _ in
      let frames = stack.frames
      seen.withLock { $0.append(frames) }
    }
    #expect(resolver.count == 1)
    #expect(seen.withLock { Set($0).count } == 1)
  }

  @Test func equalityIsByPlace() {
    let one = CallStack(site: [1, 2]) { [] }
    let same = CallStack(site: [1, 2]) {
      Issue.record("named to be compared"); return []
    }
    #expect(one == same)
    #expect(Set([one, same]).count == 1)
    #expect(one != CallStack(site: [2, 1]) { [] })
    #expect(stack("a.py", 1) == stack("a.py", 1))
    #expect(stack("a.py", 1) != stack("a.py", 2))
    #expect(CallStack.none.isEmpty)
    #expect(CallStack.none == CallStack([]))
    #expect(CallStack(site: []) { [] }.isEmpty)
  }

  @Test func theCulpritIsTheInnermostFrameOfTheUser() {
    let runtime = StackFrame(function: "add_weight", file: "keras.py", line: 1, isUser: false)
    let user = StackFrame(function: "call", file: "model.py", line: 2)
    let caller = StackFrame(function: "main", file: "main.py", line: 3)
    #expect(CallStack([runtime, user, caller]).culprit == user)
    #expect(CallStack([runtime]).culprit == runtime)
    #expect(CallStack.none.culprit == nil)
  }

  @Test(arguments: [
    ("/home/me", "Sources/Model.swift:14"), ("/home/me/", "Sources/Model.swift:14"),
    ("/home/m", "/home/me/Sources/Model.swift:14"), ("", "/home/me/Sources/Model.swift:14"),
    ("/other", "/home/me/Sources/Model.swift:14"), ("/", "home/me/Sources/Model.swift:14"),
  ])
  func placesAreSeenFromAFolder(folder: String, place: String) {
    let frame = StackFrame(function: "call", file: "/home/me/Sources/Model.swift", line: 14)
    #expect(frame.place(from: folder) == place)
    #expect(frame.shortPlace == "Model.swift:14")
  }
}
