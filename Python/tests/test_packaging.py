"""Protects: what the wheel brings along: the manual page says all that the help says, terminals are described, the libraries
and the C library that a program needs are found, and no licence is left out."""

import os
import re
import subprocess
from pathlib import Path

import elf
import man_page
import notices
import pytest
import stage

PROGRAM = Path(os.environ.get('TFDIFF_TUI', ''))


@pytest.fixture(scope='module')
def helps(tmp_path_factory):
  """The folder with completions and the manual page."""
  folder = tmp_path_factory.mktemp('share')
  stage.write_helps(PROGRAM, folder)
  return folder


def test_the_manual_page_has_every_command_and_option(helps):
  page = (helps / 'man/man1/tfdiff-tui.1').read_text()
  plain = page.replace('\\-', '-')
  text, check = (subprocess.check_output([str(PROGRAM), *words]).decode() for words in (['--help'], ['check', '--help']))
  commands = re.findall(r'^  ([a-z][a-z-]+) {2,}', text.partition('SUBCOMMANDS:')[2], re.MULTILINE)
  assert len(commands) > 5 and [each for each in commands if '\n.SS %s\n' % each not in plain] == []
  options = re.findall(r'^  (--[a-z0-9-]+)', check, re.MULTILINE)
  assert len(options) > 30 and [each for each in options if '\\fB%s\\fR' % each not in plain] == []
  assert page.startswith('.TH TFDIFF-TUI 1 "" "tfdiff-tui 0.1.0"')
  for status in ('0', '1', '2'):
    assert '.B %s\n' % status in page
  # A line that begins with a full stop or a quote is a request of roff's, and of those there are these.
  requests = {line.split()[0] for line in page.splitlines() if line[:1] in ('.', "'")}
  assert requests <= {'.TH', '.SH', '.SS', '.TP', '.PP', '.B', '.I', '.RI', '.nf', '.fi'}


@pytest.mark.parametrize('text, expected', [
    ('.TH x', '\\&.TH x'), ('a\n.b', 'a\n\\&.b'), ('--seed', '\\-\\-seed'), ('a\\b', 'a\\eb'), ("'x", '\\(aqx')])
def test_text_is_no_request(text, expected):
  assert man_page.escaped(text) == expected


def test_each_shell_completes(helps):
  for path in stage.COMPLETIONS.values():
    text = (helps / path).read_text()
    assert 'tfdiff-tui' in text and 'copy-weights' in text and 'num_random_ops' not in text[:20]
  loaded = subprocess.run(
      ['bash', '-c', 'source %s && complete -p tfdiff-tui' % (helps / stage.COMPLETIONS['bash'])], stdout=subprocess.PIPE)
  assert loaded.returncode == 0 and b'tfdiff-tui' in loaded.stdout


def test_terminals_are_described(tmp_path, monkeypatch):
  found = stage.copy_terminals(tmp_path)
  assert {'xterm-256color', 'screen-256color', 'tmux-256color', 'linux', 'vt100'} <= set(found)
  for name in found:
    # The numbers by which a compiled description begins: term(5).
    assert (tmp_path / name[0] / name).read_bytes()[:2] in (b'\x1a\x01', b'\x1e\x02')
  monkeypatch.setattr(stage, 'TERMINFO', (tmp_path / 'nowhere',))
  with pytest.raises(FileNotFoundError, match='ncurses-base'):
    stage.copy_terminals(tmp_path / 'other')


def test_the_libraries_that_not_every_machine_has_are_found():
  names = set(elf.libraries(PROGRAM))
  assert {name.partition('.so')[0] for name in names} >= {'libdnnl', 'libisal', 'libgomp', 'libncursesw', 'libtinfo'}
  assert not {name for name in names if name.startswith(('libc.', 'libm.', 'libstdc++.', 'libgcc_s.', 'ld-linux'))}
  assert elf.libraries(Path('/bin/true')) == {}


def test_the_c_library_that_is_needed_is_no_newer_than_this_machines():
  here = tuple(map(int, os.confstr('CS_GNU_LIBC_VERSION').split()[1].split('.')))
  assert (2, 2) <= elf.glibc([Path('/bin/true')]) <= elf.glibc([PROGRAM, Path('/bin/true')]) <= here


@pytest.fixture
def sources(tmp_path):
  """Sources of Swift packages and a compiler, with their licences."""
  (tmp_path / 'checkouts' / 'swift-x').mkdir(parents=True)
  (tmp_path / 'checkouts' / 'swift-x' / 'LICENSE.txt').write_text('x')
  (tmp_path / 'usr' / 'share' / 'swift').mkdir(parents=True)
  (tmp_path / 'usr' / 'share' / 'swift' / 'LICENSE.txt').write_text('runtime')
  (tmp_path / 'usr' / 'bin').mkdir()
  (tmp_path / 'usr' / 'bin' / 'swiftc').touch()
  return tmp_path


def test_every_library_and_package_has_its_licence(sources, tmp_path):
  libraries = elf.libraries(PROGRAM)
  notices.write(tmp_path / 'out', libraries.values(), sources / 'checkouts', sources / 'usr' / 'bin' / 'swiftc')
  written = {path.name: path.read_text() for path in (tmp_path / 'out').iterdir()}
  assert written['swift-x.txt'] == 'x' and written['Swift-runtime.txt'] == 'runtime' and 'Unicode' in written['ICU.txt']
  for name, library in libraries.items():
    if 'swift' not in name.lower() and not name.startswith(('libFoundation', 'lib_Foundation', 'libdispatch', 'libBlocks')):
      assert written[notices.package_of(library) + '.txt']
  # What they refer to comes along.
  assert 'common-Apache-2.0.txt' in written


def test_a_licence_that_is_missing_is_no_detail(sources, tmp_path):
  (sources / 'checkouts' / 'swift-x' / 'LICENSE.txt').unlink()
  with pytest.raises(FileNotFoundError, match='swift-x.txt'):
    notices.write(tmp_path / 'out', [], sources / 'checkouts', sources / 'usr' / 'bin' / 'swiftc')
  with pytest.raises(FileNotFoundError, match='belongs to no package'):
    notices.package_of(tmp_path / 'libnobodys.so')
