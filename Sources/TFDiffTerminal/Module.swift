import CNcurses
import TFDiffUI
