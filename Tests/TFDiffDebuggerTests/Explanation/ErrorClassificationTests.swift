import TFDiffTensor
import Testing

@testable import TFDiffDebugger

/// Protects: a difference is called what it is, with its numbers, and noise of whatever size and spread is called nothing.
@Suite struct ErrorClassificationTests {
  private let picture: Tensor
  private let matrix: Tensor

  init() {
    var numbers = MadeUpNumbers(seed: 7)
    picture = numbers.tensor([3, 12, 14, 5], scale: 2)
    matrix = numbers.tensor([40, 30])
  }

  private func kind(_ reference: Tensor, _ candidate: Tensor, _ kind: ErrorKind, says words: String) {
    let error = ErrorClassification(reference: reference, candidate: candidate)
    #expect(error.kind == kind, "\(error)")
    #expect(error.evidence.contains(words), "\(error.evidence)")
  }

  @Test func oneNumber() {
    kind(picture, picture.mapped { value, _ in value * 0.37 }, .constantFactor, says: "0.37 times the reference")
    kind(picture, picture.mapped { value, _ in -value }, .constantFactor, says: "-1 times the reference")
    kind(picture, picture.mapped { _, _ in 0 }, .constantFactor, says: "0 everywhere")
    kind(picture, picture.mapped { value, _ in value + 0.21 }, .constantOffset, says: "the reference and 0.21")
  }

  /// One line for all elements; of a few, two numbers say nothing.
  @Test func oneFactorAndOneNumber() {
    kind(
      picture, picture.mapped { value, _ in 1.5 * value - 0.25 }, .otherFormula,
      says: "1.5 times the reference and -0.25, to")
    kind(matrix, matrix.mapped { value, _ in 0.2 - value }, .otherFormula, says: "-1 times the reference and 0.2")
    for count in [6, 7] {
      let few = Tensor((0..<count).map { Float($0 * $0) })
      let error = ErrorClassification(reference: few, candidate: few.mapped { value, _ in 3 * value + 0.5 })
      #expect((error.kind == .otherFormula) == (count > 6), "\(error)")
    }
    let bent = picture.mapped { value, _ in 1.5 * value - 0.25 + 0.01 * value * value }
    #expect(ErrorClassification(reference: picture, candidate: bent).kind != .otherFormula)
  }

  @Test func ofEachChannel() {
    kind(
      picture, picture.mapped { value, index in value * (1 + 0.1 * Double(index[3])) }, .perChannel,
      says: "channel of axis 3 has a factor of its own (1.1 in channel 1, 1.2 in channel 2")
    kind(
      picture, picture.mapped { value, index in value + (index[1] == 4 ? 0.5 : 0) }, .perChannel,
      says: "axis 1 has a number added of its own (0.5 in channel 4; 1 of 12 channels differ)")
    kind(
      matrix, matrix.mapped { value, index in value - 0.01 * Double(index[1] % 3) }, .perChannel, says: "of axis 1")
    kind(
      picture, picture.mapped { value, index in value * (1 + 0.1 * Double(index[3])) - 0.3 * Double(index[3] % 2) },
      .perChannel, says: "has a factor and a number added of its own (1.1 in channel 1")
  }

  @Test func partsOfThePicture() {
    kind(
      picture,
      picture.mapped { value, index in
        [0, 11].contains(index[1]) || [0, 13].contains(index[2]) ? value * 1.3 + 0.2 : value
      }, .border, says: "within 1 of the border of axes 1 and 2")
    kind(
      picture.taken([3, 5, 12, 14]) { [$0[0], $0[2], $0[3], $0[1]] },
      picture.taken([3, 5, 12, 14]) { [$0[0], $0[2], $0[3], $0[1]] }.mapped { value, index in
        index[2] < 2 ? value * value : value
      }, .border, says: "within 2 of the border of axes 2 and 3")
    kind(
      picture, picture.mapped { value, index in index[0] == 1 ? value * value + 0.1 : value }, .partOfBatch,
      says: "1 of 3 examples differ (1)")
    kind(
      picture, picture.mapped { value, index in index == [2, 3, 4, 1] || index == [0, 5, 5, 0] ? value + 3 : value },
      .outliers, says: "2 of 2520 elements differ, by at most 3.0e+00, the first at (0, 5, 5, 0)")
  }

  /// One element is an outlier wherever it lies.
  @Test(arguments: [[0, 0, 0, 0], [1, 11, 13, 2], [2, 5, 6, 4]]) func oneElement(place: [Int]) {
    kind(
      picture, picture.mapped { value, index in index == place ? value - 2 : value }, .outliers,
      says: "1 of 2520 elements differ, by at most 2.0e+00")
  }

