import Foundation
import Synchronization
import TFDiffDebugger
import TFDiffTensor
import Testing

/// What an execution of a scripted triage does.
struct ScriptedExecution {
  var kind: TriageExecution.Kind
  var steps: [Step]

  init(_ kind: TriageExecution.Kind, _ steps: [Step]) {
    self.kind = kind
    self.steps = steps
  }

  var execution: TriageExecution {
    let script = Script(steps: steps, returnsAtVariables: true)
    return TriageExecution(kind) { ScriptedSource(script: script) }
  }
}

func triage(_ executions: ScriptedExecution..., tolerance: TolerancePolicy = .init()) throws -> TriageResult {
  try TriageRunner(executions.map(\.execution), tolerance: tolerance).run()
}

/// Protects: the matrix of differences, and what counts as one.
@Suite struct TriageMatrixTests {
  @Test func everyExecutionIsHeldAgainstEveryOther() throws {
    let result = try triage(
      .init(.session, [endpoint("a", 1), endpoint("b", 1, 2)]),
      .init(.function, [endpoint("a", 1), endpoint("b", 1, 2.5)]),
      .init(.eager, [.variable(variable("w")), endpoint("a", 1.25), endpoint("b", 1, 2)]))
    #expect(result.kinds == [.session, .function, .eager])
    #expect(result.matrix.map { $0.map(\.maxAbs) } == [[0, 0.5, 0.25], [0.5, 0, 0.5], [0.25, 0.5, 0]])
    #expect(result.matrix[0].map(\.endpoint) == [nil, "b", "a"])
    #expect(result.matrix[1].map(\.firstDivergence) == ["b", nil, "a"])
    #expect(result.matrix[0].map(\.isIdentical) == [true, false, false])
    #expect(result.failures.isEmpty)
  }

  @Test func toleranceDecidesWhatIsAMatchNotWhatIsIdentical() throws {
    let policy = TolerancePolicy(
      standard: Tolerance(rtol: 0, atol: 0), exceptions: [.init(glob: "a", tolerance: Tolerance(rtol: 0, atol: 1))])
    let result = try triage(
      .init(.session, [endpoint("a", 1)]), .init(.eager, [endpoint("a", 1.5)]), tolerance: policy)
    #expect(result.matrix[0][1].isMatch)
    #expect(!result.matrix[0][1].isIdentical)
    #expect(result.verdict == .equal)
  }

  @Test func anEndpointThatOneOfTheTwoLacksIsInfinitelyFarEitherWay() throws {
    let result = try triage(
      .init(.session, [endpoint("a", 1), endpoint("b", 1)]), .init(.eager, [endpoint("a", 1)]))
    for difference in [result.matrix[0][1], result.matrix[1][0]] {
      #expect(difference.firstDivergence == "b")
      #expect(difference.maxAbs == .infinity)
      #expect(difference.endpoint == "b")
    }
    #expect(result.verdict == .diverged)
  }

  @Test func anotherShapeIsInfinitelyFar() throws {
    let result = try triage(
      .init(.session, [.endpoint("a", tensor([1, 2], [1, 2]))]), .init(.eager, [endpoint("a", 1, 2)]))
    #expect(result.matrix[0][1].maxAbs == .infinity)
    #expect(result.matrix[0][1].firstDivergence == "a")
  }

  @Test func aLayerCalledAgainIsHeldAgainstItsSecondCall() throws {
    let steps = [endpoint("a", 1), endpoint("a", 2)]
    #expect(try triage(.init(.session, steps), .init(.eager, steps)).matrix[0][1].isIdentical)
    let other = try triage(.init(.session, steps), .init(.eager, [endpoint("a", 1), endpoint("a", 3)]))
    #expect(other.matrix[0][1].firstDivergence == "a#2")
  }

  @Test func failuresAreKeptAndTheOthersStillCompared() throws {
    let good = [endpoint("a", 1)]
    let result = try triage(
      .init(.session, good), .init(.function, [.fail(ScriptError("no trace"))]), .init(.eager, good))
    #expect(result.failures == [.function: "no trace"])
    #expect(result.verdict == .equal)
    let failed = try triage(.init(.session, [.fail(WorkerDied())]), .init(.eager, good))
    #expect(failed.verdict == .incomparable)
    #expect(failed.verdict.exitStatus == 2)
  }

