import TFDiffDebugger
import TFDiffTensor

/// What a watch says now.
package enum WatchReading: Sendable, Hashable {
  case element(Element)
  case measure(Course)
  /// Why there is nothing to say.
  case nothing(String)

  /// An element of both sides, as text, and how far they are apart.
  package struct Element: Sendable, Hashable {
    package var sides: SidePair<String?>
    package var difference: Double?
    package var isMismatch: Bool
  }

  /// A number over every layer.
  package struct Course: Sendable, Hashable {
    /// Of the layer that is looked at.
    package var here: WatchedMeasure.Value?
    /// Of each layer how great it is; nil where it is not known.
    package var magnitudes: [Double?]
    /// The layers for which the bound holds; nil where there is none.
    package var holding: [Int]?

    package var known: Int { magnitudes.count { $0 != nil } }
  }

  /// Whether it tells of something a person is to look at.
  package var isWarning: Bool {
    switch self {
    case .element(let element): element.isMismatch
    case .measure(let course): !(course.holding ?? []).isEmpty
    case .nothing: false
    }
  }
}

extension AppState {
  package func reading(of watch: Watch) -> WatchReading {
    switch watch {
    case .element(let index, let name?):
      guard let row = debugger.endpoints.first(where: { $0.name == name }) else {
        return .nothing("no endpoint so far has that name")
      }
      return element(index, of: Subject(row, tolerance: debugger.judging.tolerance(for: row)))
    case .element(let index, nil):
      guard let subject else { return .nothing("nothing is looked at") }
      return element(index, of: subject)
    case .measure(let measure, let bound): return .measure(course(of: measure, bound))
    }
  }

  private func element(_ index: [Int], of subject: Subject) -> WatchReading {
    guard let shape = subject.shape else { return .nothing("not run yet") }
    let halves = [subject.halves.reference, subject.halves.candidate].compactMap(\.self)
    guard halves.contains(where: { $0.tensor != nil }) else { return .nothing("values not kept") }
    guard let position = shape.position(ofAnyIndex: index) else { return .nothing("not in the shape \(shape)") }
    func text(_ half: Subject.Half?) -> String? {
      guard let tensor = half?.tensor, tensor.shape == shape else { return nil }
      return tensor.text(at: position)
    }
    let pair = subject.pair
    return .element(
      .init(
        sides: SidePair(reference: text(subject.halves.reference), candidate: text(subject.halves.candidate)),
        difference: pair?.difference(at: position),
        isMismatch: pair?.isMismatch(at: position, tolerance: subject.tolerance) ?? false))
  }

  private func course(of measure: WatchedMeasure, _ bound: Watch.Bound?) -> WatchReading.Course {
    let values = debugger.endpoints.map { measure.value(of: $0) }
    return WatchReading.Course(
      here: lookedAt.flatMap { measure.value(of: $0) }, magnitudes: values.map { $0?.magnitude },
      holding: bound.map { bound in values.indices.filter { values[$0]?.numbers.contains(where: bound.holds) ?? false }
      })
  }
}

extension Shape {
  /// The place of an element whose indices may count from the end; nil where it is not one of the shape's.
  func position(ofAnyIndex index: [Int]) -> Int? {
    guard index.count == rank else { return nil }
    let counted = index.enumerated().map { $0.element < 0 ? $0.element + self[$0.offset] : $0.element }
    guard counted.indices.allSatisfy({ (0..<self[$0]).contains(counted[$0]) }) else { return nil }
    return position(of: counted)
  }
}
