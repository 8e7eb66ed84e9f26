#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The memory of this machine: what a file asks for beyond it is refused, for an allocation that fails ends the process.
package enum PhysicalMemory {
  package static let byteCount: Int = {
    let (pages, size) = (sysconf(Int32(_SC_PHYS_PAGES)), sysconf(Int32(_SC_PAGESIZE)))
    return pages > 0 && size > 0 ? Int(pages) * Int(size) : .max
  }()
}
