/// The standard collections of a graph, by TensorFlow's names (`tf.GraphKeys`).
public enum GraphKeys: String, Sendable, Hashable, CaseIterable {
  case globalVariables = "variables"
  case trainableVariables = "trainable_variables"
  case regularizationLosses = "regularization_losses"
  case updateOps = "update_ops"
}
