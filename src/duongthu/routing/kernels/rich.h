/* What the rich search stands on: ways, places of nodes, prices. */

enum { NOBODY = -1 };
enum { LOCKED_FIRST = 1, KEPT = 2 };      /* keeps its place at the beginning; keeps its round and order */
enum { BREAK = 1, RELOAD = 2 };           /* RichNode.activity */
enum { OVERLOADED = 1, OVERTIME = 2, UNOPENED = 4 }; /* RichRoute.over */
enum { NO_STOP = -1, LAST_STAGE = INT32_MAX }; /* the stage before all stops, and behind them */
enum { PLANE, MATRIX, PLANE_TENTHS, LISTS, VARIOUS };
static const int64_t NEVER = INT64_C(1) << 60; /* what an insertion costs that cannot be */

static inline int64_t greater(int64_t a, int64_t b) { return a > b ? a : b; }
static inline int64_t lesser(int64_t a, int64_t b) { return a < b ? a : b; }

static inline double air(const Ways *ways, int64_t a, int64_t b) {
    double dx = ways->xy[2 * a] - ways->xy[2 * b], dy = ways->xy[2 * a + 1] - ways->xy[2 * b + 1];
    return sqrt(dx * dx + dy * dy);
}

/* By the table of depots, else by the row of neighbours (halving it until found), else by air line; `own`: whose travel. */
static int64_t by_lists(const Rich *in, const int32_t *table, const int32_t *of_depots, double factor, int64_t own, int64_t a,
                        int64_t b) {
    const Ways *ways = &in->ways;
    int64_t places = in->places, depots = ways->depots;
    const int32_t *from = of_depots + 2 * own * depots * places, *to = from + depots * places;
    if (a < depots) return a != b ? from[a * places + b] : 0;
    if (b < depots) return to[b * places + a];
    if (a == b) return 0;
    const int32_t *row = ways->listed + (own * places + a) * ways->columns;
    int32_t low = 0, high = ways->columns;
    while (low < high) {
        int32_t middle = (low + high) >> 1;
        if (row[middle] < b)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < ways->columns && row[low] == b) return table[(own * places + a) * ways->columns + low];
    return (int64_t)(air(ways, own * places + a, own * places + b) * factor + 0.5);
}

static int64_t metres_by(const Rich *in, int32_t kind, int64_t own, int64_t a, int64_t b) {
    const Ways *ways = &in->ways;
    int64_t first = own * in->places;
    if (kind == MATRIX) return a != b ? ways->metres[(first + a) * ways->columns + b] : 0;
    if (kind == LISTS) return by_lists(in, ways->metres, ways->depot_metres, ways->detour[own], own, a, b);
    double line = air(ways, first + a, first + b);
    return kind == PLANE_TENTHS ? (int64_t)(line * 10.0) : (int64_t)(line + 0.5);
}

static int64_t seconds_by(const Rich *in, int32_t kind, int64_t own, int64_t a, int64_t b) {
    const Ways *ways = &in->ways;
    if (kind == MATRIX) return a != b ? ways->seconds[(own * in->places + a) * ways->columns + b] : 0;
    if (kind == LISTS) return by_lists(in, ways->seconds, ways->depot_seconds, ways->pace[own], own, a, b);
    return metres_by(in, kind, own, a, b);
}

static inline int64_t metres(const Rich *in, int32_t r, int32_t a, int32_t b) { /* from a place to a place for a vehicle */
    const Ways *ways = &in->ways;
    if (ways->kind == MATRIX) return a != b ? ways->metres[(int64_t)a * ways->columns + b] : 0;
    if (ways->kind == PLANE) return (int64_t)(air(ways, a, b) + 0.5);
    if (ways->kind == VARIOUS) return metres_by(in, ways->each, in->vehicle[r].travel, a, b);
    return metres_by(in, ways->kind, 0, a, b);
}

static inline int64_t seconds(const Rich *in, int32_t r, int32_t a, int32_t b) {
    const Ways *ways = &in->ways;
    if (ways->kind == MATRIX) return a != b ? ways->seconds[(int64_t)a * ways->columns + b] : 0;
    if (ways->kind == PLANE) return (int64_t)(air(ways, a, b) + 0.5);
    if (ways->kind == VARIOUS)
        return (seconds_by(in, ways->each, in->vehicle[r].travel, a, b) * in->vehicle[r].duration_percent + 50) / 100;
    return seconds_by(in, ways->kind, 0, a, b);
}

