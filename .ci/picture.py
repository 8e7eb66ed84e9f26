"""Draws a captured terminal screen, with its colours, as an SVG that a page can show.

usage: picture.py SCREEN FILE.svg TITLE    (SCREEN is what `tmux capture-pane -ep` says)
"""
import html
import re
import sys
import unicodedata
from typing import Dict, Iterator, List, NamedTuple, Optional, Tuple

CELL, LINE, MARGIN = 8.4, 18, 10
ESCAPE = re.compile(r'\x1b\[([0-9;:]*)m')


class Look(NamedTuple):
  """How a character is drawn; None for a terminal's own colour."""
  front: Optional[str] = None
  back: Optional[str] = None
  bold: bool = False
  dim: bool = False
  italic: bool = False
  underline: bool = False
  reverse: bool = False


def changed(look: Look, codes: List[int]) -> Look:
  """A look after a sequence of SGR codes (ECMA-48, 8.3.117; colours as ISO 8613-6 has them)."""
  flags: Dict[int, Dict[str, bool]] = {
      1: {'bold': True}, 2: {'dim': True}, 3: {'italic': True}, 4: {'underline': True}, 7: {'reverse': True},
      22: {'bold': False, 'dim': False}, 23: {'italic': False}, 24: {'underline': False}, 27: {'reverse': False}}
  while codes:
    code = codes.pop(0)
    if code == 0:
      look = Look()
    elif code in flags:
      look = look._replace(**flags[code])
    elif code in (38, 48) and codes[:1] in ([2], [5]):
      length = 4 if codes[0] == 2 else 2
      color = '#%02x%02x%02x' % (tuple(codes[1:4]) if codes[0] == 2 else indexed(codes[1]))
      look, codes = (look._replace(front=color) if code == 38 else look._replace(back=color)), codes[length:]
    elif code == 39:
      look = look._replace(front=None)
    elif code == 49:
      look = look._replace(back=None)
    else:
      raise SystemExit('an SGR code that no theme uses: %d' % code)
  return look


def indexed(index: int) -> Tuple[int, int, int]:
  """A colour of xterm's 256, the first 16 of which are the terminal's own and in no theme."""
  if index < 16:
    raise SystemExit("one of the terminal's own colours: %d" % index)
  if index >= 232:
    return (8 + 10 * (index - 232),) * 3
  steps = (0, 95, 135, 175, 215, 255)
  index -= 16
  return steps[index // 36], steps[index // 6 % 6], steps[index % 6]


def cells(line: str, look: Look) -> Tuple[List[Tuple[str, Look]], Look]:
  """A line's characters, each with its look, and the look that goes on in the next line."""
  found: List[Tuple[str, Look]] = []
  place = 0
  for escape in ESCAPE.finditer(line):
    found += [(character, look) for character in line[place:escape.start()]]
    look = changed(look, [int(code or 0) for code in re.split('[;:]', escape.group(1))])
    place = escape.end()
  return found + [(character, look) for character in line[place:]], look


def runs(line: List[Tuple[str, Look]]) -> Iterator[Tuple[int, str, Look]]:
  """Stretches of one look: the column where each begins, and its text."""
  start, text, column = 0, '', 0
  for place, (character, look) in enumerate(line):
    text += character
    column += 2 if unicodedata.east_asian_width(character) in 'WF' else 1
    if place + 1 == len(line) or line[place + 1][1] != look:
      yield start, text, look
      start, text = column, ''


def colors(look: Look, page: Look) -> Tuple[str, str]:
  front, back = look.front or page.front or '#d8dee9', look.back or page.back or '#0f1419'
  return (back, front) if look.reverse else (front, back)


def drawn(row: int, column: int, text: str, look: Look, page: Look) -> str:
  front, back = colors(look, page)
  x, y = MARGIN + column * CELL, MARGIN + row * LINE
  shapes = ''
  if back != colors(page, page)[1]:
    shapes = '<rect x="%.1f" y="%d" width="%.1f" height="%d" fill="%s"/>' % (x, y, len(text) * CELL, LINE, back)
  style = ''.join((
      ' font-weight="bold"' if look.bold else '', ' font-style="italic"' if look.italic else '',
      ' opacity="0.6"' if look.dim else '', ' text-decoration="underline"' if look.underline else ''))
  # Blanks at an edge, and several together, are not drawn by every viewer: what stands between them has a place of its own.
  for word in re.finditer(r'\S+(?: \S+)*', text):
    shapes += '<text x="%.1f" y="%.1f" textLength="%.1f" fill="%s"%s>%s</text>' % (
        x + word.start() * CELL, y + LINE * 0.74, len(word.group()) * CELL, front, style, html.escape(word.group()))
  return shapes


def main(source: str, target: str, title: str) -> None:
  look = Look()
  screen: List[List[Tuple[str, Look]]] = []
  with open(source, encoding='utf-8') as file:
    for line in file.read().rstrip('\n').split('\n'):
      found, look = cells(line, look)
      screen.append(found)
  backs = [each.back for line in screen for _, each in line if each.back and not each.reverse]
  page = Look(back=max(set(backs), key=backs.count) if backs else None)
  columns = max(sum(1 for _ in line) for line in screen)
  shapes = [
      drawn(row, column, text, each, page) for row, line in enumerate(screen) for column, text, each in runs(line)]
  width, height = columns * CELL + 2 * MARGIN, len(screen) * LINE + 2 * MARGIN
  with open(target, 'w', encoding='utf-8') as file:
    file.write(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" role="img" font-size="14"\n'
        '  font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, \'DejaVu Sans Mono\', monospace">\n'
        '<title>%s</title>\n<rect width="100%%" height="100%%" rx="8" fill="%s"/>\n%s\n</svg>\n' % (
            width, height, html.escape(title), colors(page, page)[1], '\n'.join(filter(None, shapes))))


if __name__ == '__main__':
  main(*sys.argv[1:])
