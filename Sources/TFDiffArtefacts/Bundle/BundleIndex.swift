import SwiftProtobuf
import TFDiffTensor

/// What a checkpoint's index says: which bytes of which data file are which tensor, checked as far as that can be done
/// without reading the data.
struct BundleIndex {
  /// The greatest version of the format that this program reads: `kTensorBundleVersion`, tensor_bundle.cc.
  private static let version: Int32 = 1

  let shardCount: Int
  /// Everything that lies in data files, in the order of the keys.
  let stored: [BundleEntry]
  /// The tensors, in the order of their keys.
  let tensors: [BundleTensor]

  /// - Throws: ``CheckpointError/file(_:)``, ``CheckpointError/index(path:fault:)`` or
  ///   ``CheckpointError/entry(path:key:fault:)``.
  init(_ file: RandomAccessFile) throws(CheckpointError) {
    let entries = try Table(file).entries
    guard let first = entries.first, first.key.isEmpty else { throw .index(path: file.path, fault: .noHeader) }
    do throws(HeaderError) {
      shardCount = try Self.shardCount(first.value)
    } catch {
      throw .index(path: file.path, fault: error.fault)
    }
    do throws(EntryError) {
      var all: [BundleEntry] = []
      for entry in entries.dropFirst() { all.append(try BundleEntry(entry, shardCount: shardCount)) }
      stored = all.filter(\.parts.isEmpty)
      tensors = try Self.tensors(all)
      try Self.checkOverlaps(stored)
    } catch {
      throw .entry(path: file.path, key: BundleEntry.name(error.key), fault: error.fault)
    }
  }

  /// What lies in one data file, in the order of its bytes.
  func stored(inShard shard: Int) -> [BundleEntry] {
    stored.filter { $0.shard == shard }.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  private static func shardCount(_ bytes: ArraySlice<UInt8>) throws(HeaderError) -> Int {
    guard let header = try? Tensorflow_BundleHeaderProto(serializedBytes: Array(bytes)), header.numShards > 0 else {
      throw HeaderError(fault: .badHeader)
    }
    guard header.endianness == .little else { throw HeaderError(fault: .bigEndian) }
    guard header.version.minConsumer <= version, !header.version.badConsumers.contains(version) else {
      throw HeaderError(fault: .newerFormat(needs: Int(header.version.minConsumer)))
    }
    return Int(header.numShards)
  }

  /// Keys that begin with a zero byte are those of parts.
  private static func tensors(_ entries: [BundleEntry]) throws(EntryError) -> [BundleTensor] {
    let places = Dictionary(uniqueKeysWithValues: entries.map { ($0.key, $0) })
    var tensors: [BundleTensor] = []
    for entry in entries where entry.key.first != 0 {
      guard let key = String(validating: entry.key, as: UTF8.self) else { throw EntryError(entry.key, .keyIsNotText) }
      tensors.append(try BundleTensor(entry, key: key) { places[$0] })
    }
    return tensors
  }

  /// Bytes belong to one tensor only, so that reading all tensors reads no more than the files hold.
  private static func checkOverlaps(_ entries: [BundleEntry]) throws(EntryError) {
    let ordered = entries.filter { !$0.range.isEmpty }.sorted {
      ($0.shard, $0.range.lowerBound) < ($1.shard, $1.range.lowerBound)
    }
    for (entry, next) in zip(ordered, ordered.dropFirst())
    where entry.shard == next.shard && entry.range.upperBound > next.range.lowerBound {
      throw EntryError(next.key, .overlaps(key: entry.name))
    }
  }
}

/// A fault of an index's header.
private struct HeaderError: Error {
  let fault: IndexFault
}
