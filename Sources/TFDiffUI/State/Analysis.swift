import TFDiffTensor

/// What an analysis was made of and for; equal keys give equal analyses.
package struct AnalysisKey: Sendable, Hashable {
  /// The tensors' memory, which is alive, and so not used for others, as long as the request or the analysis is.
  let reference: ObjectIdentifier
  let candidate: ObjectIdentifier
  let shape: Shape
  let rows: Int
  let columns: Int
  let tolerance: Tolerance
  package let reduction: HeatMapReduction

  /// Whether the other is of the same tensors, for whatever room and tolerance.
  func isOfSameTensors(as other: AnalysisKey) -> Bool {
    reference == other.reference && candidate == other.candidate && shape == other.shape
  }
}

/// What the difference pane needs that takes a reading of both tensors; to be computed away from the input thread.
public struct AnalysisRequest: Sendable, Hashable {
  package let key: AnalysisKey
  let pair: TensorPair

  init(pair: TensorPair, room: (rows: Int, columns: Int), tolerance: Tolerance, reduction: HeatMapReduction) {
    self.pair = pair
    key = AnalysisKey(
      reference: ObjectIdentifier(pair.reference.storage),
      candidate: ObjectIdentifier(pair.candidate.storage),
      shape: pair.shape, rows: room.rows, columns: room.columns, tolerance: tolerance, reduction: reduction)
  }

  /// Computes it.
  ///
  /// - Complexity: three readings of both tensors.
  public func run() -> Analysis {
    Analysis(
      key: key, pair: pair, histogram: ErrorHistogram(of: pair, tolerance: key.tolerance),
      heatMap: HeatMap(
        of: pair, rows: key.rows, columns: key.columns, reduction: key.reduction.reduction(under: key.tolerance)),
      measures: ErrorMeasures(of: pair))
  }

  public static func == (a: AnalysisRequest, b: AnalysisRequest) -> Bool { a.key == b.key }
  public func hash(into hasher: inout Hasher) { hasher.combine(key) }
}

/// The histogram, the heat map and the measures of a pair of tensors.
public struct Analysis: Sendable {
  package let key: AnalysisKey
  let pair: TensorPair
  package let histogram: ErrorHistogram
  package let heatMap: HeatMap
  package let measures: ErrorMeasures
}

extension AppState {
  private var wantedAnalysis: AnalysisRequest? {
    guard let subject, let pair = subject.pair, pair.elementCount > 0, let rect = layout.panes[.difference] else {
      return nil
    }
    return AnalysisRequest(
      pair: pair, room: DifferenceLayout(inside: rect.inside).heatMapRoom(below: placesOfDifference.count),
      tolerance: subject.tolerance, reduction: interface.reduction)
  }

  package var analysisKey: AnalysisKey? { wantedAnalysis?.key }

  /// What is known of the tensors that are looked at: also while it is made anew for another tolerance or another room, so
  /// that the pictures stay on the screen meanwhile.
  package var shownAnalysis: Analysis? {
    guard let analysis, let key = analysisKey, analysis.key.isOfSameTensors(as: key) else { return nil }
    return analysis
  }

  /// How far what is looked at is apart as a whole; nil until it is computed.
  package var measures: ErrorMeasures? {
    if let measures = subject?.measures { return measures }
    return shownAnalysis?.measures
  }

  /// Asks for what the difference pane lacks, once, and not while the model runs and would be slowed down.
  mutating func requestAnalysis() -> [Effect] {
    guard !isBusy, let wanted = wantedAnalysis, wanted.key != analysis?.key, wanted.key != requestedAnalysis
    else { return [] }
    requestedAnalysis = wanted.key
    return [.analyze(wanted)]
  }
}
