/* Schedules and loads of the parts of a round, and how two parts make one in constant time.
 *
 * A part of a round is known by three numbers: the seconds it takes, and the earliest and the latest start between which it loses
 * nothing. Let a part a be followed by a way of w seconds and a part b, and s = a.duration + w be what lies between the starts.
 * Who starts a at its latest would start b at a.start_late + s; where that is before b.start_early, the difference is waiting
 * that no start of a avoids. Starting later than max(a.start_early, b.start_early - s) saves waiting, less what cannot be
 * avoided; starting later than min(a.start_late, b.start_late - s) is late in one of them. It fits if the earliest arrival at b,
 * a.start_early + s, is not after b.start_late. No plan here is ever late, so there is no time warp.
 * Source: T. Vidal, T. G. Crainic, M. Gendreau and C. Prins, "A hybrid genetic algorithm with adaptive diversity management for a
 * large class of vehicle routing problems with time-windows", Computers & Operations Research 40 (2013), section 4.4. */

static inline bool fits(Segment a, int64_t way, Segment b) { return a.start_early + a.duration + way <= b.start_late; }

static inline Segment joined(Segment a, int64_t way, Segment b) {
    int64_t shift = a.duration + way, wait = greater(b.start_early - shift - a.start_late, 0);
    return (Segment){
        shift + wait + b.duration,
        greater(b.start_early - shift, a.start_early) - wait,
        lesser(b.start_late - shift, a.start_late),
    };
}

static inline Segment segment_of(const Rich *in, int32_t x, int32_t window) { /* one node alone */
    const Window *open = windows_of(in, x) + window;
    return (Segment){in->node[x].service, open->opens, open->closes};
}

static inline Segment shift_of(const Rich *in, int32_t r) { /* leaving or coming back within the vehicle's hours */
    return (Segment){0, in->vehicle[r].opens, in->vehicle[r].closes};
}

static inline Segment head_of(const Rich *in, int32_t p, int32_t r) { return p == NOBODY ? shift_of(in, r) : in->node[p].head; }
static inline Segment tail_of(const Rich *in, int32_t n, int32_t r) { return n == NOBODY ? shift_of(in, r) : in->node[n].tail; }

/* Most that is aboard at once when load b follows load a: what b brings lies under a's goods, what a took lies under b's. */
static inline int64_t most_of_both(const Load *a, const Load *b) { return greater(a->max + b->delivery, b->max + a->pickup); }

static inline Load *before_of(const Rich *in, int32_t x) { return in->before + (int64_t)x * in->measures; }
static inline Load *behind_of(const Rich *in, int32_t x) { return in->behind + (int64_t)x * in->measures; }
static inline const Demand *demand_of(const Rich *in, int32_t x) { return in->demand + (int64_t)x * in->measures; }
static inline const int64_t *capacity_of(const Rich *in, int32_t r) { return in->capacity + (int64_t)r * in->measures; }

static inline Load load_of(const Demand *demand) {
    return (Load){demand->delivery, demand->pickup, greater(demand->delivery, demand->pickup), demand->paired};
}

/* Whether what is aboard up to `p` and from `n` on can be carried on one load. */
static inline bool carries_both(const Rich *in, int32_t r, int32_t p, int32_t n) {
    const int64_t *capacity = capacity_of(in, r);
    for (int32_t m = 0; m < in->measures; m++) {
        int64_t most = 0;
        if (p != NOBODY && n != NOBODY)
            most = most_of_both(before_of(in, p) + m, behind_of(in, n) + m);
        else if (p != NOBODY)
            most = before_of(in, p)[m].max;
        else if (n != NOBODY)
            most = behind_of(in, n)[m].max;
        if (most > capacity[m]) return false;
    }
    return true;
}

/* The load up to `prior` and then of `x`, into the row of `into`; whether it is more than the vehicle carries. */
static inline bool load_with(const Rich *in, int32_t x, int32_t prior, int32_t into, int32_t r) {
    const int64_t *capacity = capacity_of(in, r);
    bool over = false, reload = in->node[x].activity == RELOAD;
    for (int32_t m = 0; m < in->measures; m++) {
        const Demand *demand = demand_of(in, x) + m;
        Load now = load_of(demand), so_far = prior != NOBODY ? before_of(in, prior)[m] : (Load){0, 0, 0, 0};
        if (prior != NOBODY && !reload) {
            now.max = most_of_both(&so_far, &now);
            now.delivery += so_far.delivery;
            now.pickup += so_far.pickup;
        }
        if (in->bonded) {
            if (reload) now.pickup = now.max = so_far.paired;
            now.paired = so_far.paired + demand->paired;
        }
        before_of(in, into)[m] = now;
        over |= now.max > capacity[m];
    }
    return over;
}

static inline void load_behind(const Rich *in, int32_t x, int32_t after) {
    bool reload = in->node[x].activity == RELOAD;
    for (int32_t m = 0; m < in->measures; m++) {
        Load now = load_of(demand_of(in, x) + m);
        if (after != NOBODY && !reload) {
            const Load *rest = behind_of(in, after) + m;
            now.max = most_of_both(&now, rest);
            now.delivery += rest->delivery;
            now.pickup += rest->pickup;
        }
        behind_of(in, x)[m] = now;
    }
}

/* Whether a stop must come just behind another. */
static inline bool is_inner(const RichNode *stop, int32_t x) { return stop->lead != NOBODY && stop->lead != x; }

