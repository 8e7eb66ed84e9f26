import TFDiffTensor

/// What may have caused a difference, with the computation that would show it.
struct Hypothesis {
  var cause: Cause
  /// What it says, as a sentence for people without its full stop.
  var sentence: String
  /// What is recomputed: `the candidate's FusedBatchNormV3 with epsilon 0.001`.
  var experiment: String
  var remedy: String?
  /// What it says that the reference's value is computed by.
  var program: RegionProgram
  /// Whether it is one of very many that are tried, and no news where it is ruled out.
  var isOneOfMany = false
  /// The operation that it is about, by its row; nil for the one where the difference was found.
  var row: Int?
}

/// What is known of the regions where two sides part, when causes are looked for.
struct ExperimentContext {
  let regions: Regions
  let rows: [OperationRow]
  let laboratory: Laboratory
  /// What rounding may make of the reference's value.
  var noise: Double { floor.greatest }
  private let floor: NoiseFloor
  /// The candidate's operations on the reference's values: what is left is the candidate's own difference.
  let candidate: RegionProgram

  init(_ regions: Regions, _ rows: [OperationRow], _ laboratory: Laboratory) {
    (self.regions, self.rows, self.laboratory) = (regions, rows, laboratory)
    candidate = regions.candidate.onValues(of: regions.reference, rows)
    floor = NoiseFloor(of: regions, laboratory)
  }

  /// Which side is nearer to the reference's operations in float64: a sentence, where they can be executed in it.
  var judgement: [String] {
    guard let distances = floor.distances else { return [] }
    let numbers = "\(formatShort(distances.reference)) and \(formatShort(distances.candidate))"
    let isFar = SidePair(reference: distances.reference > noise, candidate: distances.candidate > noise)
    let words =
      switch (isFar.reference, isFar.candidate) {
      case (false, false): "both within rounding"
      case (true, false): "the reference is off"
      case (false, true): "the candidate is off"
      case (true, true): "both are off"
      }
    return ["the reference's operations in float64 are \(numbers) away from the two sides: \(words)"]
  }

  /// Whether the two values have as many elements.
  var isOfOneShape: Bool { regions.values.reference.elementCount == regions.values.candidate.elementCount }

  /// How far the two sides are apart with a change.
  ///
  /// - Throws: where the change cannot be executed.
  func gap(with program: RegionProgram) throws -> Double {
    try program.execute(in: laboratory).distance(to: regions.values.reference)
  }

  /// The experiment of a hypothesis.
  ///
  /// - Throws: where it cannot be executed.
  func test(_ hypothesis: Hypothesis) throws -> Experiment {
    Experiment(
      hypothesis.experiment, before: regions.gap, after: try gap(with: hypothesis.program), noise: noise)
  }
}

/// What rounding alone may make of the two sides' values.
///
/// Each side's operations are executed anew, in float32 and in float64: how far either is from the value that was recorded is
/// what other kernels and another precision make of it. A unit in the last place of the greatest element is the least there is.
struct NoiseFloor {
  let greatest: Double
  /// How far each side's value is from the reference's operations in float64; nil where these cannot be executed in it.
  let distances: SidePair<Double>?

  /// How many times what was seen once may be seen at other elements and with other kernels.
  private static let margin = 8.0

  init(of regions: Regions, _ laboratory: Laboratory) {
    let values = regions.values
    var noise = Side.allCases.map { 4 * values[$0].dtype.relativeStep * values[$0].greatestMagnitude }.max() ?? 0
    let exact = try? regions.reference.execute(in: laboratory, inDouble: true)
    for (program, value) in [(regions.reference, values.reference), (regions.candidate, values.candidate)] {
      guard let again = try? program.execute(in: laboratory).distance(to: value) else { continue }
      // What is further away was computed otherwise, and says nothing of rounding.
      guard again < regions.gap / Self.margin else { continue }
      noise = max(noise, Self.margin * again)
      guard program.isOneInDouble else { continue }
      let double = program.side == .reference ? exact : try? program.execute(in: laboratory, inDouble: true)
      if let distance = double?.distance(to: value), distance.isFinite { noise = max(noise, Self.margin * distance) }
    }
    greatest = noise
    distances = exact.map {
      SidePair(reference: $0.distance(to: values.reference), candidate: $0.distance(to: values.candidate))
    }
  }
}

extension RegionProgram {
  /// Whether executing it in float64 changes its rounding and nothing else: it draws nothing, and takes no detour of half
  /// precision, which is no rounding that anybody expects.
  fileprivate var isOneInDouble: Bool {
    !draws && !steps.contains { step in step.attributes.contains { Self.halves.contains($0.value) } }
  }

  private static let halves: Set<String> = ["float16", "bfloat16", "half", "DT_HALF", "DT_BFLOAT16"]
}
