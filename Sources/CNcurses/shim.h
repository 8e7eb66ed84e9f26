#pragma once
#define NCURSES_WIDECHAR 1
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <ncurses.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

// ncurses keeps these in globals and macros, neither of which Swift can import.

static inline WINDOW *tfdiff_standard_screen(void) { return stdscr; }
static inline WINDOW *tfdiff_current_screen(void) { return curscr; }
static inline int tfdiff_color_count(void) { return COLORS; }
static inline int tfdiff_pair_count(void) { return COLOR_PAIRS; }
static inline int tfdiff_rows(void) { return getmaxy(stdscr); }
static inline int tfdiff_columns(void) { return getmaxx(stdscr); }

static const attr_t tfdiff_bold = A_BOLD;
static const attr_t tfdiff_dim = A_DIM;
static const attr_t tfdiff_italic = A_ITALIC;
static const attr_t tfdiff_underline = A_UNDERLINE;
static const attr_t tfdiff_reverse = A_REVERSE;

// A colour pair above 255 does not fit the pair argument; it travels through the options pointer.
static inline int tfdiff_set_cell(cchar_t *cell, const wchar_t *text, attr_t attributes, int pair) {
  return setcchar(cell, text, attributes, 0, &pair);
}

// tigetstr answers -1 for a name that is not a string capability, and null for an absent one.
static inline const char *tfdiff_terminfo_string(const char *name) {
  const char *value = tigetstr((char *)name);
  return value == (const char *)-1 ? NULL : value;
}

// ncurses' own name for "go to this row and column", expanded for the terminal.
static inline const char *tfdiff_terminfo_goto(const char *capability, int row, int column) {
  return tiparm(capability, row, column);
}

// The C library declares this only to programs that ask for X/Open, which Swift's modules do not.
extern int wcwidth(wchar_t character);
static inline int tfdiff_character_width(wchar_t character) { return wcwidth(character); }

// The program's signal handlers. They are C because only async-signal-safe calls are allowed in them, and
// Swift promises that of no code. The state is weak so that every object file of the module shares one copy.

enum { tfdiff_reset_capacity = 1024, tfdiff_signal_count = 65, tfdiff_replay_capacity = 65536 };

struct tfdiff_guard {
  int armed;             // 1 while the terminal is in the program's modes
  pid_t owner;           // a forked child must not restore its parent's terminal
  int input;             // the terminal, as read from
  int output;            // the terminal, as written to
  struct termios saved;  // its modes before the program changed them
  char reset[tfdiff_reset_capacity];
  size_t reset_length;
  int held_errors;        // what was written to standard error meanwhile, or -1
  int standard_error;     // a duplicate of standard error as it was, or -1
  int wake;               // where caught signals are announced, one byte each, or -1
  int unread_termination; // a request to end that the program has not read yet
  int counts_down; // a hangup came, and its alarm is set
  char installed[tfdiff_signal_count];
  struct sigaction previous[tfdiff_signal_count];
};

__attribute__((weak)) struct tfdiff_guard tfdiff_guard_state = {
  .held_errors = -1, .standard_error = -1, .wake = -1};

static inline struct tfdiff_guard *tfdiff_the_guard(void) { return &tfdiff_guard_state; }

// Remembers the terminal's modes, to be given back.
static inline int tfdiff_guard_arm(int input, int output) {
  struct tfdiff_guard *guard = tfdiff_the_guard();
  if (tcgetattr(input, &guard->saved) != 0) return -1;
  guard->owner = getpid();
  guard->input = input;
  guard->output = output;
  __atomic_store_n(&guard->armed, 1, __ATOMIC_RELEASE);
  return 0;
}

// The bytes that undo what the program writes to the terminal.
static inline int tfdiff_guard_set_reset(const char *bytes, size_t length) {
  struct tfdiff_guard *guard = tfdiff_the_guard();
  if (length > tfdiff_reset_capacity) return -1;
  __atomic_store_n(&guard->reset_length, 0, __ATOMIC_RELEASE);
  memcpy(guard->reset, bytes, length);
  __atomic_store_n(&guard->reset_length, length, __ATOMIC_RELEASE);
  return 0;
}

static inline void tfdiff_guard_set_errors(int held, int standard_error) {
  struct tfdiff_guard *guard = tfdiff_the_guard();
  guard->held_errors = held;
  guard->standard_error = standard_error;
}

static inline void tfdiff_guard_set_wake(int descriptor) { tfdiff_the_guard()->wake = descriptor; }

// The program has read the signals announced so far.
static inline void tfdiff_guard_signals_read(void) {
  __atomic_store_n(&tfdiff_the_guard()->unread_termination, 0, __ATOMIC_RELEASE);
}

static inline void tfdiff_write_all(int descriptor, const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t written = write(descriptor, bytes, count);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    bytes += written;
    count -= (size_t)written;
  }
}

