import TFDiffTensor
import Testing

/// Protects: what a person types between brackets is read as NumPy and tfdbg read it, and a mistake is
/// told with its column and remedy.
@Suite struct SliceTests {
  @Test(arguments: [
    ("[0,17,0:12,0:6]", "[0, 17, 0:12, 0:6]"), ("[:, ::2, -1, ...]", "[:, ::2, -1, ...]"),
    ("[...,-1]", "[..., -1]"), (" [ 1 : 2 : 3 , ] ", "[1:2:3]"), ("[]", "[]"), ("[::-1]", "[::-1]"),
    ("[-3:,:-2]", "[-3:, :-2]"), ("[+4]", "[4]"), ("[1::]", "[1:]"), ("[. . .]", "[...]"),
  ])
  func readsAndPrints(text: String, printed: String) throws {
    let slice = try TensorSlice(text)
    #expect(slice.description == printed)
    #expect(try TensorSlice(slice.description) == slice)
  }

  @Test(arguments: [
    ("", 1, SliceFault.missingOpeningBracket), ("0, 1]", 1, .missingOpeningBracket),
    ("[0, 1", 6, .missingClosingBracket), ("[", 2, .missingClosingBracket), ("[-", 3, .missingClosingBracket),
    ("[1] x", 5, .textAfterBracket), ("[0,,1]", 4, .missingItem), ("[,]", 2, .missingItem),
    ("[1.5]", 3, .unexpectedCharacter(".")), ("[a]", 2, .unexpectedCharacter("a")),
    ("[1 2]", 4, .unexpectedCharacter("2")), ("[--1]", 3, .unexpectedCharacter("-")),
    ("[None]", 2, .unexpectedCharacter("N")), ("[..., ...]", 7, .secondEllipsis), ("[::0]", 4, .zeroStep),
    ("[1:2:3:4]", 7, .tooManyColons), ("[1234567890123456789]", 2, .numberTooLarge),
    ("[٣]", 2, .unexpectedCharacter("٣")),
  ])
  func saysWhatIsWrongAndWhere(text: String, column: Int, fault: SliceFault) {
    #expect(throws: TensorError.sliceSyntax(text: text, column: column, fault: fault)) {
      try TensorSlice(text)
    }
  }

  /// The numbers are those of `np.arange(24, dtype=np.float32).reshape(2, 3, 4)`.
  @Test(arguments: [
    ("[1]", [3, 4], [12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]), ("[:, 1, ::2]", [2, 2], [4, 6, 16, 18]),
    ("[..., -1]", [2, 3], [3, 7, 11, 15, 19, 23]), ("[0, ::-1, 1:3]", [3, 2], [9, 10, 5, 6, 1, 2]),
    ("[1, 2, 3]", [], [23]), ("[:, 3:, :]", [2, 0, 4], []),
  ])
  func cutsAsNumPyDoes(text: String, sizes: [Int], elements: [Double]) throws {
    let tensor = Tensor((0..<24).map(Float.init), shape: [2, 3, 4])
    let cut = try tensor.sliced(TensorSlice(text))
    #expect(cut.shape == Shape(sizes))
    #expect((0..<cut.elementCount).map { cut.value(at: $0) } == elements)
  }

  @Test func messagesNameTheRemedy() throws {
    let syntax = tensorError { _ = try TensorSlice("[0,,1]") }
    #expect(
      syntax?.description == "slice '[0,,1]', column 4: expected an index, a range such as 0:12, or '...'")
    let index = tensorError { _ = try TensorWindow(TensorSlice("[0, 40]"), of: [1, 35]) }
    #expect(
      index?.description
        == "slice [0, 40]: index 40 is outside dimension 1 of shape [1, 35]; use -35 to 34")
    let rank = tensorError { _ = try TensorWindow(TensorSlice("[0, ..., 1, 2]"), of: [1, 35]) }
    #expect(
      rank?.description
        == "slice [0, ..., 1, 2] has 3 items for shape [1, 35], which has 2 dimensions; leave out 1")
    let empty = tensorError { _ = try TensorWindow(TensorSlice("[0]"), of: [0]) }
    #expect(empty?.description.hasSuffix("it is empty") == true)
  }

  @Test func namesAreSplitOffAsInTfdbg() throws {
    let whole = try TensorSlice.split(" Mixed_5b/Relu:0 ")
    #expect(whole.name == "Mixed_5b/Relu:0" && whole.slice == nil)
    let part = try TensorSlice.split("Mixed_5b/Relu:0[0,:,:]")
    #expect(part.name == "Mixed_5b/Relu:0" && part.slice?.description == "[0, :, :]")
    #expect(throws: TensorError.self) { try TensorSlice.split("x[0") }
  }

  @Test func noTextCrashes() {
    var random = SplitMix64(seed: 2)
    let alphabet = Array("[]:,.-+0123456789 9999999999 ax٣é\u{301}\0\n".unicodeScalars)
    let items = ["0", "-1", "+2", "3", ":", "::2", "1:", ":-1", "::-1", "0:2:1", "...", "9999999999", " 1 ", "", "a"]
    var (read, shown) = (0, 0)
    for round in 0..<20_000 {
      var text = String.UnicodeScalarView()
      if round % 4 == 0 {
        // What is mostly a slice.
        let some = (0..<Int.random(in: 0..<5, using: &random)).map { _ in items.randomElement(using: &random) ?? "" }
        text.append(contentsOf: "[\(some.joined(separator: ","))]".unicodeScalars)
      } else {
        if Bool.random(using: &random) { text.append("[") }
        for _ in 0..<Int.random(in: 0..<24, using: &random) {
          text.append(alphabet.randomElement(using: &random) ?? "[")
        }
      }
      guard let slice = try? TensorSlice(String(text)) else { continue }
      read += 1
      #expect((try? TensorSlice(slice.description)) == slice, "\(String(text))")
      for shape in [[], [3], [2, 3], [0, 3], [1, 2, 3, 4]] as [Shape] {
        guard let window = try? TensorWindow(slice, of: shape) else { continue }
        shown += 1
        let room = TensorWindow.Room(rows: 2, columns: 2)
        let visible = window.scrolled(rows: 1, columns: -1, room: room).fitted(to: room)
        #expect(
          visible.positions.allSatisfy { (0..<shape.elementCount).contains($0) }, "\(slice) of \(shape)")
      }
    }
    // Else only the reader's errors would have been tried.
    #expect(read > 1000 && shown > 1000, "\(read) slices, \(shown) windows")
  }

  @Test func randomBytesDoNotCrash() {
    var random = SplitMix64(seed: 4)
    for _ in 0..<5000 {
      let bytes = (0..<Int.random(in: 0..<40, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
      let text = String(decoding: bytes, as: UTF8.self)
      let error = tensorError { _ = try TensorSlice(text) }
      #expect(error.map { !$0.description.isEmpty } ?? true)
    }
  }
}
