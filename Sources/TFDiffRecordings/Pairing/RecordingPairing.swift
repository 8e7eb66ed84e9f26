import TFDiffTensor

/// Which endpoints of two recordings stand for each other, and how that is known.
///
/// What a person has pinned comes first, then equal names, then names of which one is a part of the other's path, then equal
/// values, then what alone is of its shape, and last what stands between the same pairs in the same order of shapes. Each step
/// pairs only what leaves no choice; what is left has no partner.
struct RecordingPairing {
  /// How two endpoints are known to be one.
  enum Way: Hashable, CaseIterable {
    case map, name, path, values, shape, order
  }

  /// Two endpoints by their places.
  struct Pair {
    var reference: Int
    var candidate: Int
    var way: Way
    /// Which of the candidate's axes is each of the reference's; nil where they are the same.
    var axes: [Int]?
    /// What the candidate's values are the reference's times; nil where they are the same, or it was not looked for.
    var factor: Double?
  }

  let reference: [RecordedEndpoint]
  let candidate: [RecordedEndpoint]
  private(set) var pairs: [Pair] = []
  private let samples: (reference: [ValueSample], candidate: [ValueSample])

  /// - Parameter layers: what is pinned, by the reference's names.
  init(_ reference: [RecordedEndpoint], _ candidate: [RecordedEndpoint], layers: [String: String] = [:]) {
    (self.reference, self.candidate) = (reference, candidate)
    samples = (reference.map(ValueSample.init), candidate.map(ValueSample.init))
    pair(by: .map) { layers[$0.name] == $1.name }
    pair(by: .name) { $0.name == $1.name }
    pairByPath()
    pairByValues()
    pairByShape()
    pairByOrder()
    recognizeAxes()
    pairs.sort { $0.reference < $1.reference }
  }

  /// The endpoints of each side that have no partner.
  var open: (references: [Int], candidates: [Int]) {
    let (left, right) = (Set(pairs.map(\.reference)), Set(pairs.map(\.candidate)))
    return (
      reference.indices.filter { !left.contains($0) }, candidate.indices.filter { !right.contains($0) }
    )
  }

  private mutating func pair(by way: Way, _ agree: (RecordedEndpoint, RecordedEndpoint) -> Bool) {
    let (references, candidates) = open
    var taken: Set<Int> = []
    for index in references {
      guard let other = candidates.first(where: { !taken.contains($0) && agree(reference[index], candidate[$0]) })
      else {
        continue
      }
      taken.insert(other)
      pairs.append(Pair(reference: index, candidate: other, way: way))
    }
  }

  // MARK: Parts of paths

  /// Names of which one is a part of the other's path and that are of one shape, as `conv1` and `Net/conv1/Relu:0`. Of several
  /// the one whose values are the same, else the last, which is what the layer gives.
  private mutating func pairByPath() {
    let (references, candidates) = open
    let paths = candidates.map { ($0, EndpointPath(candidate[$0].name)) }
    var taken: Set<Int> = []
    for index in references {
      let path = EndpointPath(reference[index].name)
      let fitting = paths.filter { other, otherPath in
        !taken.contains(other) && path.isPart(of: otherPath) && shapesFit(index, other)
      }.map(\.0)
      let alike = fitting.count > 1 ? fitting.filter { agreement(index, $0) != nil } : fitting
      guard let other = alike.last ?? fitting.last else { continue }
      taken.insert(other)
      pairs.append(Pair(reference: index, candidate: other, way: .path))
    }
  }

  // MARK: Values

  /// Endpoints whose values are the same, in some order of their axes, or times a constant.
  private mutating func pairByValues() {
    let (references, candidates) = open
    var taken: Set<Int> = []
    for index in references {
      for other in candidates where !taken.contains(other) && shapesFit(index, other) {
        guard let found = agreement(index, other) else { continue }
        taken.insert(other)
        pairs.append(
          Pair(reference: index, candidate: other, way: .values, axes: found.axes, factor: found.factor))
        break
      }
    }
  }

  private func agreement(_ index: Int, _ other: Int) -> ValueAgreement? {
    let orders = AxisOrders(from: candidate[other].shape, to: reference[index].shape).likeliestFirst
    return ValueAgreement(samples.reference[index], samples.candidate[other], orders: orders)
  }

  // MARK: Shapes

  /// What alone is of its shape on both sides.
  private mutating func pairByShape() {
    let (references, candidates) = open
    for index in references {
      let own = references.filter { reference[$0].shape == reference[index].shape }
      let others = candidates.filter { candidate[$0].shape == reference[index].shape }
      guard own.count == 1, others.count == 1 || candidates.count == 1 && references.count == 1,
        let other = others.first ?? candidates.first
      else { continue }
      pairs.append(Pair(reference: index, candidate: other, way: .shape))
    }
  }

  // MARK: Order

  /// Runs of endpoints between the same two pairs, or before the first or after the last, whose shapes are the same one by one.
  private mutating func pairByOrder() {
    let anchors = pairs.map { ($0.reference, $0.candidate) }.sorted { $0.0 < $1.0 }
    guard zip(anchors, anchors.dropFirst()).allSatisfy({ $0.1 < $1.1 }) else { return }
    let bounds = [(-1, -1)] + anchors + [(reference.count, candidate.count)]
    for (start, end) in zip(bounds, bounds.dropFirst()) {
      let (own, others) = (start.0 + 1..<end.0, start.1 + 1..<end.1)
      guard own.map({ reference[$0].shape }) == others.map({ candidate[$0].shape }) else { continue }
      for (index, other) in zip(own, others) { pairs.append(Pair(reference: index, candidate: other, way: .order)) }
    }
  }

  /// Whether two may be one: of one shape, or of one whose axes stand in another order.
  private func shapesFit(_ index: Int, _ other: Int) -> Bool {
    let (left, right) = (reference[index], candidate[other])
    return left.dtype == right.dtype && left.shape.dimensions.sorted() == right.shape.dimensions.sorted()
  }

  // MARK: Axes

  /// Pairs whose sizes stand in another order, or may: the order that makes the values agree, else the only one that there is.
  private mutating func recognizeAxes() {
    for place in pairs.indices where pairs[place].axes == nil {
      let (index, other) = (pairs[place].reference, pairs[place].candidate)
      guard shapesFit(index, other) else { continue }
      let orders = AxisOrders(from: candidate[other].shape, to: reference[index].shape)
      let isMoved = reference[index].shape != candidate[other].shape
      guard isMoved || orders.likely.count > 1 else { continue }
      pairs[place].axes = agreement(index, other)?.axes ?? (isMoved ? orders.only : nil)
    }
  }
}
