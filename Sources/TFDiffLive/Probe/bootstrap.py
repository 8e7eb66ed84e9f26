import sys
# As `-c` has it first: the current folder is the user's, and lends no module.
if sys.path and not sys.path[0]:
  del sys.path[0]
import os
if sys.version_info < (3, 7):
  sys.stderr.write('Python %d.%d is too old: 3.7 or later is needed\n' % sys.version_info[:2])
  sys.stderr.flush()
  os._exit(3)
import importlib.abc, importlib.util, json, linecache, struct
# A worker that begins again is given what it was told, which is in a file.
told = int(sys.argv.pop(1)) if len(sys.argv) > 1 else None
def read(count):
  data = b''
  while len(data) < count:
    part = os.read(0 if told is None else told, count - len(data))
    if not part:
      os._exit(130)
    data += part
  return data
class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
  def __init__(self, modules):
    self.modules = modules
  def find_spec(self, name, path=None, target=None):
    if name == 'tfdiff_probe':
      return importlib.util.spec_from_loader(name, self, is_package=True)
    package, _, module = name.rpartition('.')
    if package == 'tfdiff_probe' and module in self.modules:
      return importlib.util.spec_from_loader(name, self)
    return None
  def create_module(self, spec):
    return None
  def exec_module(self, module):
    name = module.__name__.rpartition('.')[2]
    if name in self.modules:
      path, source = '<tfdiff probe>/%s.py' % name, self.modules[name]
      linecache.cache[path] = (len(source), None, source.splitlines(True), path)
      exec(compile(source, path, 'exec'), module.__dict__)
if told is None:
  os.write(1, b'\x02TFDIFF 1\n')
magic, head, payload = struct.unpack('<4sIQ', read(16))
hello = json.loads(read(head).decode('utf-8'))
sys.meta_path.insert(0, Finder(hello['modules']))
from tfdiff_probe import main
main.main(hello, told, globals().get('preloaded'))
