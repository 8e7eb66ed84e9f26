import TFDiffDebugger
import TFDiffTensor
import Testing

/// Protects: which missing and extra variables are proposed as one variable under two names.
@Suite struct RenamingTests {
  private func pairs(_ reference: [VariableEvent], _ candidate: [VariableEvent]) -> [String] {
    VariablesComparison(reference: reference, candidate: candidate).renamings.map {
      "\($0.reference.name)=\($0.candidate.name)"
    }
  }

  @Test func oneThatChangedItsNameInPlace() {
    #expect(
      pairs([variable("a"), variable("b"), variable("c")], [variable("a"), variable("x"), variable("c")]) == ["b=x"])
  }

  @Test func variablesInsertedBeforeDoNotShiftThePairs() {
    let reference = [variable("a"), variable("b"), variable("c"), variable("d")]
    let candidate = [
      variable("new", [9]), variable("a"), variable("newer", [9]), variable("x"), variable("c"), variable("d"),
    ]
    #expect(pairs(reference, candidate) == ["b=x"])
  }

  @Test func severalInOneStretchPairInOrderOfCreation() {
    let reference = [variable("a"), variable("k", [3]), variable("b", [4]), variable("m", [3]), variable("z")]
    let candidate = [variable("a"), variable("b1", [4]), variable("k1", [3]), variable("m1", [3]), variable("z")]
    #expect(pairs(reference, candidate) == ["k=k1", "b=b1", "m=m1"])
  }

  @Test func thoseBeforeTheFirstSharedOneAndWithoutAnySharedOne() {
    #expect(pairs([variable("a"), variable("s")], [variable("x"), variable("s")]) == ["a=x"])
    #expect(pairs([variable("a"), variable("b", [3])], [variable("x"), variable("y", [3])]) == ["a=x", "b=y"])
  }

  @Test func differentKindsAreNotPaired() {
    let reference = [variable("a"), variable("b")]
    for other in [variable("x", [3]), variable("x", trainable: false)] {
      #expect(pairs(reference, [variable("a"), other]).isEmpty)
    }
    let half = VariableEvent(name: "x", shape: [2], dtype: .float64, trainable: true)
    #expect(pairs(reference, [variable("a"), half]).isEmpty)
  }

  /// Whatever the order, a beta is no gamma.
  @Test func namesThatContradictAreNotProposed() {
    let reference = [variable("s"), variable("n/beta"), variable("n/gamma")]
    #expect(
      pairs(reference, [variable("s"), variable("m/gamma"), variable("m/beta")]) == [
        "n/beta=m/beta", "n/gamma=m/gamma",
      ])
    #expect(pairs(reference, [variable("s"), variable("m/kernel"), variable("m/bias")]).isEmpty)
  }

  @Test func whatIsPairedIsNeitherMissingNorProposed() {
    let partner = VariablePartner(name: "a", way: .order)
    let candidate = VariableEvent(name: "x", shape: [2], dtype: .float32, trainable: true, partner: partner)
    let comparison = VariablesComparison(reference: [variable("a")], candidate: [candidate])
    #expect(comparison.isPaired && comparison.likelyRenamings.isEmpty && comparison.missing.isEmpty)
    #expect(comparison.pairedOtherwise.map(\.way) == [.order])
  }

  @Test func anotherStretchIsAnotherPlace() {
    #expect(
      pairs([variable("a"), variable("b"), variable("c")], [variable("a"), variable("c"), variable("x")]).isEmpty)
  }

  @Test func whatWasCreatedAgainIsNoNewName() {
    #expect(pairs([variable("a"), variable("b")], [variable("a"), variable("x", call: 2)]).isEmpty)
  }

  @Test func pairsAreInTheReferencesOrder() {
    let reference = [variable("p"), variable("s"), variable("q"), variable("t"), variable("r")]
    let candidate = [variable("p1"), variable("s"), variable("q1"), variable("t"), variable("r1")]
    #expect(pairs(reference, candidate) == ["p=p1", "q=q1", "r=r1"])
  }
}

/// Protects: that creations are told of by the place in the code that made them, whether or not someone has looked at
/// their stacks.
@Suite struct CreationSiteTests {
  private func counts(_ candidate: [VariableEvent]) -> [Int] {
    VariablesComparison(reference: [], candidate: candidate).unexpectedCreations.map(\.count)
  }

  private func lazy(_ site: [UInt], line: Int) -> CallStack {
    CallStack(site: site) { [StackFrame(function: "call", file: "model.py", line: line)] }
  }

  @Test func oneGroupForEachPlaceInOrder() {
    let creations = [14, 20, 14, 14].enumerated().map { at, line in
      variable("w_\(at)", call: at + 2, stack: stack("model.py", line))
    }
    let groups = VariablesComparison(reference: [], candidate: creations).unexpectedCreations
    #expect(groups.map(\.count) == [3, 1])
    #expect(groups.map(\.first.name) == ["w_0", "w_1"])
    #expect(groups[0].variables.map(\.name) == ["w_0", "w_2", "w_3"])
  }

  @Test func whatTheRuntimeDoesBelowTheUsersFramesDoesNotMatter() {
    func made(runtime line: Int) -> CallStack {
      CallStack([
        StackFrame(function: "add_weight", file: "keras.py", line: line, isUser: false),
        StackFrame(function: "call", file: "model.py", line: 14),
      ])
    }
    #expect(
      counts([variable("kernel", call: 2, stack: made(runtime: 1)), variable("bias", call: 2, stack: made(runtime: 2))])
        == [2])
  }

  @Test func whereNoFrameIsTheUsersTheWholeStackIsThePlace() {
    func made(_ line: Int) -> CallStack {
      CallStack([StackFrame(function: "f", file: "keras.py", line: line, isUser: false)])
    }
    #expect(counts([1, 2, 1].map { variable("v", call: 2, stack: made($0)) }) == [2, 1])
  }

  @Test func withoutStacksEachStandsForItself() {
    #expect(counts([variable("a", call: 2), variable("b", call: 2), variable("c", call: 3)]) == [1, 1, 1])
  }

  @Test func lookingAtAStackChangesNoGroup() {
    let creations = (0..<3).map { variable("w_\($0)", call: $0 + 2, stack: lazy([7, 8], line: 14)) }
    #expect(counts(creations) == [3])
    creations[0].stack.resolveFrames()
    #expect(counts(creations) == [3])
    creations[2].stack.resolveFrames()
    #expect(counts(creations) == [3])
  }
}
