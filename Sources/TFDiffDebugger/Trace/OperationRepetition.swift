/// Which of the executions of one place in a program an operation is.
public struct OperationRepetition: Sendable, Hashable {
  /// What tells the place from others: an operation of a graph's loop, or a way through an eager program.
  public var site: String
  /// From 1, on the way to one end point.
  public var iteration: Int
  /// How often the loop runs; nil where the source does not know of loops.
  public var count: Int?
  /// The graph's loop; nil where the program executes its operations one by one.
  public var loop: String?

  public init(site: String, iteration: Int, count: Int? = nil, loop: String? = nil) {
    self.site = site
    self.iteration = iteration
    self.count = count
    self.loop = loop
  }
}

/// One of a loop's iterations.
public struct LoopIteration: Sendable, Hashable {
  /// From 1.
  public var number: Int
  public var count: Int

  public init(number: Int, count: Int) {
    self.number = number
    self.count = count
  }
}

extension LoopIteration: CustomStringConvertible {
  public var description: String { "iteration \(number) of \(count)" }

  /// As short as a row has room for.
  public var shortDescription: String { "\(number)/\(count)" }
}
