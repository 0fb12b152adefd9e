/* What a node costs at a place of a round, in constant time; and where it costs least. */

static const double RICH_BLINK = 0.01;
static const double EVERYWHERE = 0.2;   /* how often a stop that finds no room beside its nearest is tried at every place */
static const double AT_ANY_PRICE = 0.1; /* how often a stop goes in though it is dearer than its prize: others may join it */
enum { AROUND = 2 };      /* sides of a stop; from this number on, places beyond an activity next to it */

typedef struct {
    int64_t cost;
    int32_t window;
} Choice;

/* How long the round would last with the node in it; -1 where somebody would be late. */
static inline int64_t duration_with(const Rich *in, int32_t c, int32_t window, int32_t p, int32_t n, int32_t r, int64_t to_spot,
                                    int64_t from_spot) {
    Segment now = head_of(in, p, r);
    int64_t way = to_spot;
    int32_t last = n;
    for (int32_t x = c;;) {
        Segment own = segment_of(in, x, window);
        if (!fits(now, way, own)) return -1;
        now = joined(now, way, own);
        x = x == c ? n : in->node[x].next;
        if (x < in->places || in->node[x].activity != BREAK) {
            n = x;
            break;
        }
        way = 0;
        window = 0;
    }
    Segment rest = tail_of(in, n, r);
    if (!fits(now, from_spot, rest)) return -1;
    Segment whole = joined(now, from_spot, rest);
    return all_there(in, whole.start_late, p, c, last) ? whole.duration : -1;
}

/* Whether a reload parts a load into two that can be carried; where the round carries too much, it must be just there. */
static inline bool parts(const Rich *in, int32_t p, int32_t n, int32_t r) {
    const int64_t *capacity = capacity_of(in, r);
    bool needed = (in->route[r].over & OVERLOADED) != 0;
    for (int32_t m = 0; m < in->measures; m++) {
        const Load *so_far = p == NOBODY ? NULL : before_of(in, p) + m, *rest = n == NOBODY ? NULL : behind_of(in, n) + m;
        int64_t later = rest ? rest->max + (in->bonded && so_far ? so_far->paired : 0) : 0;
        if ((so_far && so_far->max > capacity[m]) || later > capacity[m]) return false;
        if (so_far && rest) needed &= most_of_both(so_far, rest) <= capacity[m];
    }
    return !needed;
}

/* Whether the vehicle can carry everything at every moment. */
static inline bool carries_with(const Rich *in, int32_t c, int32_t p, int32_t n, int32_t r) {
    if (in->node[c].activity == RELOAD) return parts(in, p, n, r);
    const int64_t *capacity = capacity_of(in, r);
    for (int32_t m = 0; m < in->measures; m++) {
        Load now = load_of(demand_of(in, c) + m);
        if (p != NOBODY) {
            const Load *so_far = before_of(in, p) + m;
            now.max = most_of_both(so_far, &now);
            now.pickup += so_far->pickup;
        }
        if (n != NOBODY) now.max = most_of_both(&now, behind_of(in, n) + m);
        if (now.max > capacity[m]) return false;
    }
    return true;
}

/* What it costs to put a node between two neighbours of a round in one of its windows; NEVER where it cannot be. Costs not below
 * `limit` need not be exact. */
static inline int64_t insertion_cost(const Rich *in, int32_t c, int32_t p, int32_t n, int32_t r, int32_t window, int64_t limit) {
    const RichVehicle *own = in->vehicle + r;
    const RichRoute *route = in->route + r;
    int32_t a = place_before(in, p, r), b = place_behind(in, past_breaks(in, n), r), spot = spot_of(in, c, a, own->start);
    int64_t distance = metres(in, r, a, spot) + metres(in, r, spot, b);
    if (p != NOBODY || n != NOBODY) distance -= metres(in, r, a, b);
    int64_t fixed = windows_of(in, c)[window].price + unfamiliarity(in, c, r);
    bool used = route->stops > 0;
    if (!used) fixed += own->price;
    if (own->price_metre * distance + fixed >= limit || !able(in, c, r) || !in_stage(in, c, p, n, r)) return NEVER;
    if (route->distance + distance > own->most_metres || !carries_with(in, c, p, n, r)) return NEVER;
    int64_t duration = duration_with(in, c, window, p, n, r, seconds(in, r, a, spot), seconds(in, r, spot, b));
    if (duration < 0 || duration > own->longest) return NEVER;
    if (in->node[c].activity != 0 && !used) return 0;
    int64_t before = used ? price_of_length(in, r, route->distance, route->duration) : 0;
    return price_of_length(in, r, route->distance + distance, duration) - before + fixed;
}

/* The cheapest of a stop's windows at a place; the limit where none is below it. */
static inline Choice best_window(const Rich *in, int32_t c, int32_t p, int32_t n, int32_t r, int64_t limit) {
    const Window *open = windows_of(in, c);
    Choice best = {limit, 0};
    for (int32_t window = 0; window < in->windows && open[window].closes >= open[window].opens; window++) {
        int64_t cost = insertion_cost(in, c, p, n, r, window, best.cost);
        if (cost < best.cost) best = (Choice){cost, window};
    }
    return best;
}

/* The same where it is not written in: compiled once for all who ask seldom. */
static Choice __attribute__((noinline)) best_window_apart(const Rich *in, int32_t c, int32_t p, int32_t n, int32_t r,
                                                          int64_t limit) {
    return best_window(in, c, p, n, r, limit);
}

static inline void consider(const Rich *in, Insertion *best, int32_t c, int32_t p, int32_t n, int32_t r) {
    Choice found = best_window_apart(in, c, p, n, r, best->cost);
    if (found.cost < best->cost) *best = (Insertion){found.cost, p, found.window, NOBODY, 0, r};
}

Insertion rich_cheapest(Rich *in, int32_t zone, int32_t c) {
    Insertion best = {NEVER, NOBODY, 0, NOBODY, 0, NOBODY};
    for (int32_t r = 0; r < in->vehicles; r++) {
        if (in->route[r].zone != zone) continue;
        for (int32_t p = NOBODY;;) {
            int32_t n = node_behind(in, p, r);
            if (free_before(in, n)) consider(in, &best, c, p, n, r);
            if (n == NOBODY) break;
            p = n;
        }
    }
    return best;
}

Insertion rich_cheapest_half(Rich *in, int32_t c) {
    int32_t mate = in->node[c].partner, r = in->node[mate].route;
    bool delivery = in->node[c].open > 0;
    Insertion best = {NEVER, NOBODY, 0, NOBODY, 0, r};
    for (int32_t p = delivery ? mate : NOBODY;;) {
        int32_t n = node_behind(in, p, r);
        if (free_before(in, n)) consider(in, &best, c, p, n, r);
        if (n == NOBODY || (!delivery && n == mate)) return best;
        p = n;
    }
}