// Writes what libraries wrote, so that a terminal obeys nothing of it. A signal handler knows no characters: what is not
// ASCII is written byte by byte, as a control is. `VisibleText` is the rule where there is more to go by.
static inline void tfdiff_write_visibly(int descriptor, const char *bytes, size_t count) {
  const char *digits = "0123456789abcdef";
  char visible[1024];
  size_t length = 0;
  for (size_t place = 0; place < count; place++) {
    unsigned char byte = (unsigned char)bytes[place];
    if (length + 4 > sizeof visible) {
      tfdiff_write_all(descriptor, visible, length);
      length = 0;
    }
    if (byte == '\n' || (byte >= 0x20 && byte < 0x7F)) {
      visible[length++] = (char)byte;
      continue;
    }
    visible[length++] = '\\';
    visible[length++] = 'x';
    visible[length++] = digits[byte >> 4];
    visible[length++] = digits[byte & 0xF];
  }
  tfdiff_write_all(descriptor, visible, length);
}

// Shows the last `tfdiff_replay_capacity` bytes of `held` at `destination`.
static inline void tfdiff_replay(int held, int destination) {
  char buffer[1024];
  off_t end = lseek(held, 0, SEEK_END);
  off_t position = end > tfdiff_replay_capacity ? end - tfdiff_replay_capacity : 0;
  while (position < end) {
    ssize_t count = pread(held, buffer, sizeof buffer, position);
    if (count <= 0) return;
    tfdiff_write_visibly(destination, buffer, (size_t)count);
    position += count;
  }
}

// Gives standard error back. Returns what was written to it meanwhile and has yet to be shown, or -1.
static inline int tfdiff_give_errors_back(void) {
  struct tfdiff_guard *guard = tfdiff_the_guard();
  int held = __atomic_exchange_n(&guard->held_errors, -1, __ATOMIC_ACQ_REL);
  if (held < 0 || guard->standard_error < 0) return -1;
  dup2(guard->standard_error, STDERR_FILENO);
  return held;
}

// Gives standard error back, and shows what was written to it meanwhile, from wherever the program is.
static inline void tfdiff_release_errors(void) {
  int held = tfdiff_give_errors_back();
  if (held >= 0) tfdiff_replay(held, tfdiff_the_guard()->standard_error);
}

// Gives the terminal's modes back as they were found; the one who calls has written what resets the screen.
static inline void tfdiff_guard_disarm(void) {
  struct tfdiff_guard *guard = tfdiff_the_guard();
  if (!__atomic_exchange_n(&guard->armed, 0, __ATOMIC_ACQ_REL)) return;
  tcsetattr(guard->input, TCSADRAIN, &guard->saved);
}

// Gives the whole terminal back from wherever the program is. Harmless when there is nothing to give back.
static inline void tfdiff_guard_restore(void) {
  struct tfdiff_guard *guard = tfdiff_the_guard();
  if (guard->owner != getpid() || !__atomic_exchange_n(&guard->armed, 0, __ATOMIC_ACQ_REL)) return;
  tfdiff_write_all(guard->output, guard->reset, guard->reset_length);
  tcsetattr(guard->input, TCSANOW, &guard->saved);
  tfdiff_release_errors();
}

static void tfdiff_at_exit(void) { tfdiff_guard_restore(); }

static inline int tfdiff_guard_register_at_exit(void) { return atexit(tfdiff_at_exit); }

static inline int tfdiff_ends_program(int number) {
  return number == SIGINT || number == SIGTERM || number == SIGHUP;
}

// Restores, then lets the signal do what it did before: the exit status stays the truth, and a crash reporter
// installed earlier still runs. The signal is blocked here, so it arrives when the handler returns.
static void tfdiff_on_crash(int number) {
  struct tfdiff_guard *guard = tfdiff_the_guard();
  tfdiff_guard_restore();
  sigaction(number, &guard->previous[number], NULL);
  raise(number);
}

// A terminal that is gone makes shells and the system send SIGHUP, and not once: that is nobody's insisting. What has not
// ended so many seconds later never will.
enum { tfdiff_hangup_patience = 20 };

// Announces a signal to the event loop. A second request to end while the first lies unread means the loop is
// stuck: the program ends at once.
static void tfdiff_on_signal(int number) {
  struct tfdiff_guard *guard = tfdiff_the_guard();
  int kept = errno;
  if (number == SIGHUP) {
    __atomic_store_n(&guard->counts_down, 1, __ATOMIC_RELEASE);
    alarm(tfdiff_hangup_patience);
  } else if (tfdiff_ends_program(number) && __atomic_exchange_n(&guard->unread_termination, 1, __ATOMIC_ACQ_REL)) {
    tfdiff_on_crash(number);
    return;
  }
  unsigned char byte = (unsigned char)number;
  ssize_t written = write(guard->wake, &byte, 1);
  (void)written;
  errno = kept;
}

// SIGPIPE comes from the kernel where this process wrote to a pipe without a reader, which the write tells as well; from
// another process it is a request to end.
static void tfdiff_on_pipe(int number, siginfo_t *information, void *context) {
  struct sigaction standard;
  (void)context;
  if (information->si_pid == getpid()) return;
  tfdiff_guard_restore();
  memset(&standard, 0, sizeof standard);
  standard.sa_handler = SIG_DFL;
  sigaction(number, &standard, NULL);
  raise(number);
}

