import TFDiffEngine
import TFDiffTensor
import Testing

/// Protects: the cache of filters in oneDNN's layout finds what it holds, stays within its limit, and
/// lets go of what nobody asks for.
@Suite struct ReorderedWeightsTests {
  private static func storage(_ bytes: Int) -> TensorStorage {
    TensorStorage(byteCount: bytes) { $0.initializeMemory(as: UInt8.self, repeating: 0) }
  }

  private func look(
    up source: TensorStorage, in cache: ReorderedWeights, layout: [Int64] = [1], bytes: Int = 100
  ) -> (storage: TensorStorage, wasMade: Bool) {
    var wasMade = false
    let storage = cache.weights(from: [source], layout: layout) {
      wasMade = true
      return Self.storage(bytes)
    }
    return (storage, wasMade)
  }

  @Test func aSecondLookUpFindsTheFirst() {
    let (cache, source) = (ReorderedWeights(byteLimit: 1000), Self.storage(8))
    let first = look(up: source, in: cache)
    let second = look(up: source, in: cache)
    #expect(first.wasMade && !second.wasMade)
    #expect(first.storage === second.storage)
    #expect(look(up: source, in: cache, layout: [2]).wasMade)
    #expect(cache.byteCount == 200)
  }

  @Test func theLimitHoldsAndACycleKeepsItsFirstEntries() {
    let cache = ReorderedWeights(byteLimit: 250)
    let sources = (0..<5).map { _ in Self.storage(8) }
    for _ in 0..<3 {
      for source in sources {
        _ = look(up: source, in: cache)
        #expect(cache.byteCount <= 250)
      }
    }
    #expect(sources.map { look(up: $0, in: cache).wasMade } == [false, false, true, true, true])
    cache.byteLimit = 100
    #expect(cache.byteCount <= 100)
  }

  @Test func entriesOfFreedWeightsMakeRoom() {
    let cache = ReorderedWeights(byteLimit: 250)
    for _ in 0..<10 {
      let (a, b) = (Self.storage(8), Self.storage(8))
      _ = look(up: a, in: cache)
      _ = look(up: b, in: cache)
      #expect(!look(up: a, in: cache).wasMade && !look(up: b, in: cache).wasMade)
    }
  }

  @Test func entriesNobodyAsksForMakeRoom() {
    let cache = ReorderedWeights(byteLimit: 250)
    let old = [Self.storage(8), Self.storage(8)]
    for source in old { _ = look(up: source, in: cache) }
    let new = Self.storage(8)
    for _ in 0..<5000 { _ = look(up: new, in: cache) }
    #expect(!look(up: new, in: cache).wasMade)
    withExtendedLifetime(old) {}
  }
}