  @Test func anExecutionThatCannotBeOpenedIsAFailure() throws {
    let closed = TriageExecution(.session) { throw ScriptError("no such model") }
    let result = try TriageRunner([closed, ScriptedExecution(.eager, [endpoint("a", 1)]).execution]).run()
    #expect(result.failures == [.session: "no such model"])
    #expect(result.sentence == "Nothing follows: session failed: no such model")
  }

  @Test func withoutAnyEndPointNothingIsSaidToAgree() throws {
    let result = try triage(.init(.session, []), .init(.eager, []))
    #expect(result.verdict == .incomparable)
    #expect(result.failures.count == 2)
    #expect(result.sentence.contains("it reached no endpoint"))
  }

  @Test func progressTellsOfEachInOrder() throws {
    var kinds: [TriageExecution.Kind] = []
    let good = [endpoint("a", 1)]
    _ = try TriageRunner([
      ScriptedExecution(.session, good).execution, ScriptedExecution(.sessionPlain, good).execution,
    ]).run { kinds.append($0) }
    #expect(kinds == [.session, .sessionPlain])
    #expect(
      [.session, .sessionWithout(rewrite: "remapping", effect: "fusion"), .sessionPlain, .function, .eager]
        .map { (kind: TriageExecution.Kind) in kind.title } == [
          "session", "session, remapping off", "session, all rewrites off", "function", "eager",
        ])
  }

  @Test func cancellingStopsAllOfThem() throws {
    let gate = Gate()
    let second = Mutex(false)
    let runner = TriageRunner([
      ScriptedExecution(.session, [endpoint("a", 1), .wait(gate), endpoint("b", 1)]).execution,
      TriageExecution(.eager) {
        second.withLock { $0 = true }
        return ScriptedSource(script: Script())
      },
    ])
    let error = Mutex<(any Error)?>(nil)
    let done = DispatchSemaphore(value: 0)
    Thread {
      do { _ = try runner.run() } catch let thrown { error.withLock { $0 = thrown } }
      done.signal()
    }.start()
    gate.awaitArrival()
    runner.cancel()
    done.wait()
    #expect(error.withLock { $0 is CancellationError })
    #expect(!second.withLock { $0 })
  }
}

/// Protects: the sentence that follows from a matrix, which blames a rewrite, the rewrites together, the way eager
/// executes, or the code, and only what was seen.
@Suite struct TriageConclusionTests {
  private typealias Kind = TriageExecution.Kind
  private let remapping = Kind.sessionWithout(rewrite: "remapping", effect: "fusion")
  private let folding = Kind.sessionWithout(rewrite: "constant_folding", effect: "arithmetic done beforehand")

  /// One end point, the same in every execution but for its value; nil for one that fails.
  private func sentence(_ values: [(Kind, Float?)]) throws -> String {
    let executions = values.map { kind, value in
      ScriptedExecution(kind, [value.map { endpoint("a", $0) } ?? .fail(ScriptError("boom"))]).execution
    }
    return try TriageRunner(executions).run().sentence
  }

