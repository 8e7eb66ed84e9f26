"""Writes documents.json: texts, and what Python's tomllib (3.11 and later) makes of them; null where it refuses them.

    python3.11 make_documents.py [COUNT] > documents.json

Whole numbers beyond 64 bits and dates of the year 0 are left out: tomllib takes the first and refuses the second.
"""
import datetime
import json
import random
import struct
import sys
import tomllib

SEEDS = [
  'title = "TOML Example"\n[owner]\nname = "Tom"\ndob = 1979-05-27T07:32:00-08:00\n',
  '[database]\nports = [ 8000, 8001, 8002 ]\ndata = [ ["delta", "phi"], [3.14] ]\n',
  'temp = { cpu = 79.5, case = 72.0 }\n', '[servers]\n[servers.alpha]\nip = "10.0.0.1"\nrole = "front"\n',
  'str1 = """\nRoses are red\nViolets are blue"""\n', 'str7 = """Here are two quotes: "". Simple enough."""\n',
  'a = """The quick \\\n\n\n  brown fox"""\n', "path = 'C:\\Users\\nodejs'\n", "re = '''I [dw]on't need \\d{2} apples'''\n",
  "'quoted \"value\"' = \"value\"\n\"127.0.0.1\" = 1\n", 'site."google.com" = true\nphysical.color = "orange"\n',
  'int1 = +99\nint2 = -17\nint3 = 1_000\nhex = 0xdead_beef\noct = 0o755\nbin = 0b11010110\n',
  'flt1 = +1.0\nflt2 = 5e+22\nflt3 = 6.626e-34\nflt4 = 224_617.445_991\nsf = -inf\nsn = nan\n',
  'odt = 1979-05-27 00:32:00.999999Z\nldt = 1979-05-27T07:32:00\nld = 1979-05-27\nlt = 07:32:00\n',
  '[fruit]\napple.color = "red"\napple.taste.sweet = true\n[fruit.apple.texture]\nsmooth = true\n',
  '[x.y.z.w]\n[x]\nq = 1\n', '[[products]]\nname = "Hammer"\n[[products]]\n[[products]]\nname = "Nail"\n',
  '[[fruits]]\nname = "apple"\n[fruits.physical]\ncolor = "red"\n[[fruits.varieties]]\nname = "red delicious"\n',
  'points = [ { x = 1, y = 2 }, { x = 7, y.z = 8 } ]\n', 'key = "\\u00E9\\U0001F600\\t\\"" # comment\n', 'a=1\r\nb="x"\r\n',
  '[a]\nb.c = 1\n[a.b]\n', 'a.b = 1\na.c = 2\na = 3\n', '[t]\n[t]\n', 'é = 1\n', 'arr = [1, # one\n 2,\n]\n',
]
PIECES = [
  '[', ']', '[[', ']]', '{', '}', '=', ',', '.', '"', "'", '"""', "'''", '\\', '\n', '\r\n', '\r', '\t', ' ', '#', '\0', '\x7f',
  '_', '-', '+', '0', '9', '1e', '.5', '0x', 'inf', 'nan', 'true', 'a', 'a.b', 'é', '\\u', '\\U0011', ':', 'T', 'Z', '\\q', '\\n',
  'a = 1\n', '[a]\n', '[a.b]\n', '[[a]]\n', 'a.b = 2\n', 'a = {}\n', 'a = []\n', '\ufeff', '00', '02-30', '24:00:00', '1', '{a=1}',
]


def mutated(text: str, generator: random.Random) -> str:
  for _ in range(generator.choice([0, 1, 1, 1, 2, 3, 5])):
    place = generator.randint(0, len(text))
    end = min(len(text), place + generator.choice([0, 0, 0, 1, 1, 2, 5]))
    text = text[:place] + generator.choice(PIECES + ['']) + text[end:]
  return text


def typed(value: object) -> object:
  if isinstance(value, bool):
    return {'boolean': value}
  if isinstance(value, int):
    return {'integer': str(value)}
  if isinstance(value, float):
    return {'number': struct.pack('>d', value).hex()}
  if isinstance(value, str):
    return {'string': value}
  if isinstance(value, list):
    return {'array': [typed(item) for item in value]}
  if isinstance(value, dict):
    return {'table': {key: typed(item) for key, item in value.items()}}
  assert isinstance(value, (datetime.date, datetime.time))
  return {'moment': True}


def is_large(value: object) -> bool:
  if isinstance(value, list):
    return any(is_large(item) for item in value)
  if isinstance(value, dict):
    return any(is_large(item) for item in value.values())
  return isinstance(value, int) and not -2**63 <= value < 2**63


def main() -> None:
  generator = random.Random(42)
  count = int(sys.argv[1]) if len(sys.argv) > 1 else 600
  documents: list[object] = []
  while len(documents) < count:
    text = ''.join(generator.choice(SEEDS) for _ in range(generator.choice([1, 1, 2]))) if documents else ''.join(SEEDS[:5])
    text = mutated(text, generator)
    try:
      value = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
      value = None
    # It passes over a byte order mark, which tomllib refuses.
    if not text.startswith('\ufeff') and '0000-' not in text and not is_large(value):
      documents.append({'text': text, 'value': None if value is None else typed(value)})
  json.dump(documents, sys.stdout, indent=0)


if __name__ == '__main__':
  main()
