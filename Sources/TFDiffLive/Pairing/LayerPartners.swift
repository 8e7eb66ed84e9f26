import TFDiffDebugger
import TFDiffTensor

/// Finds the layers' partners through the operations' alignment.
struct LayerPartners {
  private let structures: SidePair<LiveStructure>
  /// The place of each operation's partner.
  private let partners: SidePair<[Int: Int]>

  init(_ structures: SidePair<LiveStructure>, partners: SidePair<[Int: Int]>) {
    self.structures = structures
    self.partners = partners
  }

  /// The reference's layers with their partners; the candidate's where its program names some and the reference's does not.
  func pairs() -> [LivePairing.Pair] {
    let (reference, candidate) = (structures.reference, structures.candidate)
    let isCandidates = !reference.layers.contains(where: \.isNamed) && candidate.layers.contains(where: \.isNamed)
    var seen: Set<String> = []
    return (isCandidates ? candidate : reference).chosenLayers.compactMap { layer in
      guard seen.insert(layer.layer).inserted else { return nil }
      return isCandidates ? pairOfCandidate(layer) : pairOfReference(layer)
    }
  }

  private func pairOfReference(_ layer: LiveStructure.Layer) -> LivePairing.Pair? {
    if layer.isNamed,
      let same = structures.candidate.layers.first(where: { $0.isNamed && $0.layer == layer.layer })
    {
      return .init(name: layer.layer, reference: LivePlace(layer), candidate: LivePlace(same))
    }
    guard let place = layer.place, let partner = partners.reference[place] else { return nil }
    return pair(layer, place, partner)
  }

  private func pairOfCandidate(_ layer: LiveStructure.Layer) -> LivePairing.Pair? {
    guard let place = layer.place, let partner = partners.candidate[place] else { return nil }
    return pair(layer, partner, place)
  }

  /// What only hands a value on or reshapes it has no partner of its own: the layer is compared where it is computed.
  private func pair(_ layer: LiveStructure.Layer, _ reference: Int, _ candidate: Int) -> LivePairing.Pair? {
    let left = structures.reference.operations[reference]
    let right = structures.candidate.operations[candidate]
    // The same elements in another shape are no difference of the model's, and cannot be compared as they are.
    if left.shape != right.shape, let own = left.shape, let other = right.shape, Shape(own).holdsRows(of: Shape(other))
    {
      return nil
    }
    var pair = LivePairing.Pair(name: layer.layer, reference: LivePlace(left), candidate: LivePlace(right))
    if layer.operation == left.operation || layer.ordinal.map({ $0 == right.ordinal }) ?? false {
      (pair.reference.output, pair.candidate.output) = (layer.output, layer.output)
    }
    return pair
  }
}
