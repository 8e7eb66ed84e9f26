import TFDiffDebugger
import TFDiffUI

/// Draws the state. A function of its arguments: the same ones give the same screen.
public func render(_ state: AppState, theme: Theme, capabilities: Capabilities) -> Screen {
  var canvas = Canvas(
    size: state.interface.size, glyphs: capabilities.unicode ? .unicode : .ascii,
    styles: StyleSheet(theme: theme, capabilities: capabilities))
  let layout = state.layout
  if layout.isTooSmall {
    TooSmallNotice.draw(on: &canvas, size: layout.size)
    return canvas.screen
  }
  TitleBar.draw(state, in: layout.titleBar, on: &canvas)
  for focus in Focus.allCases {
    guard let rect = layout.panes[focus] else { continue }
    canvas.clipped(to: rect) { draw(focus, state, in: rect, on: &$0) }
  }
  if let bar = layout.causeBar { HintBar.drawCause(state, in: bar, on: &canvas) }
  HintBar.draw(state, in: layout.hintBar, on: &canvas)
  OverlayView.draw(state, layout: layout, on: &canvas)
  return canvas.screen
}

private func draw(_ focus: Focus, _ state: AppState, in rect: Rect, on canvas: inout Canvas) {
  switch focus {
  case .endpoints: EndpointList.draw(state, in: rect, on: &canvas)
  case .reference: TensorPane.draw(.reference, state, in: rect, on: &canvas)
  case .candidate: TensorPane.draw(.candidate, state, in: rect, on: &canvas)
  case .difference: DifferencePane.draw(state, in: rect, on: &canvas)
  case .bottom: Tabs.draw(state, in: rect, on: &canvas)
  }
}

extension Canvas {
  /// A pane's border and title; brighter where the keys go to it.
  package mutating func pane(
    _ rect: Rect, title: String, isFocused: Bool, titleRole: Role? = nil
  ) {
    let role = isFocused ? Role.paneTitleFocused : titleRole ?? .paneTitle
    box(rect, title: title, border: isFocused ? .borderFocused : .border, titleRole: role)
  }
}
