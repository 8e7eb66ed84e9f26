/// A key as a person thinks of it.
public enum Key: Sendable, Hashable {
  case character(Character)
  case control(Character)
  case alt(Character)
  case enter, escape, tab, backTab, backspace, delete, insert
  case up, down, left, right
  case shiftUp, shiftDown, shiftLeft, shiftRight
  case home, end, pageUp, pageDown
  case function(Int)
}

public struct MouseEvent: Sendable, Hashable {
  public enum Kind: Sendable, Hashable { case press, doublePress, release, drag, scrollUp, scrollDown }
  public var kind: Kind
  public var location: Point
  public init(kind: Kind, location: Point) {
    self.kind = kind
    self.location = location
  }
}

/// What comes from the terminal.
public enum InputEvent: Sendable, Hashable {
  case key(Key)
  case mouse(MouseEvent)
  case resize(Size)
  /// Text pasted as a whole.
  case paste(String)
}
