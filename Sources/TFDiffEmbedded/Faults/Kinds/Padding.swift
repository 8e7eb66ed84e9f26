import TFDiffEngine

extension FaultKind {
  static let padding = FaultKind(
    "padding", help: "windows are padded the other way, or as VALUE says (SAME or VALID)", parameter: .padding,
    hook: .arguments { site, layer, arguments in
      guard [.conv2d, .maxPool2d, .avgPool2d].contains(layer) else { return }
      let other: PaddingAlgorithm = arguments.padding == .same ? .valid : .same
      arguments.padding = site.fault.value.flatMap(PaddingAlgorithm.init) ?? other
    })
}
