/* Fastest ways over roads: Dijkstra with a heap, stopped as soon as all that was asked is known. Everything is counted in whole
 * milliseconds and metres, so every machine finds the same ways. Source: E. W. Dijkstra, "A note on two problems in connexion
 * with graphs", Numerische Mathematik 1 (1959). */

enum { NODE_BITS = 32 };

static inline void push(Roads *roads, int64_t entry) {
    int64_t *heap = roads->heap, at = roads->in_heap++;
    for (; at > 0 && heap[(at - 1) >> 1] > entry; at = (at - 1) >> 1) heap[at] = heap[(at - 1) >> 1];
    heap[at] = entry;
}

static inline int64_t pop(Roads *roads) { /* the entry of least time */
    int64_t *heap = roads->heap, size = --roads->in_heap, top = heap[0], entry = heap[size], at = 0;
    for (int64_t child = 1; child < size; at = child, child = 2 * child + 1) {
        if (child + 1 < size && heap[child + 1] < heap[child]) child++;
        if (heap[child] >= entry) break;
        heap[at] = heap[child];
    }
    heap[at] = entry;
    return top;
}

static inline void start_at(Roads *roads, int32_t source) {
    roads->best_millis[source] = roads->best_metres[source] = 0;
    roads->touched[0] = source;
    roads->heap[0] = source;
    roads->in_heap = roads->many_touched = 1;
}

static inline void clear(Roads *roads) {
    for (int64_t at = 0; at < roads->many_touched; at++) roads->best_millis[roads->touched[at]] = INT32_MAX;
    roads->in_heap = roads->many_touched = 0;
}

static inline void relax(Roads *roads, int32_t node) {
    for (int32_t road = roads->first[node]; road < roads->first[node + 1]; road++) {
        int32_t end = roads->end[road];
        int64_t after = (int64_t)roads->best_millis[node] + roads->millis[road];
        if (after >= roads->best_millis[end]) continue;
        if (roads->best_millis[end] == INT32_MAX) roads->touched[roads->many_touched++] = end;
        roads->best_millis[end] = (int32_t)after;
        roads->best_metres[end] = roads->best_metres[node] + roads->metres[road];
        push(roads, after << NODE_BITS | end);
    }
}

/* The next node whose fastest way is known; -1 where there is none. */
static inline int32_t settled(Roads *roads) {
    while (roads->in_heap > 0) {
        int64_t entry = pop(roads);
        int32_t node = (int32_t)(entry & (((int64_t)1 << NODE_BITS) - 1));
        if (entry >> NODE_BITS == roads->best_millis[node]) return node;
    }
    return -1;
}

void roads_tree(Roads *roads, int32_t source) {
    start_at(roads, source);
    for (int32_t node; (node = settled(roads)) >= 0;) relax(roads, node);
}

void roads_to_nodes(Roads *roads, const int32_t *sources, int64_t many, const int32_t *column, int64_t columns, int32_t *metres,
                    int32_t *millis) {
    for (int64_t row = 0; row < many; row++, clear(roads)) {
        start_at(roads, sources[row]);
        int32_t node;
        for (int64_t missing = columns; missing > 0 && (node = settled(roads)) >= 0; relax(roads, node)) {
            if (column[node] < 0) continue;
            metres[row * columns + column[node]] = roads->best_metres[node];
            millis[row * columns + column[node]] = roads->best_millis[node];
            missing--;
        }
    }
}

void roads_to_points(Roads *roads, const int32_t *sources, const int32_t *homes, int64_t many, const RoadPoints *points,
                     int64_t columns, int32_t *near, int32_t *metres, int32_t *millis) {
    for (int64_t row = 0; row < many; row++, clear(roads), near += columns, metres += columns, millis += columns) {
        int64_t found = 0;
        start_at(roads, sources[row]);
        for (int32_t node; (node = settled(roads)) >= 0; relax(roads, node)) {
            int64_t took = roads->best_millis[node];
            if (found == columns && took >= millis[columns - 1]) break;
            if (node == homes[row]) continue;
            for (int32_t k = points->first[node]; k < points->first[node + 1]; k++) {
                int32_t point = points->order[k];
                int64_t after = took + points->millis[point], at = found < columns ? found : columns - 1;
                if (found == columns && after >= millis[columns - 1]) continue;
                if (found < columns) found++;
                for (; at > 0 && millis[at - 1] > after; at--) {
                    near[at] = near[at - 1];
                    metres[at] = metres[at - 1];
                    millis[at] = millis[at - 1];
                }
                near[at] = point;
                metres[at] = roads->best_metres[node] + points->metres[point];
                millis[at] = (int32_t)after;
            }
        }
    }
}
