// Stands in for NCCL and for CUDA's driver in tests: devices are threads of one process, device memory is plain memory, and a call is over when it
// returns. What a worker calls is written down, so that tests can see the order.
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct { char bytes[128]; } id_t128;
typedef struct { int count, rank; } comm_t;

static pthread_barrier_t barrier;
static void *places[16];
static int failure, context, queries;
static __thread char log_text[4096];
static __thread int depth;
static __thread uintptr_t stream;

static void note(const char *what) { strncat(log_text, what, sizeof log_text - strlen(log_text) - 2); strcat(log_text, " "); }

const char *standin_log(void) { return log_text; }
void standin_begin(int count, int fail) { failure = fail; pthread_barrier_init(&barrier, 0, count); }
void standin_clear(void) { log_text[0] = 0; }

int cuInit(unsigned flags) { return flags ? 1 : 0; }
int cuDevicePrimaryCtxRetain(void **made, int device) { if (device > 7) return 101; *made = &context; return 0; }
int cuDevicePrimaryCtxRelease_v2(int device) { return 0; }
int cuCtxPushCurrent_v2(void *pushed) { depth++; return pushed == &context ? 0 : 201; }
int cuCtxPopCurrent_v2(void **popped) { *popped = &context; return depth-- > 0 ? 0 : 201; }
int cuStreamCreate(void **made, unsigned flags) { if (depth != 1 || flags != 1) return 201; stream = (uintptr_t)malloc(8); *made = (void *)stream; return 0; }
int cuStreamDestroy_v2(void *gone) { free(gone); return 0; }
int cuEventCreate(void **made, unsigned flags) { *made = malloc(8); return flags == 2 && depth == 1 ? 0 : 1; }
int cuEventDestroy_v2(void *gone) { free(gone); return 0; }
int cuEventRecord(void *event, void *on) { note(on ? "record-own" : "record-default"); return event && depth == 1 ? 0 : 201; }
int cuStreamWaitEvent(void *on, void *event, unsigned flags) { note("wait"); return (uintptr_t)on == stream && event && !flags ? 0 : 400; }
int cuEventQuery(void *event) { return failure >= 2 || ++queries % 3 ? 600 : 0; }
int cuGetErrorString(int code, const char **words) { *words = code == 101 ? "invalid device ordinal" : "an error"; return 0; }

int ncclGetUniqueId(id_t128 *id) { memset(id, 0, sizeof *id); strcpy(id->bytes, "standin"); id->bytes[127] = 9; return 0; }
int ncclCommInitRank(comm_t **made, int count, id_t128 id, int rank)
{
    if (strcmp(id.bytes, "standin") || id.bytes[127] != 9 || depth != 1)
        return 4;
    *made = malloc(sizeof(comm_t));
    (*made)->count = count;
    (*made)->rank = rank;
    return 0;
}
int ncclCommDestroy(comm_t *comm) { free(comm); return 0; }
int ncclCommAbort(comm_t *comm) { note("abort"); return 0; }
int ncclCommGetAsyncError(comm_t *comm, int *code) { *code = failure == 3 ? 6 : 0; return 0; }
const char *ncclGetErrorString(int code) { return code == 6 ? "remote process exited or there was a network error" : "unhandled system error"; }
int ncclGroupStart(void) { note("group"); return 0; }
int ncclGroupEnd(void) { note("end"); return 0; }

static size_t size_of(int type) { return type == 8 ? 8 : type == 7 ? 4 : 2; }

// Sums a part of all workers' memory into what one has: float32 and float64 alone.
static void sum(comm_t *comm, size_t start, size_t count, int type, void *into)
{
    for (size_t i = 0; i < count; i++) {
        double total = 0;
        for (int r = 0; r < comm->count; r++)
            total += type == 8 ? ((double *)places[r])[start + i] : ((float *)places[r])[start + i];
        if (type == 8) ((double *)into)[i] = total; else ((float *)into)[i] = (float)total;
    }
}

// Publishes one's memory, sums, and writes when all have read.
static int reduce(comm_t *comm, void *from, void *to, size_t start, size_t count, int type, int is_taker, uintptr_t on)
{
    if (failure == 1) return 2;
    if (on != stream || depth != 1) return 4;
    if (failure >= 2) return 0;
    void *result = malloc(count * size_of(type) + 1);
    places[comm->rank] = from;
    pthread_barrier_wait(&barrier);
    sum(comm, start, count, type, result);
    pthread_barrier_wait(&barrier);
    if (is_taker) memcpy(to, result, count * size_of(type));
    free(result);
    pthread_barrier_wait(&barrier);
    return 0;
}
int ncclAllReduce(void *from, void *to, size_t count, int type, int op, comm_t *comm, void *on) { note("allreduce"); return op ? 4 : reduce(comm, from, to, 0, count, type, 1, (uintptr_t)on); }
int ncclReduce(void *from, void *to, size_t count, int type, int op, int root, comm_t *comm, void *on) { note("reduce"); return op ? 4 : reduce(comm, from, to, 0, count, type, comm->rank == root, (uintptr_t)on); }
int ncclReduceScatter(void *from, void *to, size_t count, int type, int op, comm_t *comm, void *on) { note("reducescatter"); return op ? 4 : reduce(comm, from, to, count * comm->rank, count, type, 1, (uintptr_t)on); }
static int copy(comm_t *comm, void *from, void *to, size_t bytes, int root, uintptr_t on)
{
    if (on != stream || depth != 1) return 4;
    places[comm->rank] = from;
    pthread_barrier_wait(&barrier);
    memmove(to, places[root], bytes);
    pthread_barrier_wait(&barrier);
    return 0;
}
int ncclBroadcast(void *from, void *to, size_t count, int type, int root, comm_t *comm, void *on) { note("broadcast"); return copy(comm, from, to, count * size_of(type), root, (uintptr_t)on); }
int ncclAllGather(void *from, char *to, size_t count, int type, comm_t *comm, void *on)
{
    note("allgather");
    for (int r = 0; r < comm->count; r++)
        if (copy(comm, from, to + r * count * size_of(type), count * size_of(type), r, (uintptr_t)on)) return 4;
    return 0;
}
