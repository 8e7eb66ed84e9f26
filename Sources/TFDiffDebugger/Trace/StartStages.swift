/// What a side does before it reaches its first endpoint, in words; for sides whose start takes seconds.
public struct StartStages: Sendable {
  /// What is done from when it is opened: `starting TensorFlow`.
  public var first: String
  /// What begins with a line that the side logs; nil where none does.
  public var next: @Sendable (_ log: String) -> String?

  public init(first: String, next: @escaping @Sendable (_ log: String) -> String?) {
    self.first = first
    self.next = next
  }
}
