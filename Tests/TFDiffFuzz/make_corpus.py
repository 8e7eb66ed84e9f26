"""Writes the good inputs that the fuzzing begins with, for the parsers whose inputs are text or made here.

    PYTHONPATH=Sources/TFDiffLive/Probe python3 Tests/TFDiffFuzz/make_corpus.py

Those of npz and checkpoint-index are the fixtures of the tests that read such files.
"""
import json
import pathlib
import struct
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent
CORPUS = ROOT / 'Corpus'
TOML = {
  'map': [
    '[layers]\n"net/mixed/left" = "narrow"\n[variables]\n"bert/*" = "tf_bert_model/bert/*"\n'
    '"net/out/kernel" = { name = "head/kernel", layout = "transposed" }\n"attention/qkv/kernel" = { split = ["q/kernel", "k/kernel"] }\n'
    '[cells]\n"rnn/lstm_cell" = { layer = "lstm", forget_bias = 1.0 }\n',
    '# none\n[layers]\na.b = "c"\n[[variables]]\n', '[cells]\nr = { layer = "l", forget_bias = 1 }\n',
  ],
  'waivers': [
    '[[waiver]]\nlayer = "Mixed_6a*"\nrtol = 1e-3\natol = 1e-4\nreason = "resize, see #123"\nexpires = "2027-03-01"\n'
    '[[waiver]]\nlayer = "step?/loss"\natol = 1\nreason = "r"\nexpires = 2020-02-29\n',
    '[[waiver]]\nlayer = "a"\nreason = ""\n', '[waiver]\nlayer = "a"\n',
  ],
  'theme': [
    'inherits = "dark"\n[palette]\nember = "#ff9e4a"\n[roles]\nmismatch = { fg = "ember", bold = true }\nmatch = "blue"\n',
    '[palette]\nx = 208\n[roles]\ntext = { fg = "x", bg = "default", italic = false }\n', 'inherits = "input"\n',
  ],
  'configuration': [
    'theme = "light"\nmouse = false\nascii = true\n[tolerance]\nrtol = 1e-6\natol = 0\n[keys]\nstep = "<F10> n"\n',
    '[keys]\nquit = "<C-x>"\nhelp = "?"\n', '[tolerance]\nrtol = inf\natol = 1979-05-27\n',
  ],
}
TEXTS = {
  'recording-manifest': [
    '{"format":"tfdiff-recording","version":1,"origin":{"target":"t","side":"reference","runtime":"TF1 graph","mode":null,"training":'
    'false,"seed":42,"input":"ones","command":"record"},"regularization_loss":null,"endpoints":[{"name":"conv1","array":"a","shape":'
    '[2],"dtype":"float32","spacing":1,"sha256":"00","statistics":{"min":1,"max":"inf","mean":"nan","std":0,"l2":1,"nan":1,"inf":1}}]}',
    '{"format":"tfdiff-recording","version":2}',
  ],
  'play-script': ['# to the first divergence\nkey c\nwait idle\nexpect diverged\nkeys jj<Tab>\n:tolerance 1e-3 1e-3\nresize 80x24\nkey q\n'],
  'slice': ['[0, 17, 0:12, ::2]', '[..., -1]', '[]', 'name[1:, ::-1]', '[:3, ...]'],
  'glob': ['Conv2d_?[ab]*\nConv2d_2b_3x3', '[!a-c]x\ndx', '*a*b*c*\nxxaxxbxxcxx', '[ab\n[ab'],
  'tolerance': ['Mixed_*=1e-5,1e-4', '1e-3 1e-3', '*=0,0', 'a=b=1,2'],
  'terminal-input': ['\x1b[A\x1b[1;5Cjj\r', '\x1b[<0;30;9Mx\x1b[<0;30;9m', '\x1b[200~pasted\n日本\x1b[201~', '\x1b[M !!é👩‍🚀', '\x1bOP\x1b[15;2~\x1b'],
  'session': [
    '\x00\x00c\t\t]]s\rnn?\x1bttab\x1b', '\x02\x00L\r', '\x05\x01c:break *\rccc/emp\rjjkk', '\x04\x02cc:info a\re/tmp/x.md\r',
    '\x03\x03:ladder all\r\t\t', '\x00\x05c:pt c[0]\r:slice [0,::2]\rhjkl\x1b[<0;30;9M:theme light\ry',
  ],
}


