/// How much memory recorded tensors may take, and where the rest goes.
public struct ActivationBudget: Sendable, Hashable {
  /// In bytes; 1 GiB by default.
  public var bytes: Int
  /// A folder on a disk, for tensors beyond the budget; `/var/tmp` by default, since `/tmp` is often memory.
  public var spillFolder: String

  public init(bytes: Int = 1 << 30, spillFolder: String = "/var/tmp") {
    self.bytes = bytes
    self.spillFolder = spillFolder
  }
}
