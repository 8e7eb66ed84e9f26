"""What makes a wheel of what `stage.py` has put into this tree: its tag, and the files that go beside the package."""

import os
import pathlib
from typing import Any, Dict

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PROGRAM = pathlib.Path('src', 'tfdiff', '_program')
SHARE = 'share'


class WheelHook(BuildHookInterface[Any]):
  """Tags a wheel with a program in it as one for this kind of machine; one without is for any."""

  def initialize(self, version: str, build_data: Dict[str, Any]) -> None:
    root = pathlib.Path(self.root)
    if not (root / PROGRAM / 'tfdiff-tui').exists():
      return
    build_data['pure_python'] = False
    # The platform is put right by auditwheel, which looks at what the program needs.
    build_data['tag'] = 'py3-none-linux_%s' % os.uname().machine
    share = root / SHARE
    build_data['shared_data'] = {
        str(path): str(path.relative_to(root)) for path in sorted(share.rglob('*')) if path.is_file()}