def npy(header: str, data: bytes, version: int = 1) -> bytes:
  length = struct.pack('<H' if version == 1 else '<I', len(header))
  return b'\x93NUMPY' + bytes([version, 0]) + length + header.encode() + data


def varint(data: bytes, place: int) -> tuple[int, int]:
  value, shift = 0, 0
  while True:
    byte = data[place]
    place += 1
    value |= (byte & 127) << shift
    shift += 7
    if byte < 128:
      return value, place


def entries(data: bytes, offset: int, size: int) -> list[tuple[bytes, bytes]]:
  """The entries of a block of a table that is not compressed."""
  block = data[offset:offset + size]
  end = len(block) - 4 * (struct.unpack('<I', block[-4:])[0] + 1)
  place, key, found = 0, b'', []
  while place < end:
    shared, place = varint(block, place)
    unshared, place = varint(block, place)
    length, place = varint(block, place)
    key = key[:shared] + block[place:place + unshared]
    place += unshared
    found.append((key, block[place:place + length]))
    place += length
  return found


def table(data: bytes) -> list[tuple[bytes, bytes]]:
  footer = data[-48:]
  _, place = varint(footer, 0)
  _, place = varint(footer, place)
  offset, place = varint(footer, place)
  size, place = varint(footer, place)
  found = []
  for _, handle in entries(data, offset, size):
    start, place = varint(handle, 0)
    length, _ = varint(handle, place)
    found += entries(data, start, length)
  return found


def save(parser: str, name: str, data: bytes) -> None:
  (CORPUS / parser).mkdir(parents=True, exist_ok=True)
  (CORPUS / parser / name).write_bytes(data)


def field(number: int, data: bytes) -> bytes:
  return bytes([number << 3 | 2, len(data)]) + data


def save_graph() -> None:
  def attribute(key: bytes) -> bytes:
    return field(2, field(1, b'VARIABLE_VALUE') + field(2, b'dense/' + key) + field(3, key))
  child = field(1, b'\x08\x01' + field(2, b'dense'))
  save('object-graph', 'graph', field(1, child) + field(1, attribute(b'kernel')) + field(1, attribute(b'bias')))


def save_frames() -> None:
  examples = subprocess.run(
    [sys.executable, str(ROOT.parent / 'Python/examples.py')], capture_output=True, check=True).stdout
  frames = []
  for name, event in sorted(json.loads(examples)['events'].items()):
    head = json.dumps(event['head']).encode()
    payload = bytes(8) if isinstance(event['head'].get('tensor'), dict) else b''
    frame = b'TFD1' + struct.pack('<IQ', len(head), len(payload)) + head + payload
    save('worker-frames', name, frame)
    frames.append(frame)
  save('worker-frames', 'two', frames[0] + frames[-1])


def main() -> None:
  for texts in (TOML, TEXTS):
    for parser, items in texts.items():
      for number, text in enumerate(items):
        save(parser, f'{number}', text.encode())
  save('npy', 'float32', npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }\n", bytes(24)))
  save('npy', 'big', npy("{'descr': '>i8', 'fortran_order': True, 'shape': (1, 2), }", bytes(range(16)), version=2))
  save('npy', 'bool', npy("{'descr': '|b1', 'fortran_order': True, 'shape': (3, 2), }", bytes([0, 1, 2, 3, 4, 5])))
  save('npy', 'scalar', npy("{'descr': '<f8', 'fortran_order': False, 'shape': (), }", bytes(8), version=3))
  for path in sorted((CORPUS / 'checkpoint-index').iterdir()):
    if path.name not in ('tf1', 'tf2', 'dtypes', 'partitioned', 'keras'):
      continue
    data = b''.join(struct.pack('<BH', len(key), len(value)) + key + value for key, value in table(path.read_bytes()))
    save('checkpoint-entries', path.name, data)
  tensor = b'\x08\x01' + field(2, field(2, b'\x08\x02')) + field(4, struct.pack('<2f', 1, 2))
  save('tfdbg-event', 'content', field(5, field(1, field(1, b'x') + field(8, tensor))))
  repeated = b'\x08\x03' + field(2, field(2, b'\x08\x04')) + field(7, bytes([1, 2]))
  save('tfdbg-event', 'values', field(5, field(1, field(8, repeated))))
  save('checkpoint-data', 'sample', struct.pack('<6f', 1, 2, 3, 4, 5, 6))
  save_graph()
  save_frames()


if __name__ == '__main__':
  main()
