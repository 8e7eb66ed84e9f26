"""Text from outside as a terminal may be sent it: the one rule for names, messages, paths and values of options."""


def visible(text: str) -> str:
  """One line in which what is not printable is written out, as `repr` writes it: `\\x1b`, `\\u202e`, `\\n`."""
  return ''.join(each if each.isprintable() else each.encode('unicode_escape', 'backslashreplace').decode('ascii')
                 for each in text)


def visible_lines(text: str) -> str:
  """The same of each of several lines."""
  return '\n'.join(visible(line) for line in text.splitlines())
