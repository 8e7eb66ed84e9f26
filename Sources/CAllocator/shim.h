#pragma once
#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

// Lets threads share no more than so many arenas: glibc gives each thread its own, and what one has freed no other takes.
static inline void tfdiff_limit_arenas(int count) {
#ifdef __GLIBC__
  mallopt(M_ARENA_MAX, count);
#endif
}

// Returns freed memory of all arenas to the system; only glibc keeps it so long that this is worth asking for.
static inline void tfdiff_give_back_freed_memory(void) {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}
