// Stands in for NCCL and for CUDA's driver in tests: devices are threads of one process, or processes of one machine; device memory is plain memory, and a
// call is over when it returns. What a worker calls is written down, so that tests can see the order.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define MOST_WORKERS 16
#define MOST_BYTES (16u << 20)

typedef struct { char bytes[128]; } id_t128;
// What all devices see: a file of zeros in memory, of which a page takes room when it is used.
typedef struct { atomic_int arrived, round; char room[56]; char places[MOST_WORKERS][MOST_BYTES]; } shared_t;
typedef struct { int count, rank; shared_t *shared; } comm_t;

static int failure, context, queries, shared_device;
static __thread char log_text[4096];
static __thread int depth;
static __thread uintptr_t stream;

static void note(const char *what)
{
    if (strlen(log_text) + strlen(what) + 2 > sizeof log_text)
        return;
    strcat(log_text, what);
    strcat(log_text, " ");
}

const char *standin_log(void) { return log_text; }
void standin_begin(int fail) { failure = fail; }
void standin_share(int all) { shared_device = all; }
void standin_clear(int unused) { log_text[0] = 0; }

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
int cuDeviceGetUuid(char *id, int device) { memset(id, 0, 16); snprintf(id, 16, "device %d", shared_device ? 0 : device < 0 ? getpid() : device); return 0; }
int cuGetErrorString(int code, const char **words) { *words = code == 101 ? "invalid device ordinal" : "an error"; return 0; }

// The barrier of all: the last one to come opens it.
static void meet(comm_t *comm)
{
    int round = atomic_load(&comm->shared->round);
    if (atomic_fetch_add(&comm->shared->arrived, 1) == comm->count - 1) {
        atomic_store(&comm->shared->arrived, 0);
        atomic_fetch_add(&comm->shared->round, 1);
    }
    while (atomic_load(&comm->shared->round) == round)
        usleep(50);
}

int ncclGetUniqueId(id_t128 *id)
{
    memset(id, 0, sizeof *id);
    strcpy(id->bytes, "/tmp/weft-standin-XXXXXX");
    id->bytes[127] = 9;
    int file = mkstemp(id->bytes);
    int failed = file < 0 || ftruncate(file, sizeof(shared_t));
    close(file);
    return failed ? 2 : 0;
}
int ncclCommInitRank(comm_t **made, int count, id_t128 id, int rank)
{
    if (failure == 4) return 5;
    if (failure == 5) for (;;) pause();
    if (id.bytes[127] != 9 || depth != 1 || count > MOST_WORKERS)
        return 4;
    int file = open(id.bytes, O_RDWR);
    shared_t *shared = mmap(0, sizeof(shared_t), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    if (shared == MAP_FAILED) return 2;
    *made = malloc(sizeof(comm_t));
    **made = (comm_t){ count, rank, shared };
    meet(*made);
    if (rank == 0) unlink(id.bytes);
    return 0;
}
int ncclCommAbort(comm_t *comm) { note("abort"); munmap(comm->shared, sizeof(shared_t)); free(comm); return 0; }
int ncclCommGetAsyncError(comm_t *comm, int *code) { *code = failure == 3 ? 6 : 0; return 0; }
const char *ncclGetErrorString(int code) { return code == 6 ? "remote process exited or there was a network error" : code == 5 ? "invalid usage" : "unhandled system error"; }
int ncclGroupStart(void) { note("group"); return 0; }
int ncclGroupEnd(void) { note("end"); return 0; }

static size_t size_of(int type) { return type == 8 ? 8 : type == 7 ? 4 : 2; }

// Sums a part of all workers' memory into what one has: float32 and float64 alone.
static void sum(comm_t *comm, size_t start, size_t count, int type, void *into)
{
    for (size_t i = 0; i < count; i++) {
        double total = 0;
        for (int r = 0; r < comm->count; r++) {
            char *place = comm->shared->places[r];
            total += type == 8 ? ((double *)place)[start + i] : ((float *)place)[start + i];
        }
        if (type == 8) ((double *)into)[i] = total; else ((float *)into)[i] = (float)total;
    }
}

// Shows one's memory to all, sums, and goes on when all have read.
static int reduce(comm_t *comm, void *from, void *to, size_t start, size_t count, size_t whole, int type, int is_taker, uintptr_t on)
{
    if (failure == 1) return 2;
    if (on != stream || depth != 1 || whole * size_of(type) > MOST_BYTES) return 4;
    if (failure == 2 || failure == 3) return 0;
    memcpy(comm->shared->places[comm->rank], from, whole * size_of(type));
    meet(comm);
    if (is_taker) sum(comm, start, count, type, to);
    meet(comm);
    return 0;
}
int ncclAllReduce(void *from, void *to, size_t count, int type, int op, comm_t *comm, void *on) { note("allreduce"); return op ? 4 : reduce(comm, from, to, 0, count, count, type, 1, (uintptr_t)on); }
int ncclReduce(void *from, void *to, size_t count, int type, int op, int root, comm_t *comm, void *on) { note("reduce"); return op ? 4 : reduce(comm, from, to, 0, count, count, type, comm->rank == root, (uintptr_t)on); }
int ncclReduceScatter(void *from, void *to, size_t count, int type, int op, comm_t *comm, void *on) { note("reducescatter"); return op ? 4 : reduce(comm, from, to, count * comm->rank, count, count * comm->count, type, 1, (uintptr_t)on); }
static int copy(comm_t *comm, void *from, void *to, size_t bytes, int root, uintptr_t on)
{
    if (on != stream || depth != 1 || bytes > MOST_BYTES) return 4;
    if (comm->rank == root) memcpy(comm->shared->places[root], from, bytes);
    meet(comm);
    memcpy(to, comm->shared->places[root], bytes);
    meet(comm);
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
