#pragma once
#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

// Returns freed memory of all arenas to the system; only glibc keeps it so long that this is worth asking for.
static inline void tfdiff_give_back_freed_memory(void) {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}