/* What a node up to which `prior` comes adds to ranks; nothing where the problem has none. */
static inline void rank_forward(Rich *in, int32_t x, int32_t prior) {
    RichRank *own = in->rank + x;
    bool stop = in->node[x].activity == 0;
    own->released_before = greater(own->release, prior == NOBODY ? 0 : in->rank[prior].released_before);
    own->stage_before = stop ? own->stage : stage_before(in, prior);
}

static inline void rank_backward(Rich *in, int32_t x, int32_t after) {
    RichRank *own = in->rank + x;
    bool stop = in->node[x].activity == 0;
    own->released_behind = greater(own->release, after == NOBODY ? 0 : in->rank[after].released_behind);
    own->stage_behind = stop ? own->stage : stage_behind(in, after);
}

static inline void refresh_forward(Rich *in, int32_t r) {
    const RichVehicle *own = in->vehicle + r;
    RichRoute *route = in->route + r;
    int32_t prior = NOBODY, place = own->start, stops = 0;
    bool over = false, overtime = false;
    int64_t distance = 0;
    Segment now = shift_of(in, r);
    for (int32_t x = route->first; x != NOBODY; x = in->node[x].next) {
        RichNode *node = in->node + x;
        int32_t spot = spot_of(in, x, place, own->start);
        node->spot = spot;
        stops += node->activity == 0;
        distance += metres(in, r, place, spot);
        now = joined(now, seconds(in, r, place, spot), segment_of(in, x, node->window));
        node->head = now;
        node->distance = distance;
        overtime |= now.start_early > now.start_late;
        over |= load_with(in, x, prior, x, r);
        if (in->released || in->staged) rank_forward(in, x, prior);
        prior = x;
        place = spot;
    }
    route->distance = route->duration = 0;
    route->stops = stops;
    if (prior != NOBODY) {
        int64_t way = seconds(in, r, place, own->end);
        route->distance = distance + metres(in, r, place, own->end);
        Segment whole = joined(now, way, shift_of(in, r));
        route->duration = whole.duration;
        overtime |= !fits(now, way, shift_of(in, r)) || route->duration > own->longest || route->distance > own->most_metres ||
                    !all_there(in, whole.start_late, prior, NOBODY, NOBODY);
    }
    route->over = OVERLOADED * over + OVERTIME * overtime;
}

void rich_refresh(Rich *in, int32_t r) {
    refresh_forward(in, r);
    int32_t after = NOBODY, place = in->vehicle[r].end, to_come = 0, locked = 0;
    Segment rest = shift_of(in, r);
    for (int32_t x = in->route[r].last; x != NOBODY; x = in->node[x].prev) {
        RichNode *node = in->node + x;
        rest = joined(segment_of(in, x, node->window), seconds(in, r, node->spot, place), rest);
        node->tail = rest;
        to_come += node->activity != 0;
        locked += node->locked == LOCKED_FIRST;
        node->locked_ahead = locked;
        if (in->bonded) {
            to_come += node->open;
            node->locked_ahead += is_inner(node, x);
        }
        node->to_come = to_come;
        load_behind(in, x, after);
        if (in->released || in->staged) rank_backward(in, x, after);
        after = x;
        place = node->spot;
    }
    if (!stages_join(in, NOBODY, after)) in->route[r].over |= UNOPENED;
}

/* The first of a stop's windows that is not over yet. */
static inline int32_t first_open(const Rich *in, int32_t x, int64_t arrival) {
    const Window *window = windows_of(in, x);
    int32_t which = 0;
    for (int32_t one = 0, many = many_windows(in, x); one < many; one++) {
        bool sooner = window[which].closes < arrival || window[one].opens < window[which].opens;
        if (window[one].closes >= arrival && sooner) which = one;
    }
    return which;
}

void rich_choose_windows(Rich *in, int32_t r) {
    const RichVehicle *own = in->vehicle + r;
    int64_t now = own->opens;
    int32_t place = own->start;
    if (in->released)
        for (int32_t x = in->route[r].first; x != NOBODY; x = in->node[x].next) now = greater(now, in->rank[x].release);
    for (int32_t x = in->route[r].first; x != NOBODY; x = in->node[x].next) {
        int32_t spot = spot_of(in, x, place, own->start);
        now += seconds(in, r, place, spot);
        int32_t which = first_open(in, x, now);
        in->node[x].window = which;
        now = greater(now, windows_of(in, x)[which].opens) + in->node[x].service;
        place = spot;
    }
}

void rich_unlink(Rich *in, int32_t c) {
    RichNode *node = in->node + c;
    RichRoute *route = in->route + node->route;
    if (node->prev == NOBODY)
        route->first = node->next;
    else
        in->node[node->prev].next = node->next;
    if (node->next == NOBODY)
        route->last = node->prev;
    else
        in->node[node->next].prev = node->prev;
    node->route = OUT;
    route->count--;
}

void rich_link(Rich *in, int32_t c, int32_t p, int32_t r, int32_t window) {
    RichNode *node = in->node + c;
    RichRoute *route = in->route + r;
    int32_t n = node_behind(in, p, r);
    node->prev = p;
    node->next = n;
    node->route = r;
    node->window = window;
    if (p == NOBODY)
        route->first = c;
    else
        in->node[p].next = c;
    if (n == NOBODY)
        route->last = c;
    else
        in->node[n].prev = c;
    route->count++;
}
