import TFDiffUI

extension EndpointList {
  /// The rows with what a name's scopes have in common with those of the name above standing back, so that the list reads as a
  /// tree.
  static func receding(_ rows: [Row]) -> [Row] {
    var above = ""
    return rows.map { row in
      // A fold says its scope itself.
      guard row.pieces.count == gutterWidth + 1, let name = row.pieces.last else {
        above = ""
        return row
      }
      defer { above = name.text }
      let shared = sharedScopes(above, name.text)
      if shared.isEmpty { return row }
      var row = row
      row.pieces[gutterWidth] = Piece(String(shared), .muted)
      row.pieces.append(Piece(String(name.text.dropFirst(shared.count)), name.role))
      return row
    }
  }

  /// The longest beginning of a name, up to and with a `/`, that another has.
  private static func sharedScopes(_ other: String, _ name: String) -> Substring {
    let common = zip(name.indices, zip(name, other)).prefix { $0.1.0 == $0.1.1 }
    guard let slash = common.last(where: { $0.1.0 == "/" })?.0 else { return "" }
    return name[...slash]
  }
}
