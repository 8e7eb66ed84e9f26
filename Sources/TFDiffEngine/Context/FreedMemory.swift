import CAllocator

/// Memory that was freed but that the allocator still holds.
public enum FreedMemory {
  /// Returns it to the system, where the allocator can: a whole model's weights are worth the call.
  public static func giveBack() { tfdiff_give_back_freed_memory() }
}
