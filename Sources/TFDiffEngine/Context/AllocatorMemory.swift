import CAllocator

/// The memory that the allocator holds for this process beyond what is in use.
public enum AllocatorMemory {
  /// Returns what was freed to the system, where the allocator can: a whole model's weights are worth the call.
  public static func giveBack() { tfdiff_give_back_freed_memory() }

  /// Lets all threads draw on as many pools as there are processors. A run's two sides and what compares them have threads of their
  /// own, and what one of them frees another could not use: a training step of Inception-ResNet-v2 holds a tenth more of it then.
  ///
  /// To be called before there are other threads.
  public static func share() { tfdiff_limit_arenas(Int32(Processors.count)) }
}
