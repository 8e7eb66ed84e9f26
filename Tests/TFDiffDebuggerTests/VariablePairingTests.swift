import TFDiffTensor
import Testing

@testable import TFDiffDebugger

/// Protects: which variables of two programs are taken for one, in which way that was found out, and that what could be
/// several is not guessed.
@Suite struct VariablePairingTests {
  private func pairing(
    _ reference: [(String, Shape)], _ candidate: [(String, Shape)],
    pinned: [(reference: String, candidate: String)] = []
  ) -> VariablePairing {
    func events(_ variables: [(String, Shape)]) -> [VariableEvent] { variables.map { variable($0.0, $0.1) } }
    return VariablePairing(
      SidePair(reference: events(reference), candidate: events(candidate)), pinned: pinned)
  }

  private func words(_ pairing: VariablePairing) -> [String] {
    pairing.pairs.map { "\($0.reference) = \($0.candidate) \($0.way)" }
  }

  @Test(arguments: [
    ("InceptionV3/Conv2d_1a_3x3/weights", "inception_v3/conv2d_1a_3x3/kernel"),
    ("bert/encoder/layer_0/output/LayerNorm/gamma", "tf_bert/encoder/layer_0/output/layer_normalization/gamma"),
    ("net/fully_connected_1/biases", "dense_1/bias"), ("rnn/lstm_cell/w", "lstm_cell/kernel"),
    ("tower/BatchNorm/moving_mean", "tower/batch_normalization/moving_mean"),
  ])
  func customsOfNamesAreOne(reference: String, candidate: String) {
    let found = pairing([(reference, [3, 4])], [(candidate, [3, 4])])
    #expect(words(found) == ["\(reference) = \(candidate) path"])
  }

  @Test func theSameNameComesFirst() {
    let found = pairing([("a/kernel", [2]), ("b/kernel", [2])], [("b/kernel", [2]), ("a/kernel", [2])])
    #expect(words(found) == ["a/kernel = a/kernel name", "b/kernel = b/kernel name"])
  }

  @Test func aPinStandsAgainstAName() {
    let found = pairing(
      [("a/kernel", [2]), ("b/kernel", [2])], [("a/kernel", [2]), ("b/kernel", [2])],
      pinned: [("a/kernel", "b/kernel"), ("b/kernel", "a/kernel")])
    #expect(words(found) == ["a/kernel = b/kernel map", "b/kernel = a/kernel map"])
  }

  @Test func whatPairedOperationsReadIsAPair() {
    var found = pairing([("one/v", [2]), ("two/v", [2])], [("x/p", [2]), ("y/q", [2])])
    found.pairByOperations([(["one/v"], ["y/q"])])
    found.pairByOrder()
    #expect(words(found) == ["one/v = y/q operation", "two/v = x/p order"])
  }

