import TFDiffDebugger
import TFDiffTensor
import Testing

/// Protects: bookkeeping and shape arithmetic are told from operations that compute, which alone are worth comparing.
@Suite struct OperationKindTests {
  @Test(arguments: [
    "Const", "Identity", "ReadVariableOp", "VarHandleOp", "Reshape", "Squeeze", "Placeholder",
    "AssignVariableOp", "AssignSubVariableOp", "Shape", "VariableV2",
  ])
  func bookkeepingByType(type: String) {
    #expect(OperationKind(of: event("x", type)) == .bookkeeping)
  }

  @Test(arguments: [
    "Conv2D", "_FusedConv2D", "Relu", "Mul", "MatMul", "Softmax", "RandomUniform", "Transpose",
  ])
  func computeByType(type: String) {
    #expect(OperationKind(of: event("x", type)) == .compute)
  }

  @Test func withoutOutputIsBookkeeping() {
    #expect(OperationKind(of: OperationEvent(name: "x", type: "Mul", output: nil)) == .bookkeeping)
  }

  @Test func shapeArithmeticIsBookkeepingButNumbersFromDataAreNot() {
    let vector = Tensor([1, 2, 3] as [Int32])
    #expect(OperationKind(of: OperationEvent(name: "x", type: "Pack", output: vector)) == .bookkeeping)
    #expect(OperationKind(of: OperationEvent(name: "x", type: "ArgMax", output: vector)) == .compute)
    let matrix = vector.reshaped(to: [1, 3])
    #expect(OperationKind(of: OperationEvent(name: "x", type: "Mul", output: matrix)) == .compute)
  }

  /// A variable of TensorFlow 1 is gathered from as a tensor, one of TensorFlow 2 by its handle.
  @Test(arguments: [
    ("ResourceGather", "GatherV2"), ("ResourceGatherNd", "GatherNd"), ("AddV2", "Add"), ("_FusedConv2D", "FusedConv2D"),
  ])
  func onesOfTheSameMeaning(type: String, other: String) {
    #expect(canonicalOperationType(type) == canonicalOperationType(other))
  }

  @Test func othersStayOthers() {
    #expect(canonicalOperationType("ResourceGather") != canonicalOperationType("ResourceGatherNd"))
    #expect(canonicalOperationType("ResourceVariable") == "ResourceVariable")
  }
}
