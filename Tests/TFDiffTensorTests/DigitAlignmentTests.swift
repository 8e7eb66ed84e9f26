import TFDiffTensor
import Testing

/// Protects: two numbers that are not the same never look the same, and the digit that is pointed at is one by which they differ.
@Suite struct DigitAlignmentTests {
  @Test(arguments: [
    ("0.5343", "0.5663", 3, 3), ("9.9", "10.1", 0, 0), ("-1.5", "1.5", 0, 0), ("1.5", "1.75", 2, 2),
    ("1.5e-02", "1.5e-03", 6, 6), ("1.5e-02", "1.6e-02", 2, 2), ("7", "12", 0, 0), ("nan", "1.0", 0, 0),
    ("123", "124", 2, 2), ("0.5", "0.53", 2, 3), ("64.0", "64.00015", 3, 6), ("1.5e-02", "1.75e-02", 2, 2),
  ])
  func digitsOfEqualWorthAreHeldAgainstEachOther(reference: String, candidate: String, at: Int, and: Int) throws {
    let places = try #require(DigitAlignment.firstDifference(reference, candidate))
    #expect(places.reference == at && places.candidate == and, "\(places)")
  }

  @Test func equalTextsHaveNoDifference() { #expect(DigitAlignment.firstDifference("0.25", "0.25") == nil) }

  /// Of every size and of every distance down to one unit in the last place.
  @Test(arguments: [7, 8, 10, 15])
  func numbersAreToldApartInAnyRoom(room: Int) throws {
    for size: Float in [0, 1e-38, 3.25e-7, 0.0123, 0.74151234, 1, 9.9999999, 123.456, 8.1e7, 3.4e20] {
      for steps in [1, 2, 50, 100_000] {
        for sign: Float in [1, -1] {
          let candidate = Float(bitPattern: size.bitPattern + UInt32(steps)) * sign
          let (a, b) = (Double(size * sign), Double(candidate))
          let format = CellFormat(for: [a, b], dtype: .float32, precision: 2)
          let texts = format.toldApart(a, b, room: room, ellipsis: "…")
          #expect(texts.reference != texts.candidate, "\(a) and \(b) in \(room): \(texts)")
          #expect(max(texts.reference.count, texts.candidate.count) <= room, "\(a) and \(b) in \(room): \(texts)")
          #expect(DigitAlignment.firstDifference(texts.reference, texts.candidate) != nil)
        }
      }
    }
  }

  @Test func digitsAreAddedBeforeTheBeginningIsLeftOut() {
    let format = CellFormat(for: [0.74, 0.75], dtype: .float32, precision: 2)
    #expect(format.toldApart(0.74, 0.75, room: 8, ellipsis: "…") == ("0.74", "0.75"))
    let near = format.toldApart(Double(Float(0.741512)), Double(Float(0.741519)), room: 8, ellipsis: "…")
    #expect(near == ("0.74151", "0.74152"))
    let nearer = format.toldApart(Double(Float(0.74151212)), Double(Float(0.74151218)), room: 8, ellipsis: "…")
    #expect(nearer == ("…7415121", "…7415122"))
  }

  @Test func distancesAreCountedInNumbersOfTheType() throws {
    let above = Float(bitPattern: Float(0.5).bitPattern + 3)
    let pair = try TensorPair(
      reference: Tensor([0.5, above, 0, .nan, .nan] as [Float]),
      candidate: Tensor([above, 0.5, -0.0, .nan, 1] as [Float]))
    #expect(pair.distance(at: 0) == NumberDistance(steps: 3, isBelow: false))
    #expect(pair.distance(at: 1) == NumberDistance(steps: 3, isBelow: true))
    #expect(pair.distance(at: 2)?.steps == 0)
    #expect(pair.distance(at: 3)?.steps == 0)
    #expect(pair.distance(at: 4) == nil)
    let whole = try TensorPair(reference: Tensor([Int64.min]), candidate: Tensor([Int64.max]))
    #expect(whole.distance(at: 0) == NumberDistance(steps: .max, isBelow: false))
  }

  @Test func bitsAreThoseThatAreStored() {
    #expect(Tensor([1, -2] as [Float]).bits(at: 1) == "c0000000")
    #expect(Tensor([1.0]).bits(at: 0) == "3ff0000000000000")
    #expect(Tensor([UInt8(7)]).bits(at: 0) == "07")
    #expect(Tensor([Int32(-1)]).bits(at: 0) == "ffffffff")
    #expect(Tensor([true]).bits(at: 0) == "01")
  }
}