/* Where a vehicle is after a node, or where its round starts. */
static inline int32_t place_before(const Rich *in, int32_t p, int32_t r) {
    if (p == NOBODY) return in->vehicle[r].start;
    return p < in->places ? p : in->node[p].spot;
}

/* The first node from `n` on that is somewhere of its own. */
static inline int32_t past_breaks(const Rich *in, int32_t n) {
    while (n >= in->places && in->node[n].activity == BREAK) n = in->node[n].next;
    return n;
}

/* The place of a node that is not a break, or where the round ends. */
static inline int32_t place_behind(const Rich *in, int32_t n, int32_t r) {
    if (n == NOBODY) return in->vehicle[r].end;
    return n < in->places ? n : in->node[n].spot;
}

/* Where a node is, coming from a place. */
static inline int32_t spot_of(const Rich *in, int32_t x, int32_t place, int32_t start) {
    if (x < in->places) return x;
    return in->node[x].activity == BREAK ? place : start;
}

static inline int64_t price_of_length(const Rich *in, int32_t r, int64_t distance, int64_t duration) {
    const RichVehicle *own = in->vehicle + r;
    int64_t cost = own->price_metre * distance + own->price_second * duration, over = duration - own->fair;
    return over > 0 ? cost + in->beyond_fair * over : cost;
}

static inline int64_t round_price(const Rich *in, int32_t r) { /* its unfamiliar stops not counted */
    const RichRoute *route = in->route + r;
    return route->stops == 0 ? 0 : in->vehicle[r].price + price_of_length(in, r, route->distance, route->duration);
}

/* What it costs that a stop is not with its own courier. */
static inline int64_t unfamiliarity(const Rich *in, int32_t c, int32_t r) {
    const RichNode *stop = in->node + c;
    return stop->owner == NOBODY || stop->owner == in->vehicle[r].courier ? 0 : stop->unfamiliarity;
}

static inline bool able(const Rich *in, int32_t c, int32_t r) { return (in->node[c].skills & ~in->vehicle[r].skills) == 0; }

static inline Window *windows_of(const Rich *in, int32_t c) { return in->window + (int64_t)c * in->windows; }

static inline int32_t many_windows(const Rich *in, int32_t c) {
    const Window *window = windows_of(in, c);
    int32_t many = 0;
    while (many < in->windows && window[many].closes >= window[many].opens) many++;
    return many;
}

/* The node behind `p` (NOBODY: the first) of a round. */
static inline int32_t node_behind(const Rich *in, int32_t p, int32_t r) {
    return p == NOBODY ? in->route[r].first : in->node[p].next;
}

/* Whether a round that leaves at `latest` at the latest has by then all that is brought to up to `p`, to `c` and from `n` on. */
static inline bool all_there(const Rich *in, int64_t latest, int32_t p, int32_t c, int32_t n) {
    if (!in->released) return true;
    return (p == NOBODY || in->rank[p].released_before <= latest) && (c == NOBODY || in->rank[c].release <= latest) &&
           (n == NOBODY || in->rank[n].released_behind <= latest);
}

static inline int32_t stage_before(const Rich *in, int32_t p) { return p == NOBODY ? NO_STOP : in->rank[p].stage_before; }
static inline int32_t stage_behind(const Rich *in, int32_t n) { return n == NOBODY ? LAST_STAGE : in->rank[n].stage_behind; }

/* Whether a stop between `p` and `n` of a round keeps the order of stages, and finds one of stage 0 there where that is needed. */
static inline bool in_stage(const Rich *in, int32_t c, int32_t p, int32_t n, int32_t r) {
    if (!in->staged || in->node[c].activity != 0) return true;
    int32_t own = in->rank[c].stage;
    if (own < stage_before(in, p) || own > stage_behind(in, n)) return false;
    return own == 0 || !in->opened || stage_behind(in, in->route[r].first) == 0;
}

/* Whether what is up to `p` of a round and what is from `n` on make one whose stages are in order. */
static inline bool stages_join(const Rich *in, int32_t p, int32_t n) {
    if (!in->staged) return true;
    int32_t so_far = stage_before(in, p), rest = stage_behind(in, n);
    return so_far <= rest && !(in->opened && so_far == NO_STOP && rest != 0 && rest != LAST_STAGE);
}

/* Whether something may go in before `n`. */
static inline bool free_before(const Rich *in, int32_t n) { return n == NOBODY || in->node[n].locked_ahead == 0; }
