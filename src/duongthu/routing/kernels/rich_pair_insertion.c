/* What goes in together at a round, a pick-up and its delivery or a sequence of stops: tried by riding what lies between.
 *
 * The round up to where the first goes in, and from where the last went in, is not ridden: those are joined in constant time. The
 * rows of the tried stops (head, distance, before) are free while they are on no round, and hold how the ride stands. */

/* How a ride stands behind `p` (NOBODY: before it begins), into a row. */
static inline void set_out(Rich *in, int32_t p, int32_t r, int32_t row) {
    in->node[row].head = head_of(in, p, r);
    in->node[row].distance = p == NOBODY ? 0 : in->node[p].distance;
    for (int32_t m = 0; m < in->measures; m++)
        before_of(in, row)[m] = p == NOBODY ? (Load){0, 0, 0, 0} : before_of(in, p)[m];
}

/* Let the ride in a row, now at place `a`, go on to node `x` at place `b`; false: it cannot. */
static inline bool ride_to(Rich *in, int32_t x, int32_t window, int32_t a, int32_t b, int32_t prior, int32_t row, int32_t r) {
    Segment now = in->node[prior].head, own = segment_of(in, x, window);
    int64_t way = seconds(in, r, a, b);
    if (!fits(now, way, own)) return false;
    in->node[row].head = joined(now, way, own);
    in->node[row].distance = in->node[prior].distance + metres(in, r, a, b);
    return !load_with(in, x, prior, row, r);
}

/* Distance and duration of the round whose ride stands as in a row, at place `a`, and goes on from `n`; false: it cannot. */
static bool ride_home(const Rich *in, int32_t row, int32_t a, int32_t n, int32_t r, int64_t *distance, int64_t *duration) {
    Segment now = in->node[row].head;
    int32_t x = n;
    for (; x >= in->places && in->node[x].activity == BREAK; x = in->node[x].next) {
        Segment own = segment_of(in, x, 0);
        if (!fits(now, 0, own)) return false;
        now = joined(now, 0, own);
    }
    int32_t b = place_behind(in, x, r);
    *distance = in->node[row].distance + metres(in, r, a, b);
    if (x != NOBODY) *distance += in->route[r].distance - in->node[x].distance;
    int64_t way = seconds(in, r, a, b);
    Segment rest = tail_of(in, x, r);
    *duration = joined(now, way, rest).duration;
    bool short_enough = *duration <= in->vehicle[r].longest && *distance <= in->vehicle[r].most_metres;
    return fits(now, way, rest) && short_enough && carries_both(in, r, row, n);
}

/* What a round costs more when it becomes that long. */
static inline int64_t cost_of_ride(const Rich *in, int32_t r, int64_t distance, int64_t duration) {
    const RichRoute *route = in->route + r;
    int64_t after = price_of_length(in, r, distance, duration);
    if (route->stops == 0) return in->vehicle[r].price + after;
    return after - price_of_length(in, r, route->distance, route->duration);
}

/* What the way past a stop (and then another, where given) costs more than the way without. */
static inline int64_t detour(const Rich *in, int32_t c, int32_t d, int32_t p, int32_t n, int32_t r) {
    int32_t a = place_before(in, p, r), b = place_behind(in, past_breaks(in, n), r);
    int64_t more = metres(in, r, a, c);
    more += d == NOBODY ? metres(in, r, c, b) : metres(in, r, c, d) + metres(in, r, d, b);
    if (p != NOBODY || n != NOBODY) more -= metres(in, r, a, b);
    return in->vehicle[r].price_metre * more;
}

static int64_t least_detour(const Rich *in, int32_t d, int32_t r) {
    int64_t least = NEVER;
    for (int32_t p = NOBODY;;) {
        int32_t n = node_behind(in, p, r);
        least = lesser(least, detour(in, d, NOBODY, p, n, r));
        if (n == NOBODY) return least;
        p = n;
    }
}

/* The cheapest place of the delivery when the pick-up goes in behind `p`, where that is below the limit: what both cost.
 * `more`: what the way costs more already; `at_once`: only the place just behind the pick-up is of use. */
static int64_t best_delivery(Rich *in, int32_t c, int32_t window, int32_t p, int32_t n, int32_t r, bool at_once, int64_t more,
                             int64_t limit, int32_t *behind, int32_t *window_mate) {
    int32_t d = in->node[c].partner, place = place_before(in, p, r), last = c;
    int64_t best = limit;
    set_out(in, p, r, c);
    if (!ride_to(in, c, window, place, c, c, c, r)) return best;
    place = c;
    for (int32_t x = n;;) {
        bool near = last == c || more + detour(in, d, NOBODY, last, x, r) < best;
        int32_t many = free_before(in, x) && near ? many_windows(in, d) : 0;
        for (int32_t one = 0; one < many; one++) {
            int64_t distance, duration;
            if (!ride_to(in, d, one, place, d, c, d, r) || !ride_home(in, d, d, x, r, &distance, &duration)) continue;
            int64_t cost = cost_of_ride(in, r, distance, duration) + windows_of(in, d)[one].price;
            if (cost < best) {
                best = cost;
                *behind = last;
                *window_mate = one;
            }
        }
        if (x == NOBODY || at_once) return best;
        int32_t spot = spot_of(in, x, place, in->vehicle[r].start);
        if (!ride_to(in, x, in->node[x].window, place, spot, c, c, r)) return best;
        last = x;
        place = spot;
        x = in->node[x].next;
    }
}

