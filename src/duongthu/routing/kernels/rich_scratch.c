/* One worker's own memory: what a step took out, the rounds as they were before it, and the stops on no round. */

static inline void begin(RichScratch *work) {
    work->step++;
    work->rounds_kept = work->stops_kept = 0;
}

static inline bool is_kept(const Rich *in, const RichScratch *work, int32_t r) { return in->route[r].mark == work->step; }

/* Remember a round as it is, once a step, before it is touched. */
static void keep(Rich *in, RichScratch *work, int32_t r) {
    if (is_kept(in, work, r)) return;
    RichRoute *route = in->route + r;
    route->mark = work->step;
    work->kept_route[work->rounds_kept++] = (KeptRoute){r, route->count, route->over};
    for (int32_t x = route->first; x != NOBODY; x = in->node[x].next)
        work->kept[work->stops_kept++] = (KeptStop){x, in->node[x].window};
}

static inline void relink(Rich *in, const KeptStop *chain, int32_t many, int32_t r) {
    RichRoute *route = in->route + r;
    int32_t prior = NOBODY;
    route->first = NOBODY;
    route->count = many;
    for (int32_t i = 0; i < many; i++) {
        RichNode *node = in->node + chain[i].stop;
        node->prev = prior;
        node->route = r;
        node->window = chain[i].window;
        if (prior == NOBODY)
            route->first = chain[i].stop;
        else
            in->node[prior].next = chain[i].stop;
        prior = chain[i].stop;
    }
    if (prior != NOBODY) in->node[prior].next = NOBODY;
    route->last = prior;
}

/* Put all touched rounds back as they were; of the step's `count` stops those from outside go out again. */
static void undo(Rich *in, RichScratch *work, int64_t count) {
    for (int64_t i = 0; i < count; i++) in->node[work->out[i]].route = OUT;
    const KeptStop *chain = work->kept;
    for (int32_t k = 0; k < work->rounds_kept; k++) {
        KeptRoute *was = work->kept_route + k;
        relink(in, chain, was->count, was->route);
        chain += was->count;
        rich_refresh(in, was->route);
    }
}

/* Whether a stop on no round goes in when another does: the first of its sequence, or its pick-up. */
static inline bool follows(const Rich *in, int32_t c) {
    const RichNode *stop = in->node + c;
    if (is_inner(stop, c)) return true;
    return stop->partner != NOBODY && stop->open > 0 && in->node[stop->partner].route == OUT;
}

static inline void send_out(RichScratch *work, int32_t c) {
    if (work->slot[c] >= 0) return;
    work->slot[c] = work->many_outside;
    work->outside[work->many_outside++] = c;
}

static inline void come_back(RichScratch *work, int32_t c) {
    if (work->slot[c] < 0) return;
    int32_t last = work->outside[--work->many_outside];
    work->outside[work->slot[c]] = last;
    work->slot[last] = work->slot[c];
    work->slot[c] = -1;
}

/* After a step that stands: which of its stops are outside now. Of a group one waits for all. */
static void settle(Rich *in, RichScratch *work, int64_t count) {
    for (int64_t i = 0; i < count; i++) {
        int32_t c = work->out[i];
        if (in->node[c].route == OUT) {
            if (!(in->bonded && follows(in, c))) send_out(work, c);
        } else {
            come_back(work, c);
            if (in->grouped)
                for (int32_t y = in->rank[c].other; y != NOBODY && y != c; y = in->rank[y].other) come_back(work, y);
        }
    }
}
