/// By how many cells a person wants panes larger or smaller than they usually are.
public struct PaneSizes: Sendable, Hashable, Codable {
  /// Columns of the list.
  package var list = 0
  /// Rows of the tensors, which the difference below them has less.
  package var tensors = 0
  /// Rows of the tabs at the bottom.
  package var tabs = 0

  package init() {}

  /// No more is kept, so that a size that was spoilt does no harm.
  private static let most = 300

  /// The same with the focused pane larger or smaller by a step.
  package func changed(_ focus: Focus, by direction: Int) -> PaneSizes {
    var sizes = self
    switch focus {
    case .endpoints: sizes.list += 4 * direction
    case .reference, .candidate: sizes.tensors += 2 * direction
    case .difference: sizes.tensors -= 2 * direction
    case .bottom: sizes.tabs += 2 * direction
    }
    return sizes.limited
  }

  /// The same without what no screen has room for.
  var limited: PaneSizes {
    func limited(_ cells: Int) -> Int { min(max(cells, -Self.most), Self.most) }
    var sizes = self
    (sizes.list, sizes.tensors, sizes.tabs) = (limited(list), limited(tensors), limited(tabs))
    return sizes
  }
}