  @Test func anotherOrder() {
    kind(picture, picture.taken { [$0[0], $0[1], $0[2], 4 - $0[3]] }, .permutation, says: "axis 3 reversed")
    kind(
      matrix, matrix.taken { [$0[0], ($0[1] + 15) % 30] }, .permutation,
      says: "the 2 equal parts of axis 1 in the order (1, 0)")
    let order = [4, 1, 0, 2, 3]
    kind(
      picture, picture.taken { [$0[0], $0[1], $0[2], order[$0[3]]] }, .permutation,
      says: "4 of 5 moved: 0 has 4, 2 has 0, 3 has 2, 4 has 3")
    kind(picture, picture.taken { [($0[0] + 2) % 3, $0[1], $0[2], $0[3]] }, .permutation, says: "rolled by 1")
    let square = matrix.taken([30, 30]) { $0 }
    kind(square, square.taken { [$0[1], $0[0]] }, .transposition, says: "axes in the order (1, 0), to")
    kind(
      matrix, matrix.taken([30, 40]) { [$0[1], $0[0]] }.reshaped(to: [40, 30]), .transposition,
      says: "taken for the shape [40, 30]")
    kind(matrix, matrix.taken([30, 40]) { [$0[1], $0[0]] }, .transposition, says: "candidate's [30, 40]")
    kind(matrix, matrix.reshaped(to: [30, 40]), .shape, says: "[40, 30]")
  }

  @Test func wholeNumbersAreExact() {
    let labels = Tensor([3, 1, 4, 1, 5, 9, 2, 6] as [Int32])
    kind(
      labels, Tensor([6, 3, 1, 4, 1, 5, 9, 2] as [Int32]), .permutation, says: "rolled by 1: each has the one 1 before")
    kind(labels, Tensor([4, 2, 5, 2, 6, 10, 3, 7] as [Int32]), .constantOffset, says: "the reference and 1")
  }

  @Test func aPictureThatHasMoved() {
    kind(
      picture, picture.taken { [$0[0], min($0[1] + 1, 11), $0[2], $0[3]] }, .shift, says: "1 rows and 0 columns further"
    )
    let half = picture.mapped { value, index in
      let next = [index[0], index[1], min(index[2] + 1, 13), index[3]]
      return (value + picture.value(at: picture.shape.position(of: next))) / 2
    }
    kind(picture, half, .shift, says: "0 rows and 0.5 columns further")
  }

  @Test func whatIsNoNumber() {
    let broken = picture.mapped { value, index in index[0] == 1 && index[3] == 2 ? .nan : value }
    kind(picture, broken, .nonFinite, says: "the candidate has 168 NaN or infinite elements")
    kind(broken, picture, .nonFinite, says: "the first at (1, 0, 0, 2)")
    #expect(
      ErrorClassification(reference: broken, candidate: broken.mapped { value, _ in value * 2 }).kind == .constantFactor
    )
  }

  @Test func otherDraws() {
    var numbers = MadeUpNumbers(seed: 99)
    kind(matrix, numbers.tensor([40, 30]), .randomNumbers, says: "uncorrelated")
    #expect(ErrorClassification(reference: matrix, candidate: numbers.tensor([40, 30], scale: 3)).kind == .unknown)
    #expect(ErrorClassification(reference: matrix, candidate: numbers.tensor([40, 30], mean: 1)).kind == .unknown)
  }

  /// Absolute, relative, over many orders of magnitude, and so sparse or so near to the tolerance that few elements are outside.
  @Test(arguments: 0..<40)
  func noiseIsOfNoKind(seed: UInt64) {
    var numbers = MadeUpNumbers(seed: seed + 1000)
    let size = [1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2][Int(seed % 6)]
    let spread = [0.0, 2, 6][Int(seed % 3)]
    let clean = numbers.tensor([4, 10, 10, 6]).mapped { value, index in
      value * exp10(spread * (Double(index[1] * 7 % 10) / 10 - 0.5))
    }
    var noise = numbers
    for noisy in [
      clean.mapped { value, _ in value + size * noise.normal() },
      clean.mapped { value, _ in value * (1 + size * noise.normal()) },
      clean.mapped { value, _ in value * 0.5 * (1 + 100 * size * noise.normal()) },
    ] {
      let error = ErrorClassification(reference: clean, candidate: noisy)
      let isRounding = size < 1e-6 && error.kind == .constantFactor
      #expect(error.kind == .unknown || isRounding, "\(size) \(spread) \(error)")
    }
  }

  private func exp10(_ exponent: Double) -> Double {
    var result = 1.0
    for _ in 0..<Int(exponent.magnitude * 10) { result *= 1.258_925_411_794_167_2 }
    return exponent < 0 ? 1 / result : result
  }
}
