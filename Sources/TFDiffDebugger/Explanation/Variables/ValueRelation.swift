import TFDiffTensor

/// How the value that a variable begins with in the candidate follows from the reference's, or does not.
struct ValueRelation: Sendable {
  var kind: ErrorKind
  var cause: Cause
  /// Half a sentence.
  var words: String
  var evidence: [String] = []
  /// The relation, applied to the reference's value and held against the candidate's; nil where there is none.
  var experiment: Experiment?
  private var advice: Advice

  private enum Advice {
    case transpose, permute(axis: Int), gates, rescale, restore, initialize, sameDraws, copy
  }

  /// - Parameter isCopied: whether the reference's value comes from elsewhere, and the candidate's from its initializer.
  init(_ values: SidePair<Tensor>, tolerance: Tolerance, isCopied: Bool = false) {
    let found =
      values.reference.shape == values.candidate.shape
      ? Self.ofOneShape(ElementPair(values.reference, values.candidate).finite, isCopied) : nil
    if let found {
      self = found
      return
    }
    let error = ErrorClassification(reference: values.reference, candidate: values.candidate, tolerance: tolerance)
    self.init(
      kind: error.kind, cause: isCopied ? .unrestoredVariable : .initialValue,
      words: isCopied ? "the candidate's is not the value that the reference was given" : "the two values differ",
      evidence: [error.evidence], advice: isCopied ? .restore : .copy)
  }

  private init(
    kind: ErrorKind, cause: Cause, words: String, evidence: [String] = [], experiment: Experiment? = nil, advice: Advice
  ) {
    self.kind = kind
    self.cause = cause
    self.words = words
    self.evidence = evidence
    self.experiment = experiment
    self.advice = advice
  }

  private static func ofOneShape(_ pair: ElementPair, _ isCopied: Bool) -> ValueRelation? {
    guard pair.greatestDifference > pair.noise else { return nil }
    return oneNumber(pair, isCopied) ?? scaled(pair) ?? transposed(pair) ?? permuted(pair) ?? drawn(pair, isCopied)
  }

  /// A candidate's value that is one number all over, where the reference's is not.
  private static func oneNumber(_ pair: ElementPair, _ isCopied: Bool) -> ValueRelation? {
    guard let number = pair.candidate.first, pair.count > 1, pair.candidate.allSatisfy({ $0 == number }),
      let first = pair.reference.first, !pair.reference.allSatisfy({ $0 == first })
    else { return nil }
    // What was trained looks like no initializer; what was drawn shows that the reference's is fresh too.
    let isFresh = DrawnDistribution(pair.reference) != nil && !isCopied
    let range =
      "\(TFDiffDebugger.number(pair.reference.min() ?? 0)) and \(TFDiffDebugger.number(pair.reference.max() ?? 0))"
    let words =
      "all \(pair.count) elements are \(NumberText.exact(number)) in the candidate, and they vary in the reference"
    return ValueRelation(
      kind: number == 0 ? .constantFactor : .unknown, cause: isFresh ? .initialValue : .unrestoredVariable,
      words: words + (isFresh ? "" : ": it has been left as it was made"),
      evidence: ["the reference's elements lie between \(range)"],
      experiment: experiment("\(NumberText.exact(number)) in every element", pair, 0),
      advice: isFresh ? .initialize : .restore)
  }

  private static func scaled(_ pair: ElementPair) -> ValueRelation? {
    guard let factor = pair.factor, factor != 0, let residual = pair.residual({ factor * pair.reference[$0] })
    else { return nil }
    let number = NumberText.statistic(factor)
    return ValueRelation(
      kind: .constantFactor, cause: .scaledVariable, words: "the candidate's is \(number) times the reference's",
      experiment: experiment("\(number) times the reference's value", pair, residual), advice: .rescale)
  }

  private static func transposed(_ pair: ElementPair) -> ValueRelation? {
    guard let (order, residual) = pair.axisOrder else { return nil }
    let isView = order.shape(of: pair.shape) != pair.shape
    let words = "the reference's with its axes in the order \(order.words)"
    return ValueRelation(
      kind: .transposition, cause: .transposedVariable,
      words: "the candidate's is \(words)" + (isView ? ", its elements taken for the shape \(pair.shape)" : ""),
      experiment: experiment(words, pair, residual), advice: .transpose)
  }

  private static func permuted(_ pair: ElementPair) -> ValueRelation? {
    guard let (permutation, residual) = pair.slicePermutation else { return nil }
    let isGates = permutation.isOfGates && permutation.axis == pair.shape.rank - 1
    let gates = isGates ? ", as where the gates of recurrent cells are in another order" : ""
    return ValueRelation(
      kind: .permutation, cause: isGates ? .gateOrder : .permutedVariable,
      words: "the candidate's is the reference's with \(permutation.words)\(gates)",
      experiment: experiment("the reference's value with \(permutation.words)", pair, residual),
      advice: isGates ? .gates : .permute(axis: permutation.axis))
  }

  /// Numbers that each side has drawn for itself, as far as there are enough to tell.
  private static func drawn(_ pair: ElementPair, _ isCopied: Bool) -> ValueRelation? {
    guard let candidate = DrawnDistribution(pair.candidate) else { return nil }
    guard !isCopied, let reference = DrawnDistribution(pair.reference) else {
      return ValueRelation(
        kind: .randomNumbers, cause: .unrestoredVariable,
        words: "the candidate's is freshly drawn, the reference's is not: it has been left as it was made",
        evidence: ["the candidate's numbers are \(candidate.words)"], advice: .restore)
    }
    let sides = "the reference's numbers are \(reference.words), the candidate's \(candidate.words)"
    guard let difference = reference.difference(from: candidate) else {
      return ValueRelation(
        kind: .randomNumbers, cause: .initialValue,
        words: "each side has drawn other numbers of one distribution", evidence: [sides], advice: .sameDraws)
    }
    return ValueRelation(
      kind: .otherFormula, cause: .initialValue, words: "the two are drawn by different initializers, \(difference)",
      evidence: [sides], advice: .initialize)
  }

  private static func experiment(_ words: String, _ pair: ElementPair, _ residual: Double) -> Experiment {
    Experiment(
      words + ", against the candidate's", before: pair.greatestDifference, after: residual, noise: pair.noise)
  }
}

extension ValueRelation {
  /// What to do about it.
  func remedy(for variable: String) -> String {
    switch advice {
    case .transpose:
      "Transpose the value before it is given to \(variable), or take it in the layout in which it is read."
    case .permute(let axis): "Give \(variable) the elements of axis \(axis) in the reference's order."
    case .gates: "Put the gates of \(variable) in the order in which its cell has them, kernels and biases alike."
    case .rescale: "Give \(variable) the reference's value as it is, and scale it where the reference does."
    case .restore:
      "Load \(variable) with the reference's value: nothing has given it one, or something has made it anew since."
    case .initialize: "Give \(variable) the initializer that the reference has, with the same numbers."
    case .sameDraws: "Copy the reference's value to \(variable), or draw with the same seeds on both sides."
    case .copy: "Give \(variable) the reference's value."
    }
  }
}

extension SlicePermutation {
  /// Whether it is what becomes of gates: of four, the second and third in each other's place (TensorFlow 1 has input, cell,
  /// forget and output; Keras input, forget, cell and output); of two or three, the first two (reset and update).
  var isOfGates: Bool {
    guard let parts else { return false }
    return [[0, 2, 1, 3], [1, 0, 2], [1, 0]].contains(parts)
  }
}
