/* Moving a few stops beside a near stop, and changing places of two: the small moves, tried inside the same annealing. A ruin
 * finds these too, at fifty times the price of a try. Source of the pruning by the leg given up: D. S. Johnson and
 * L. A. McGeoch, "The Traveling Salesman Problem: A Case Study", in Local Search in Combinatorial Optimization (1997). */

enum { MOVE_NEAREST = 15, MOVE_MOST = 3 }; /* stops that move together */

/* Whether `v` is in the string from `c` to `e`. */
static inline bool within(const CvrpNode *node, int on, int32_t c, int32_t e, int32_t v) {
    for (; c != e; c = node[c].link[on])
        if (c == v) return true;
    return e == v;
}

/* Move a string, its first stop beside `v`; the price of the round that is thereby saved, mostly 0. */
static inline int64_t move_string(Cvrp *in, int32_t c, int on, int32_t held, int32_t v, int side) {
    CvrpNode *node = in->node;
    int32_t r = node[c].route, into = node[v].route, beside = v, x = node[v].link[side];
    for (int32_t stop = c, after; held > 0; held--, beside = stop, stop = after) {
        after = node[stop].link[on];
        unlink_stop(in, stop, leg(in, node[stop].link[PREV], node[stop].link[NEXT]));
        int32_t p = side == NEXT ? beside : x, n = side == NEXT ? x : beside;
        link_stop(in, stop, p, n, into, leg(in, p, stop), leg(in, stop, n));
    }
    return in->route[r].count == 0 ? in->route_price : 0;
}

/* Change the places of `c` and of `x`, which lies at that side of `v`; 0 when not worth it. */
static inline int64_t swapped(Cvrp *in, int32_t c, int32_t x, int side, int64_t d, double worst) {
    CvrpNode *node = in->node;
    int32_t y = node[x].link[side];
    if (y == c) return 0;
    int32_t p = node[c].link[PREV], n = node[c].link[NEXT], r = node[c].route, second = node[x].route;
    int64_t more = node[c].load - node[x].load;
    if (r != second && (in->route[second].load + more > in->capacity || in->route[r].load - more > in->capacity)) return 0;
    int64_t to_p = leg(in, p, x), to_n = leg(in, x, n), to_y = leg(in, c, y);
    int64_t delta = d + to_y - node[x].leg[NEXT] - node[x].leg[PREV] + to_p + to_n - node[c].leg[NEXT] - node[c].leg[PREV];
    if ((double)delta >= worst || delta == 0) return 0;
    int32_t before = node[x].link[PREV], behind = node[x].link[NEXT];
    unlink_stop(in, c, 0);
    unlink_stop(in, x, 0);
    link_stop(in, c, before, behind, second, side == NEXT ? d : to_y, side == NEXT ? to_y : d);
    link_stop(in, x, p, n, r, to_p, to_n);
    return delta;
}

/* Try to put a string that begins with a stop beside one of its nearest, or to change two stops' places; the change of cost, 0
 * when nothing was moved. Only places nearer than the leg the stop gives up (and what the temperature allows) are looked at. */
static int64_t cvrp_move_step(Cvrp *in, Chance *chance, int32_t zone, int32_t c, double temperature) {
    CvrpNode *node = in->node;
    int32_t r = node[c].route, tries = in->neighbours < MOVE_NEAREST ? in->neighbours : MOVE_NEAREST;
    if (r < 0 || in->route[r].zone != zone) return 0;
    double worst = worst_accepted(chance, temperature);
    int on = uniform(chance) < 0.5 ? NEXT : PREV, back = 1 - on;
    int32_t e = c, held = 1;
    int64_t load = node[c].load, length = 1 + below(chance, MOVE_MOST);
    for (; held < length && node[e].link[on] != 0; held++) {
        e = node[e].link[on];
        load += node[e].load;
    }
    int32_t p = node[c].link[back], n = node[e].link[on];
    int64_t given_up = leg(in, p, c), gain = given_up + leg(in, e, n) - leg(in, p, n);
    const int32_t *near = in->near + (int64_t)c * in->neighbours, *near_cost = in->near_cost + (int64_t)c * in->neighbours;
    for (int32_t q = 0; q < tries; q++) {
        int32_t v = near[q];
        int64_t d = near_cost[q];
        if (v < 0 || (double)d >= worst + (double)given_up) break;
        int32_t second = node[v].route;
        if (second < 0 || in->route[second].zone != zone || within(node, on, c, e, v)) continue;
        bool fits = second == r || in->route[second].load + load <= in->capacity;
        for (int side = NEXT; side <= PREV; side++) {
            int32_t x = node[v].link[side];
            if (x == c || x == e) continue;
            int64_t delta = d + leg(in, e, x) - node[v].leg[side] - gain;
            if (fits && (double)delta < worst && delta != 0) return delta - move_string(in, c, on, held, v, side);
            delta = held == 1 && x != 0 ? swapped(in, c, x, side, d, worst) : 0;
            if (delta != 0) return delta;
        }
    }
    return 0;
}
