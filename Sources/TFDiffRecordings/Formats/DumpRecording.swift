import TFDiffArtefacts
import TFDiffTensor

/// A dump of TensorFlow 1's debugger.
enum DumpRecording: RecordingFormat {
  static func claims(_ path: String) -> Bool { DebuggerDump.isDump(path) }

  static func open(_ path: String) throws(RecordingError) -> Recording {
    let dump: DebuggerDump
    do throws(DumpError) { dump = try DebuggerDump(path) } catch { throw .dump(error) }
    var endpoints: [RecordedEndpoint] = []
    var unreadable: [(name: String, reason: String)] = []
    var count: [String: Int] = [:]
    for entry in dump.entries {
      let name = self.name(entry, &count)
      do throws(DumpError) {
        let tensor = try dump.tensor(entry)
        let load: @Sendable () throws(RecordingError) -> Tensor = { () throws(RecordingError) in
          do throws(DumpError) { return try dump.tensor(entry) } catch { throw .dump(error) }
        }
        endpoints.append(RecordedEndpoint(name: name, shape: tensor.shape, dtype: tensor.dtype, load: load))
      } catch {
        guard case .unsupportedType = error else { throw .dump(error) }
        unreadable.append((name, error.description))
      }
    }
    return Recording(path: path, kind: "tfdbg dump", endpoints: endpoints, unreadable: unreadable)
  }

  /// As TensorFlow names it; what was computed again is told apart by how often it had been.
  private static func name(_ entry: DebuggerDump.Entry, _ count: inout [String: Int]) -> String {
    count[entry.name, default: 0] += 1
    let times = count[entry.name] ?? 1
    return times == 1 ? entry.name : "\(entry.name)#\(times)"
  }
}