  @Test func identical() throws {
    #expect(
      try sentence([(.session, 1), (.eager, 1)])
        == "Session and eager agree to the bit: the rewrites change nothing here.")
  }

  @Test func withinToleranceByOneRewrite() throws {
    let sentence = try sentence([(.session, 1.000001), (folding, 1.000001), (remapping, 1), (.eager, 1)])
    #expect(
      sentence == "The difference (9.5e-07 at a) is within tolerance and goes away with `remapping` off: it is fusion, "
        + "not your code.")
  }

  @Test func withinToleranceByAllRewritesTogether() throws {
    let sentence = try sentence([(.session, 1.000001), (remapping, 1.000001), (.sessionPlain, 1), (.eager, 1)])
    #expect(sentence.hasSuffix("goes away with all rewrites off: it is the graph's rewrites together, not your code."))
  }

  @Test func withinToleranceByTheOrderOfSums() throws {
    let sentence = try sentence([(.session, 1.000001), (remapping, 1.000001), (.sessionPlain, 1.000001), (.eager, 1)])
    #expect(sentence.hasSuffix("and does not come from one rewrite: it is how sums are ordered."))
  }

  @Test func outOfToleranceByOneRewrite() throws {
    let sentence = try sentence([(.session, 2), (folding, 1), (remapping, 2), (.sessionPlain, 1), (.eager, 1)])
    #expect(
      sentence
        == "The difference goes away with `constant_folding` off: it is arithmetic done beforehand, not your code.")
  }

  @Test func outOfToleranceByAllRewritesTogether() throws {
    let sentence = try sentence([(.session, 2), (folding, 2), (.sessionPlain, 1), (.eager, 1)])
    #expect(
      sentence == "The difference goes away with all rewrites off: it is the graph's rewrites together, not your code.")
  }

  @Test func outOfToleranceInTheCode() throws {
    let sentence = try sentence([(.session, 2), (folding, 2), (.sessionPlain, 2), (.function, 1), (.eager, 1)])
    #expect(
      sentence == "The difference stays with every rewrite off, and a traced function differs from the session in the "
        + "same way: it is the code, whichever way it runs. The two part first at a: step into it there.")
  }

  @Test func aFunctionThatDiffersFromBothIsSaid() throws {
    let sentence = try sentence([(.session, 2), (.sessionPlain, 2), (.function, 3), (.eager, 1)])
    #expect(sentence.contains("a traced function differs from both"), "\(sentence)")
  }

  @Test(arguments: [Float(1), 1.000001]) func aFunctionThatAloneDiffersIsSaid(session: Float) throws {
    let sentence = try sentence([(.session, session), (.sessionPlain, session), (.function, 3), (.eager, 1)])
    #expect(
      sentence.hasSuffix(
        " A traced function differs from eager execution first at a (greatest 2.0e+00): tracing changes what the code does, "
          + "as where Python runs once and not at each call."), "\(sentence)")
  }

  @Test func aFunctionThatAgreesWithTheSessionIsSaidBesideTheRewrite() throws {
    let sentence = try sentence([(.session, 2), (folding, 1), (.sessionPlain, 1), (.function, 2), (.eager, 1)])
    #expect(
      sentence.hasSuffix(" A traced function agrees with the session, and differs from eager execution first at a."),
      "\(sentence)")
  }

  @Test func outOfToleranceInEagerExecution() throws {
    let sentence = try sentence([(.session, 2), (.sessionPlain, 2), (.function, 2), (.eager, 1)])
    #expect(
      sentence == "The difference stays with every rewrite off, and a traced function agrees with the session: it is "
        + "what eager execution does differently. The two part first at a: step into it there.")
  }

  @Test func nothingIsSaidOfAnExecutionThatFailed() throws {
    let noFunction = try sentence([(.session, 2), (.sessionPlain, 2), (.function, nil), (.eager, 1)])
    #expect(
      noFunction
        == "The difference stays with every rewrite off. The two part first at a: step into it there.")
    let neither = try sentence([(.session, 2), (remapping, nil), (.sessionPlain, nil), (.function, nil), (.eager, 1)])
    #expect(neither == "The difference is out of tolerance. The two part first at a: step into it there.")
  }

  @Test func theFirstEndPointThatPartsIsNamed() throws {
    let steps = { (value: Float) in [endpoint("a", 1), endpoint("b", value), endpoint("c", value)] }
    let result = try triage(.init(.session, steps(1)), .init(.sessionPlain, steps(1)), .init(.eager, steps(5)))
    #expect(result.sentence.contains("The two part first at b:"))
  }

  @Test func withoutSessionOrEagerNothingFollows() throws {
    #expect(try sentence([(.session, nil), (.eager, 1)]) == "Nothing follows: session failed: boom")
    #expect(try sentence([(.session, nil), (.eager, nil)]) == "Nothing follows: eager failed: boom")
    #expect(try sentence([(.function, 1)]) == "Nothing follows: nothing was run")
  }
}
