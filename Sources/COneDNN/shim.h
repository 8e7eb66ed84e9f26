#pragma once
#include <oneapi/dnnl/dnnl.h>

// The entry points of libgomp, on whose threads oneDNN computes. Declared here because <omp.h> is a
// private header of one compiler. GOMP_parallel is what `#pragma omp parallel num_threads(n)` calls
// (GCC, libgomp/libgomp_g.h).
void omp_set_num_threads(int threads);
int omp_get_max_threads(void);
int omp_get_thread_num(void);
int omp_get_num_threads(void);
void GOMP_parallel(void (*body)(void *), void *data, unsigned threads, unsigned flags);
