#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The processors this process may use.
public enum Processors {
  public static let count = max(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), 1)
}
