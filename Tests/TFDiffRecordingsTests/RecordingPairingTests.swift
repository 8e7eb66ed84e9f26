import TFDiffTensor
import Testing

@testable import TFDiffRecordings

/// Protects: endpoints of two recordings are paired by what leaves no choice, in whatever order of axes, and the way is known; what
/// could be several, or nothing, is not paired.
@Suite struct RecordingPairingTests {
  private func pairs(
    _ reference: [RecordedEndpoint], _ candidate: [RecordedEndpoint], layers: [String: String] = [:]
  ) -> [String] {
    RecordingPairing(reference, candidate, layers: layers).pairs.map { pair in
      let axes = pair.axes.map { " axes \($0)" } ?? ""
      let factor = pair.factor.map { " times \(($0 * 1000).rounded() / 1000)" } ?? ""
      return "\(reference[pair.reference].name)=\(candidate[pair.candidate].name) \(pair.way)\(axes)\(factor)"
    }
  }

  @Test func namesAndMapsGoFirst() {
    var numbers = Numbers(1)
    let (a, b) = (numbers.tensor([3, 4]), numbers.tensor([3, 4]))
    // The values say the opposite, and are what is compared.
    #expect(
      pairs([recorded("a", a), recorded("b", b)], [recorded("b", a), recorded("a", b)]) == ["a=a name", "b=b name"])
    #expect(
      pairs([recorded("a", a), recorded("b", b)], [recorded("b", a), recorded("a", b)], layers: ["a": "b"])
        == ["a=b map", "b=a values"])
    #expect(pairs([recorded("a", a)], [recorded("x", b), recorded("y", a)], layers: ["a": "x"]) == ["a=x map"])
  }

  @Test func aPartOfAPathIsFound() {
    var numbers = Numbers(2)
    let (conv, pool, logits) = (numbers.tensor([2, 4, 4, 3]), numbers.tensor([2, 2, 2, 3]), numbers.tensor([2, 5]))
    let short = [recorded("conv1", conv), recorded("pool1", pool), recorded("logits", logits)]
    let long = [
      recorded("Net/conv1/BiasAdd:0", numbers.tensor([2, 4, 4, 3])), recorded("Net/conv1/Relu:0", conv),
      recorded("Net/pool1/MaxPool:0", pool), recorded("Net/logits/BiasAdd:0", logits),
      recorded("Net/conv11/Relu:0", numbers.tensor([2, 4, 4, 3])),
    ]
    let expected = [
      "conv1=Net/conv1/Relu:0 path", "pool1=Net/pool1/MaxPool:0 path", "logits=Net/logits/BiasAdd:0 path",
    ]
    #expect(pairs(short, long) == expected)
    #expect(pairs(long, short).count == 3)
  }

  /// Where the one that has the values is out of tolerance, the last of a scope is what the layer gives.
  @Test func ofSeveralInAScopeTheLastIsTaken() {
    var numbers = Numbers(3)
    let long = [
      recorded("net/fc/MatMul:0", numbers.tensor([7, 9])), recorded("net/fc/Relu:0", numbers.tensor([7, 9])),
    ]
    #expect(pairs([recorded("fc", numbers.tensor([7, 9]))], long) == ["fc=net/fc/Relu:0 path"])
  }

  @Test func valuesAreRecognizedInAnotherOrderOfAxes() {
    var numbers = Numbers(4)
    let image = numbers.tensor([2, 5, 6, 3])
    let matrix = numbers.tensor([8, 8])
    let found = pairs(
      [recorded("a", image), recorded("m", matrix)],
      [recorded("q", matrix.transposed([1, 0])), recorded("p", image.transposed([0, 3, 1, 2]))])
    #expect(found == ["a=p values axes [0, 2, 3, 1]", "m=q values axes [1, 0]"])
  }

  /// Cubes: the shape does not tell, the values do.
  @Test func namedPairsOfEqualSizesMayBeTransposed() {
    var numbers = Numbers(5)
    let cube = numbers.tensor([2, 4, 4, 4])
    #expect(
      pairs([recorded("x", cube)], [recorded("x", cube.transposed([0, 3, 1, 2]))]) == ["x=x name axes [0, 2, 3, 1]"])
    #expect(pairs([recorded("x", cube)], [recorded("x", cube)]) == ["x=x name"])
    // Neither order agrees: they are compared as they are.
    #expect(pairs([recorded("x", cube)], [recorded("x", numbers.tensor([2, 4, 4, 4]))]) == ["x=x name"])
  }

  @Test func aConstantFactorIsRecognized() {
    var numbers = Numbers(6)
    let values = numbers.tensor([40, 3])
    let others = [recorded("u", numbers.tensor([40, 3])), recorded("v", values.scaled(by: -0.5))]
    #expect(pairs([recorded("a", values)], others) == ["a=v values times -0.5"])
  }

  @Test func aShapeOfItsOwnIsPaired() {
    var numbers = Numbers(7)
    let reference = [
      recorded("a", numbers.tensor([3, 7])), recorded("b", numbers.tensor([4, 4])),
      recorded("c", numbers.tensor([4, 4])),
    ]
    let candidate = [
      recorded("x", numbers.tensor([4, 4])), recorded("y", numbers.tensor([4, 4])),
      recorded("z", numbers.tensor([3, 7])),
    ]
    #expect(pairs(reference, candidate) == ["a=z shape"])
  }

  /// Two of one shape between pairs that are known are told apart by their order; with others between, or in another order of
  /// shapes, they are not.
  @Test func whatStandsBetweenTheSamePairsIsPairedInOrder() {
    var numbers = Numbers(10)
    let (first, last) = (numbers.tensor([2, 3]), numbers.tensor([5]))
    func side(_ names: [String], _ shapes: [Shape]) -> [RecordedEndpoint] {
      let between = zip(names, shapes).map { recorded($0, numbers.tensor($1)) }
      return [recorded(names[0] + "first", first)] + between + [recorded(names[0] + "last", last)]
    }
    let reference = side(["a", "b", "c"], [[4, 4], [4, 4], [6]])
    #expect(
      pairs(reference, side(["x", "y", "z"], [[4, 4], [4, 4], [6]]))
        == ["afirst=xfirst values", "a=x order", "b=y order", "c=z shape", "alast=xlast values"])
    #expect(pairs(reference, side(["x", "y", "z"], [[4, 4], [7, 7], [4, 4]])).count == 2)
    // Nothing else is known of them, but that they have the same shapes in the same order.
    let shapes: [Shape] = [[4, 4], [4, 4], [2]]
    let left = shapes.enumerated().map { recorded("l\($0)", numbers.tensor($1)) }
    let right = shapes.enumerated().map { recorded("arr_\($0)", numbers.tensor($1)) }
    #expect(pairs(left, right) == ["l0=arr_0 order", "l1=arr_1 order", "l2=arr_2 shape"])
  }

  /// Constants are equal wherever they are, and mean nothing.
  @Test func constantsAreNotPairedByValue() {
    let zeros = Tensor(repeating: Float(0), shape: [5, 5])
    var numbers = Numbers(8)
    #expect(
      pairs(
        [recorded("a", zeros), recorded("b", numbers.tensor([5, 5]))],
        [recorded("x", zeros), recorded("y", zeros), recorded("z", zeros)]
      ).isEmpty)
  }

  /// Numbers that are all about one, as variances are, are not the same for that.
  @Test func whatIsNearlyConstantIsNotTheSame() {
    var numbers = Numbers(11)
    func near() -> Tensor { Tensor((0..<25).map { _ in 1 + 1e-4 * numbers.next() }, shape: [5, 5]) }
    let (own, other) = ([recorded("a", near()), recorded("b", near())], [near(), near(), near()])
    #expect(pairs(own, other.enumerated().map { recorded("x\($0)", $1) }).isEmpty)
  }

  /// One array on each side is the pair that was asked for.
  @Test func twoLoneArraysAreAPair() {
    var numbers = Numbers(9)
    #expect(
      pairs([recorded("old", numbers.tensor([2, 3]))], [recorded("new", numbers.tensor([2, 3]))]) == ["old=new shape"])
    #expect(
      pairs([recorded("old", numbers.tensor([2, 3]))], [recorded("new", numbers.tensor([6]))]) == ["old=new shape"])
  }
}
