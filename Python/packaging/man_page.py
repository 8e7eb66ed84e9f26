"""The manual page, made of what the program says of itself (`--experimental-dump-help`)."""

import re
from typing import Any, Iterator, List, Mapping

Command = Mapping[str, Any]
STATUS = [('0', 'equal'), ('1', 'diverged'), ('2', 'could not compare; the message says what to do'),
          ('141', 'nobody reads what is written any more')]


def page(command: Command, version: str) -> str:
  """The page of a command and its subcommands, for section 1, in roff (man(7))."""
  name = command['commandName']
  lines = ['.TH %s 1 "" "%s %s" "User Commands"' % (name.upper(), name, version),
           '.SH NAME', '%s \\- %s' % (escaped(name), escaped(command['abstract']).rstrip('.')),
           '.SH SYNOPSIS', '.B %s' % escaped(name), '.I command', '.RI [ options ]', '.RI [ target ]',
           '.SH DESCRIPTION']
  lines += list(_paragraphs(command.get('discussion', '')))
  lines.append('.SH COMMANDS')
  for each in _shown(command.get('subcommands', [])):
    lines += ['.SS %s' % escaped(each['commandName']), escaped(each['abstract'])]
    lines += list(_paragraphs(each.get('discussion', '')))
    lines += list(_arguments(each))
  lines.append('.SH EXIT STATUS')
  for status, words in STATUS:
    lines += ['.TP', '.B ' + status, escaped(words)]
  return '\n'.join(lines) + '\n'


def escaped(text: str) -> str:
  """Text that roff prints as it is."""
  shown = text.replace('\\', '\\e').replace('-', '\\-').replace('~', '\\(ti').replace('^', '\\(ha').replace("'", '\\(aq')
  # A control line begins with either.
  return re.sub(r'^([.])', r'\\&\1', shown, flags=re.MULTILINE)


def _paragraphs(text: str) -> Iterator[str]:
  for paragraph in filter(None, text.split('\n\n')):
    yield '.PP'
    if re.search(r'^\S+: +\S', paragraph) or '\n' in paragraph:
      yield from ('.nf', escaped(paragraph), '.fi')
    else:
      yield escaped(paragraph)


def _arguments(command: Command) -> Iterator[str]:
  section = None
  for argument in _shown(command.get('arguments', [])):
    title = argument.get('sectionTitle')
    if title and title != section:
      yield from ('.PP', '.I %s' % escaped(title.capitalize()))
    section = title
    yield from ('.TP', _head(argument))
    words = [argument.get('abstract', ''), _default(argument)]
    yield escaped(' '.join(filter(None, words))) or '\\&'


def _head(argument: Mapping[str, Any]) -> str:
  value = '\\fI%s\\fR' % escaped(argument.get('valueName', 'value'))
  if argument['kind'] == 'positional':
    return value
  names = ', '.join('\\fB%s\\fR' % escaped(_name(each)) for each in argument.get('names', []))
  return names if argument['kind'] == 'flag' else '%s %s' % (names, value)


def _name(name: Mapping[str, str]) -> str:
  return ('--' if name['kind'] == 'long' else '-') + name['name']


def _default(argument: Mapping[str, Any]) -> str:
  return '(default: %s)' % argument['defaultValue'] if argument.get('defaultValue') else ''


def _shown(items: List[Mapping[str, Any]]) -> List[Mapping[str, Any]]:
  return [each for each in items if each.get('shouldDisplay', True)]
