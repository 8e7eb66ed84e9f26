/// Which of many keys a mistaken one may have meant.
struct SimilarKeys {
  private static let limit = 5

  let keys: [String]

  init(_ keys: [String]) { self.keys = keys }

  /// Keys that end in it or that it ends in, as when a scope was left out; otherwise those whose last part is the same.
  func to(_ wanted: String) -> [String] {
    let nested = keys.filter { $0.hasSuffix("/" + wanted) || wanted.hasSuffix("/" + $0) }
    guard nested.isEmpty else { return Array(nested.prefix(Self.limit)) }
    guard let last = wanted.split(separator: "/").last else { return [] }
    return Array(keys.lazy.filter { $0.split(separator: "/").last == last }.prefix(Self.limit))
  }
}