// Installs a handler unless the signal is ignored, as under nohup: that was somebody's decision.
static inline void tfdiff_install(int number, void (*handler)(int), int flags) {
  struct tfdiff_guard *guard = tfdiff_the_guard();
  struct sigaction action;
  if (guard->installed[number]) return;
  if (sigaction(number, NULL, &guard->previous[number]) != 0) return;
  if (guard->previous[number].sa_handler == SIG_IGN) return;
  memset(&action, 0, sizeof action);
  action.sa_handler = handler;
  action.sa_flags = flags;
  sigfillset(&action.sa_mask);
  guard->installed[number] = sigaction(number, &action, NULL) == 0;
}

static inline void tfdiff_install_crash_handler(int number) {
  tfdiff_install(number, tfdiff_on_crash, SA_ONSTACK);
}

// Where it was ignored too: Python and others have it ignored, and so by accident the programs that they start.
static inline void tfdiff_install_pipe_handler(void) {
  struct tfdiff_guard *guard = tfdiff_the_guard();
  struct sigaction action;
  if (guard->installed[SIGPIPE]) return;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = tfdiff_on_pipe;
  action.sa_flags = SA_RESTART | SA_ONSTACK | SA_SIGINFO;
  sigfillset(&action.sa_mask);
  guard->installed[SIGPIPE] = sigaction(SIGPIPE, &action, &guard->previous[SIGPIPE]) == 0;
}

static inline void tfdiff_install_signal_handler(int number) {
  tfdiff_install(number, tfdiff_on_signal, SA_RESTART | SA_ONSTACK);
}

static inline void tfdiff_uninstall_handler(int number) {
  struct tfdiff_guard *guard = tfdiff_the_guard();
  if (!guard->installed[number]) return;
  sigaction(number, &guard->previous[number], NULL);
  guard->installed[number] = 0;
}

// Ends the count-down that a hangup began: from here on the one who closed the watch ends the program, or goes on.
static inline void tfdiff_stop_count_down(void) {
  if (__atomic_exchange_n(&tfdiff_the_guard()->counts_down, 0, __ATOMIC_ACQ_REL)) alarm(0);
}

// Stops the process group as Ctrl-Z does in a program that leaves the terminal alone; returns when continued.
// The others are stopped first, with the signal ignored here: raise alone is certain to take effect before it
// returns, a signal to the group may reach another thread later.
static inline void tfdiff_stop_process_group(void) {
  struct sigaction ignore, standard, kept;
  memset(&ignore, 0, sizeof ignore);
  ignore.sa_handler = SIG_IGN;
  memset(&standard, 0, sizeof standard);
  standard.sa_handler = SIG_DFL;
  sigaction(SIGTSTP, &ignore, &kept);
  kill(0, SIGTSTP);
  sigaction(SIGTSTP, &standard, NULL);
  raise(SIGTSTP);
  sigaction(SIGTSTP, &kept, NULL);
}

// A handler for a stack overflow needs another stack to run on. Returns the memory to free later, or null when
// the thread has such a stack already.
static inline void *tfdiff_install_alternate_stack(size_t size) {
  stack_t present, alternate;
  if (sigaltstack(NULL, &present) != 0 || !(present.ss_flags & SS_DISABLE)) return NULL;
  memset(&alternate, 0, sizeof alternate);
  alternate.ss_sp = malloc(size);
  alternate.ss_size = size;
  if (alternate.ss_sp == NULL) return NULL;
  if (sigaltstack(&alternate, NULL) == 0) return alternate.ss_sp;
  free(alternate.ss_sp);
  return NULL;
}

static inline void tfdiff_remove_alternate_stack(void *memory) {
  stack_t present, none;
  if (memory == NULL) return;
  memset(&none, 0, sizeof none);
  none.ss_flags = SS_DISABLE;
  if (sigaltstack(NULL, &present) == 0 && present.ss_sp == memory && sigaltstack(&none, NULL) == 0) free(memory);
}

// The signals that programs may give a meaning of their own; without one, each ends the process.
static inline int tfdiff_first_realtime_signal(void) { return SIGRTMIN; }
static inline int tfdiff_last_realtime_signal(void) { return SIGRTMAX; }

static inline int tfdiff_window_size(int descriptor, int *columns, int *rows) {
  struct winsize size;
  if (ioctl(descriptor, TIOCGWINSZ, &size) != 0) return 0;
  *columns = size.ws_col;
  *rows = size.ws_row;
  return size.ws_col > 0 && size.ws_row > 0;
}

static inline int tfdiff_set_close_on_exec(int descriptor, int nonblocking) {
  if (fcntl(descriptor, F_SETFD, FD_CLOEXEC) != 0) return -1;
  return nonblocking ? fcntl(descriptor, F_SETFL, O_NONBLOCK) : 0;
}
