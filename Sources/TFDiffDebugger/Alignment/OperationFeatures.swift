import TFDiffTensor

/// What an alignment looks at in an operation, made cheap to compare.
struct OperationFeatures: Sendable {
  /// The op types it stands for, in order of execution; one, unless a rewrite fused several.
  let types: [Int]
  /// The op type of the result: the last of `types`.
  let type: Int
  let shape: Shape?
  /// The parts of its name's scope, and the same without the suffixes that make names unique.
  let scope: [Int]
  let plainScope: [Int]
  let leaf: Int
  let plainLeaf: Int
}

/// Where an operation of a type and shape belongs: what two runs of one model name alike.
struct OperationPlace: Hashable {
  let type: Int
  let scope: [Int]
  let shape: Shape?

  /// - Parameter isPlain: whether suffixes that make names unique are left out.
  init(_ features: OperationFeatures, isPlain: Bool) {
    type = features.type
    scope = isPlain ? features.plainScope : features.scope
    shape = features.shape
  }
}

/// Gives each distinct word a number, so that comparing words is comparing integers.
struct WordNumbers {
  private var numbers: [String: Int] = [:]

  mutating func number(of word: String) -> Int {
    if let known = numbers[word] { return known }
    let number = numbers.count
    numbers[word] = number
    return number
  }

  mutating func features(of operation: OperationOutline) -> OperationFeatures {
    let written = operation.fused.isEmpty ? [operation.type] : operation.fused
    let types = written.map { number(of: canonicalOperationType($0) + operation.detail) }
    var parts = operation.name.split(separator: "/").map(String.init)
    let leaf = parts.popLast() ?? ""
    return OperationFeatures(
      types: types, type: types[types.count - 1], shape: operation.shape,
      scope: parts.map { number(of: $0) }, plainScope: parts.map { number(of: withoutUniqueSuffix($0)) },
      leaf: number(of: leaf), plainLeaf: number(of: withoutUniqueSuffix(leaf)))
  }
}

/// A name without the `_1`, `_2`, … by which TensorFlow makes names unique (`Graph.unique_name` in
/// tensorflow/python/framework/ops.py). Layers named `block35_1` by hand lose theirs too, so this is only ever
/// used beside the full name.
func withoutUniqueSuffix(_ name: String) -> String {
  guard let underscore = name.lastIndex(of: "_"), underscore != name.startIndex else { return name }
  let digits = name[name.index(after: underscore)...]
  return !digits.isEmpty && digits.allSatisfy(\.isWholeNumber) ? String(name[..<underscore]) : name
}