/* The cheapest places of a pick-up and its delivery on a round. Where the delivery follows at once, it is behind the pick-up. A
 * place is passed over where already the way to the pick-up is dearer than the best so far. */
static Insertion best_of_pair(Rich *in, int32_t c, int32_t r, int64_t limit) {
    int32_t d = in->node[c].partner;
    Insertion best = {limit, NOBODY, 0, NOBODY, 0, r};
    if (!able(in, c, r) || !able(in, d, r)) {
        best.cost = NEVER;
        return best;
    }
    int64_t fixed = unfamiliarity(in, c, r) + unfamiliarity(in, d, r), least = least_detour(in, d, r);
    for (int32_t p = NOBODY;;) {
        int32_t n = node_behind(in, p, r);
        if (free_before(in, n)) {
            int64_t more = detour(in, c, NOBODY, p, n, r);
            bool at_once = more + least + fixed >= best.cost;
            if (at_once) more = detour(in, c, d, p, n, r);
            for (int32_t window = 0, many = many_windows(in, c); window < many; window++) {
                int64_t known = fixed + windows_of(in, c)[window].price;
                if (more + known >= best.cost) continue;
                int32_t behind = NOBODY, window_mate = 0;
                int64_t cost = best_delivery(in, c, window, p, n, r, at_once, more, best.cost - known, &behind, &window_mate);
                if (cost + known < best.cost) best = (Insertion){cost + known, p, window, behind, window_mate, r};
            }
        }
        if (n == NOBODY) break;
        p = n;
    }
    if (best.cost >= limit) best.cost = NEVER;
    return best;
}

/* What a sequence costs behind `p`, each stop in the first window that is not over yet; these stay in its nodes. */
static int64_t cost_of_sequence(Rich *in, int32_t c, int32_t p, int32_t n, int32_t r) {
    int32_t place = place_before(in, p, r), last = c;
    int64_t price = 0, distance, duration;
    set_out(in, p, r, c);
    for (int32_t x = c; x != NOBODY; x = in->node[x].after) {
        int64_t arrival = in->node[c].head.start_early + in->node[c].head.duration + seconds(in, r, place, x);
        int32_t window = first_open(in, x, arrival);
        if (!ride_to(in, x, window, place, x, c, c, r)) return NEVER;
        price += windows_of(in, x)[window].price;
        in->node[x].window = window;
        last = place = x;
    }
    if (!ride_home(in, c, last, n, r, &distance, &duration)) return NEVER;
    return price + cost_of_ride(in, r, distance, duration);
}

/* The cheapest place of a sequence, by its first stop, on a round. */
static Insertion best_of_sequence(Rich *in, int32_t c, int32_t r, int64_t limit) {
    Insertion best = {limit, NOBODY, 0, NOBODY, 0, r};
    int64_t fixed = 0;
    for (int32_t x = c; x != NOBODY; x = in->node[x].after) {
        if (!able(in, x, r)) {
            best.cost = NEVER;
            return best;
        }
        fixed += unfamiliarity(in, x, r);
    }
    for (int32_t p = NOBODY;;) {
        int32_t n = node_behind(in, p, r);
        if (free_before(in, n)) {
            int64_t cost = cost_of_sequence(in, c, p, n, r);
            if (cost < NEVER && cost + fixed < best.cost) {
                best.cost = cost + fixed;
                best.behind = p;
            }
        }
        if (n == NOBODY) break;
        p = n;
    }
    if (best.cost >= limit) best.cost = NEVER;
    return best;
}

static Insertion best_together(Rich *in, int32_t c, int32_t r, int64_t limit) {
    return in->node[c].partner != NOBODY ? best_of_pair(in, c, r, limit) : best_of_sequence(in, c, r, limit);
}

void rich_link_together(Rich *in, int32_t c, Insertion found) {
    int32_t mate = in->node[c].partner, r = found.route;
    if (mate != NOBODY) {
        rich_link(in, c, found.behind, r, found.window);
        rich_link(in, mate, found.behind_mate, r, found.window_mate);
    } else {
        cost_of_sequence(in, c, found.behind, node_behind(in, found.behind, r), r);
        for (int32_t prior = found.behind, x = c; x != NOBODY; prior = x, x = in->node[x].after)
            rich_link(in, x, prior, r, in->node[x].window);
    }
    rich_refresh(in, r);
}

Insertion rich_cheapest_together(Rich *in, int32_t zone, int32_t c, int64_t limit) {
    Insertion best = {limit, NOBODY, 0, NOBODY, 0, NOBODY};
    for (int32_t r = 0; r < in->vehicles; r++) {
        if (in->route[r].zone != zone) continue;
        Insertion found = best_together(in, c, r, best.cost);
        if (found.cost < best.cost) best = found;
    }
    return best;
}