  /// Keras numbers what a program does not name; the attribute that holds it has a name.
  @Test func theAttributesThatLeadToAVariableAreANameToo() {
    let variables = SidePair(
      reference: ["pool/query/kernel", "pool/key/kernel"].map { variable($0, [4, 4]) },
      candidate: ["dense/kernel", "dense_1/kernel"].map { variable($0, [4, 4]) })
    var found = VariablePairing(
      variables, attributes: ["dense/kernel": "to_key/kernel", "dense_1/kernel": "to_query/kernel"])
    found.pairByWords()
    #expect(
      Set(words(found)) == ["pool/query/kernel = dense_1/kernel words", "pool/key/kernel = dense/kernel words"])
    found = VariablePairing(variables, attributes: ["dense_1/kernel": "query/kernel"])
    #expect(words(found) == ["pool/query/kernel = dense_1/kernel path"])
  }

  /// As GPT-2's kernels: of two that are alike, what reads them says which is which, and last their order.
  @Test func aKernelWithAnAxisMoreIsAView() {
    func open() -> VariablePairing {
      pairing([("a/w", [1, 3, 4]), ("b/w", [1, 3, 4])], [("x/kernel", [3, 4]), ("y/kernel", [3, 4])])
    }
    func views(_ pairing: VariablePairing) -> [String] {
      pairing.laidOut.map { "\($0.references[0].name) = \($0.candidate.name) \($0.layout) \($0.way)" }
    }
    var found = open()
    found.pairByOperations([(["a/w"], ["y/kernel"])])
    found.pairByOrder()
    #expect(views(found) == ["a/w = y/kernel reshaped operation", "b/w = x/kernel reshaped order"])
    found = open()
    found.pairByOrder()
    #expect(views(found) == ["a/w = x/kernel reshaped order", "b/w = y/kernel reshaped order"])
  }

  /// As those of Keras' MultiHeadAttention, by names as all others are.
  @Test func axesThatAreSplitAreAView() {
    let found = pairing(
      [("net/query/kernel", [8, 6]), ("net/query/bias", [6]), ("net/key/kernel", [8, 6]), ("net/key/bias", [6])],
      [
        ("mha/key/kernel", [8, 2, 3]), ("mha/key/bias", [2, 3]), ("mha/query/kernel", [8, 2, 3]),
        ("mha/query/bias", [2, 3]),
      ])
    #expect(
      found.laidOut.map { "\($0.references[0].name) = \($0.candidate.name) \($0.layout) \($0.way)" } == [
        "net/query/kernel = mha/query/kernel reshaped path", "net/query/bias = mha/query/bias reshaped path",
        "net/key/kernel = mha/key/kernel reshaped path", "net/key/bias = mha/key/bias reshaped path",
      ])
  }

  @Test(
    arguments: [
      ([8, 8], [8, 2, 4], true), ([2, 4, 8], [8, 8], true), ([1, 1, 3, 4], [3, 4], true), ([6], [2, 3], true),
      ([2, 6], [3, 4], false), ([2, 3, 4], [4, 3, 2], false), ([4, 6], [6, 4], false), ([3], [4], false),
      ([], [1], false),
    ] as [(Shape, Shape, Bool)])
  func aViewJoinsNeighbouringAxes(one: Shape, other: Shape, isView: Bool) {
    #expect(one.joinsAxes(of: other) == isView)
    #expect(other.joinsAxes(of: one) == isView)
  }

  @Test func aPartnerMayReadMore() {
    var found = pairing(
      [("n/bn/gamma", [4]), ("n/bn/beta", [4])], [("p_n/gamma", [4]), ("p_n/beta", [4]), ("p_n/moving_mean", [4])])
    found.pairByOperations([(["n/bn/gamma", "n/bn/beta"], ["p_n/gamma", "p_n/beta", "p_n/moving_mean"])])
    #expect(words(found) == ["n/bn/gamma = p_n/gamma operation", "n/bn/beta = p_n/beta layer"])
  }

  /// What is known of a layer stands against a later pair of operations that would tear it apart.
  @Test func aLayersVariablesAreNotTornApart() {
    var found = pairing(
      [("0/conv/kernel", [2]), ("0/conv/bias", [3]), ("3/conv/kernel", [2]), ("3/conv/bias", [3])],
      [("b3/kernel", [2]), ("b3/bias", [3]), ("b0/kernel", [2]), ("b0/bias", [3])])
    found.pairByOperations([
      (["0/conv/kernel"], ["b0/kernel"]), (["3/conv/kernel"], ["b3/kernel"]), (["0/conv/bias"], ["b3/bias"]),
    ])
    #expect(found.candidate(of: "0/conv/bias") == "b0/bias" && found.candidate(of: "3/conv/bias") == "b3/bias")
  }

  /// In training nothing reads the moving averages.
  @Test func whatStandsBesideAPairIsAPair() {
    var found = pairing(
      [("n1/bn/gamma", [4]), ("n1/bn/moving_mean", [4]), ("n2/bn/gamma", [4]), ("n2/bn/moving_mean", [4])],
      [("b_n/gamma", [4]), ("b_n/moving_mean", [4]), ("a_n/gamma", [4]), ("a_n/moving_mean", [4])])
    found.pairByOperations([(["n1/bn/gamma"], ["a_n/gamma"]), (["n2/bn/gamma"], ["b_n/gamma"])])
    #expect(
      Set(words(found)) == [
        "n1/bn/gamma = a_n/gamma operation", "n2/bn/gamma = b_n/gamma operation",
        "n1/bn/moving_mean = a_n/moving_mean layer", "n2/bn/moving_mean = b_n/moving_mean layer",
      ])
  }

  /// `beta` and `gamma` have one shape, and are never each other.
  @Test func wordsThatContradictAreNoPair() {
    var found = pairing([("n/beta", [4]), ("n/gamma", [4])], [("m/gamma", [4]), ("m/beta", [4])])
    found.pairByOrder()
    #expect(words(found) == ["n/beta = m/beta order", "n/gamma = m/gamma order"])
  }

  @Test func whatCouldBeSeveralIsSaidAndNotGuessed() {
    var found = pairing([("one/v", [2])], [("x/p", [2]), ("y/q", [2])])
    found.pairByOrder()
    #expect(found.pairs.isEmpty)
    #expect(found.ambiguous == ["one/v"])
  }

  /// Peephole weights have one shape and stand in another order.
  @Test func oneWordOfAnOwnIsOnePair() {
    var found = pairing(
      [("dec/cell/v_in", [4]), ("dec/cell/v_forget", [4]), ("dec/cell/v_out", [4])],
      [("port/own/v_forget", [4]), ("port/own/v_out", [4]), ("port/own/v_in", [4])])
    found.pairByOrder()
    #expect(
      words(found) == [
        "dec/cell/v_in = port/own/v_in words", "dec/cell/v_forget = port/own/v_forget words",
        "dec/cell/v_out = port/own/v_out words",
      ])
  }

  @Test func scopesWordsTellVariablesOfOneShapeApart() {
    var found = pairing(
      [("tower/user/proj/v", [4]), ("tower/item/proj/v", [4])], [("item_tower/p", [4]), ("user_tower/p", [4])])
    found.pairByOrder()
    #expect(
      words(found) == [
        "tower/user/proj/v = user_tower/p words", "tower/item/proj/v = item_tower/p words",
      ])
  }

  /// A norm's variables have one shape; which is made first is nobody's custom.
  @Test func whatLayersCallByOneWordGoesByItsOwnOrder() {
    var found = pairing(
      [("a/n/beta", [4]), ("a/n/gamma", [4]), ("b/n/beta", [4]), ("b/n/gamma", [4])],
      [("norm/gamma", [4]), ("norm/beta", [4]), ("norm_1/gamma", [4]), ("norm_1/beta", [4])])
    found.pairByOrder()
    #expect(
      words(found) == [
        "a/n/beta = norm/beta order", "a/n/gamma = norm/gamma order", "b/n/beta = norm_1/beta order",
        "b/n/gamma = norm_1/gamma order",
      ])
    #expect(found.ambiguous.isEmpty)
  }

  @Test func anOrderThatNamesSpeakAgainstIsSaidAndNotGuessed() {
    var found = pairing(
      [("left/one/v", [2]), ("left/two/v", [2])], [("port/p", [2]), ("left/q", [2])])
    found.pairByOrder()
    #expect(found.pairs.isEmpty && found.ambiguous == ["left/one/v", "left/two/v"])
  }

  @Test(
    arguments: [
      ("lookup/W", "lookup/embeddings", [30, 4]), ("words/weights", "words/embeddings", [30, 4]),
      ("net/softmax_w", "lm/softmax/kernel", [4, 5]), ("net/softmax_b", "lm/softmax/bias", [5]),
      ("W_conv1", "conv1/kernel", [3, 3, 1, 4]), ("h0/ln_1/g", "model/h0/ln_1/gamma", [4]),
      ("h0/ln_1/b", "model/h0/ln_1/beta", [4]), ("enc/layer_norm_scale", "enc/layer_norm/gamma", [4]),
      ("enc/layer_norm/bias", "enc/layer_normalization/beta", [4]),
      ("cls/output_weights", "cls/output/kernel", [4, 2]),
      ("cls/output_bias", "cls/output/bias", [2]), ("ids/lookup_table", "ids/embeddings", [30, 4]),
      ("fc/Matrix", "fc/kernel", [3, 4]), ("stem/w1", "stem/1/kernel", [3, 4]),
    ] as [(String, String, Shape)])
  func programsOwnCustomsAreRead(reference: String, candidate: String, shape: Shape) {
    #expect(words(pairing([(reference, shape)], [(candidate, shape)])) == ["\(reference) = \(candidate) path"])
  }

  /// Numbered weights and biases of one scope belong to one layer by their number.
  @Test func numbersBesideWordsAreLayers() {
    var found = pairing(
      [("w1", [4, 4]), ("b1", [4]), ("w2", [4, 4]), ("b2", [4])],
      [("second/kernel", [4, 4]), ("second/bias", [4]), ("first/kernel", [4, 4]), ("first/bias", [4])])
    found.pairByOperations([(["w2"], ["second/kernel"]), (["w1"], ["first/kernel"])])
    #expect(found.candidate(of: "b1") == "first/bias" && found.candidate(of: "b2") == "second/bias")
  }

  @Test(arguments: [("a/offset", "b/gamma"), ("a/b", "b/kernel"), ("a/w", "b/bias"), ("n/scale", "m/beta")])
  func otherWordsStillContradict(reference: String, candidate: String) {
    var found = pairing([(reference, [4])], [(candidate, [4])])
    found.pairByOrder()
    #expect(found.pairs.isEmpty && found.ambiguous == [reference])
  }

  @Test func aMatrixThatLiesTheOtherWayIsTransposed() {
    var found = pairing([("out/weights", [5, 8])], [("logits/kernel", [8, 5])])
    found.pairByOrder()
    #expect(found.laidOut.map(\.layout) == [.transposed] && found.pairs.isEmpty)
  }

  /// What waits for its cell is nobody else's: the bias of a dense layer may have the shape of an LSTM's.
  @Test func cellsAreToldApartByWhatSurroundsThem() {
    func cell(_ scope: String) -> [(String, Shape)] {
      [("\(scope)/kernel", [5, 8]), ("\(scope)/bias", [8])]
    }
    func layer(_ scope: String) -> [(String, Shape)] {
      [("\(scope)/kernel", [3, 8]), ("\(scope)/recurrent_kernel", [2, 8]), ("\(scope)/bias", [8])]
    }
    var found = pairing(cell("a/lstm_cell") + cell("b/lstm_cell"), layer("lstm") + layer("lstm_1"))
    #expect(found.laidOut.isEmpty && found.openCells.reference.count == 2)
    found.pairCells(SidePair(reference: [[1, 3], [2]], candidate: [[2], [3, 1]]))
    found.pairByOrder()
    let partners = Dictionary(
      found.laidOut.map { ($0.candidate.name, "\($0.references[0].name) \($0.way)") },
      uniquingKeysWith: { first, _ in first })
    #expect(partners["lstm/bias"] == "b/lstm_cell/bias operation")
    #expect(partners["lstm_1/recurrent_kernel"] == "a/lstm_cell/kernel operation")
    #expect(found.pairs.isEmpty && found.ambiguous.isEmpty)
  }

  @Test func shapesThatDifferAreNoPair() {
    var found = pairing([("a/kernel", [2, 3])], [("b/kernel", [3, 4])])
    found.pairByOrder()
    #expect(found.pairs.isEmpty && found.laidOut.isEmpty)
  }

  @Test func aConvolutionOfOneByOneIsADenseLayerInAnotherShape() {
    var found = pairing([("head/weights", [1, 1, 8, 5])], [("logits/kernel", [8, 5])])
    found.pairByOrder()
    #expect(found.laidOut.map(\.layout) == [.reshaped])
  }

  @Test(arguments: [
    ("fc/kernel/Adam", "fc/kernel", "m"), ("fc/kernel/Adam_1", "fc/kernel", "v"),
    ("Adam/fc/kernel/v", "fc/kernel", "v"), ("Adam/v/fc/kernel", "fc/kernel", "v"),
    ("fc/kernel/Momentum", "fc/kernel", "momentum"), ("SGD/m/dense/bias", "dense/bias", "m"),
    ("fc/kernel/RMSProp", "fc/kernel", "rms"),
  ])
  func slotsOfEveryCustomAreRead(name: String, variable: String, kind: String) {
    #expect(OptimizerSlot(name) == OptimizerSlot(variable: variable, kind: kind))
  }

  @Test func whatIsNoSlotIsNone() { #expect(OptimizerSlot("conv/kernel") == nil && OptimizerSlot("step") == nil) }
}
