extension WorkerMessage {
  /// What is known of a side that has computed nothing of the forward pass.
  struct Preflight: Decodable, Sendable {
    struct Fact: Decodable, Sendable {
      var name: String
      var value: String
    }
    struct ConfiguredOperation: Decodable, Sendable {
      /// Without the number of its version.
      var type: String
      var attributes: [String: String]
      var count: Int
    }
    struct Exclusion: Decodable, Sendable {
      /// The class of an optimizer.
      var optimizer: String
      var pattern: String
      /// Nil where the variables are not known.
      var matches: Int?
    }
    var facts: [Fact]
    /// The sha256 of each.
    var inputs: [InitialDigests.Digest]
    /// Nil, as the decays, where the model could not be built.
    var operations: [ConfiguredOperation]?
    var decays: [Double]?
    /// Why the model could not be built.
    var obstacle: String?
    var exclusions: [Exclusion]
  }
}
