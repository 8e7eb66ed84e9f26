// What AddressSanitizer is to do, in every program of the build: the programs that tests start have an environment of their
// own, in which ASAN_OPTIONS is not set.
//
// Leaks are not asked for: the test library never frees what it finds tests by. Signals are left to the program, whose own
// handlers give the terminal back; a crash fails a test all the same.
const char *__asan_default_options(void);
const char *__asan_default_options(void) {
  return "detect_leaks=0:handle_segv=0:handle_sigbus=0:handle_sigill=0:handle_sigfpe=0:handle_abort=0:log_path=" REPORTS;
}
