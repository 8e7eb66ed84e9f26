// Tells ThreadSanitizer of two kinds of synchronization that it cannot see by itself, so that it need not be told to look
// away. `.ci/sanitize` links this into the programs that it builds; what a program defines goes before what a library does.
//
// Swift's `Mutex` (MutexLinuxImpl.swift of the Swift project) locks and unlocks by an atomic operation in the caller, which
// is instrumented. Where two threads meet it calls a slow path, in which the kernel hands the lock over (FUTEX_LOCK_PI):
// nothing of that is instrumented, and what the lock protects is reported as a "Swift access race".
//
// libgomp, on whose threads oneDNN and the engine's loops compute, starts and joins its teams by futexes too. Of its entry
// points these are the two that oneDNN and the engine use.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <stdlib.h>

// What it is to do, in every program of the build: the programs that tests start have an environment of their own, in which
// TSAN_OPTIONS is not set. Signals are left to the program, whose own handlers give the terminal back; a crash fails a test.
const char *__tsan_default_options(void);
const char *__tsan_default_options(void) {
  return "handle_segv=0:handle_sigbus=0:handle_sigill=0:handle_sigfpe=0:handle_abort=0:log_path=" REPORTS;
}

// Swift's standard library (libswiftCore) writes the count 0, which is there already, into the one empty array that all
// threads share, where an array is made of an uninitialized capacity of 0.
const char *__tsan_default_suppressions(void);
const char *__tsan_default_suppressions(void) { return "race:_swiftEmptyArrayStorage\n"; }

void __tsan_acquire(void *address);
void __tsan_release(void *address);

// The function of the library that this one stands before.
static void *library_function(const char *name) {
  void *function = dlsym(RTLD_NEXT, name);
  if (!function) abort();
  return function;
}

#define SLOW_LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define SLOW_TRY_LOCK "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF"
#define SLOW_UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"
#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context))

SWIFT void slow_lock(uint32_t thread, SELF void *handle) __asm__(SLOW_LOCK);
SWIFT void slow_lock(uint32_t thread, SELF void *handle) {
  SWIFT void (*function)(uint32_t, SELF void *) = library_function(SLOW_LOCK);
  function(thread, handle);
  __tsan_acquire(handle);
}

SWIFT _Bool slow_try_lock(SELF void *handle) __asm__(SLOW_TRY_LOCK);
SWIFT _Bool slow_try_lock(SELF void *handle) {
  SWIFT _Bool (*function)(SELF void *) = library_function(SLOW_TRY_LOCK);
  _Bool is_locked = function(handle);
  if (is_locked) __tsan_acquire(handle);
  return is_locked;
}

SWIFT void slow_unlock(SELF void *handle) __asm__(SLOW_UNLOCK);
SWIFT void slow_unlock(SELF void *handle) {
  SWIFT void (*function)(SELF void *) = library_function(SLOW_UNLOCK);
  __tsan_release(handle);
  function(handle);
}

struct region {
  void (*body)(void *);
  void *data;
};

static void thread_of_team(void *raw) {
  struct region *region = raw;
  __tsan_acquire(region);
  region->body(region->data);
  __tsan_release(region);
}

void GOMP_parallel(void (*body)(void *), void *data, unsigned threads, unsigned flags) {
  void (*function)(void (*)(void *), void *, unsigned, unsigned) = library_function("GOMP_parallel");
  struct region region = {body, data};
  __tsan_release(&region);
  function(thread_of_team, &region, threads, flags);
  __tsan_acquire(&region);
}

// One for all teams: that a barrier of one team seems to order another's accesses too hides little, as teams rarely overlap.
static char barrier;

void GOMP_barrier(void) {
  void (*function)(void) = library_function("GOMP_barrier");
  __tsan_release(&barrier);
  function();
  __tsan_acquire(&barrier);
}
