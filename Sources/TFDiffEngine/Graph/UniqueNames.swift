/// The names taken in a graph, and TensorFlow's rule for the next free one: `name`, `name_1`, `name_2`, …,
/// where names that differ only in case count as one.
///
/// Source: tensorflow/python/framework/ops.py, `Graph.unique_name`.
struct UniqueNames {
  private var uses: [String: Int] = [:]

  mutating func take(_ name: String) -> String {
    let key = name.lowercased()
    guard let count = uses[key] else {
      uses[key] = 1
      return name
    }
    var next = count
    var candidate = "\(name)_\(next)"
    while uses[candidate.lowercased()] != nil {
      next += 1
      candidate = "\(name)_\(next)"
    }
    uses[key] = next + 1
    uses[candidate.lowercased()] = 1
    return candidate
  }
}
