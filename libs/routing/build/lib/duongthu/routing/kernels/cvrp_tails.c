/* Exchanging the tails of two rounds and turning a part of one: 2-opt within a round and 2-opt* between rounds in both
 * orientations, tried inside the same annealing. A try costs nothing that grows with the number of stops until it is taken. Long
 * rounds need these: no string of ten stops can exchange half a round. */

enum { TAIL_NEAREST = 15 };

/* Load and number of stops from the start of a round up to and including `x` (0: nothing). */
static inline void so_far(const CvrpNode *node, int32_t x, int64_t *load, int32_t *count) {
    for (*load = 0, *count = 0; x != 0; x = node[x].link[PREV]) {
        *load += node[x].load;
        ++*count;
    }
}

static inline void turn_stop(CvrpNode *stop) {
    int32_t link = stop->link[NEXT], cost = stop->leg[NEXT];
    stop->link[NEXT] = stop->link[PREV];
    stop->leg[NEXT] = stop->leg[PREV];
    stop->link[PREV] = link;
    stop->leg[PREV] = cost;
}

/* ... c -> v ... and ... prev(v) -> next(c) ...: two rounds swap what follows. */
static int64_t tails_exchanged(Cvrp *in, int32_t c, int32_t v, int64_t d, double worst) {
    CvrpNode *node = in->node;
    int32_t r1 = node[c].route, r2 = node[v].route, c2 = node[c].link[NEXT], b = node[v].link[PREV];
    int64_t other = leg(in, b, c2), delta = d + other - node[c].leg[NEXT] - node[v].leg[PREV];
    if ((double)delta >= worst || delta == 0) return 0;
    CvrpRoute *one = in->route + r1, *two = in->route + r2;
    int64_t load1, load2;
    int32_t count1, count2;
    so_far(node, c, &load1, &count1);
    so_far(node, b, &load2, &count2);
    int64_t new1 = load1 + two->load - load2, new2 = load2 + one->load - load1;
    if (new1 > in->capacity || new2 > in->capacity) return 0;
    for (int32_t x = v; x != 0; x = node[x].link[NEXT]) node[x].route = r1;
    for (int32_t x = c2; x != 0; x = node[x].link[NEXT]) node[x].route = r2;
    int32_t held1 = one->count, held2 = two->count;
    one->count = count1 + held2 - count2;
    two->count = count2 + held1 - count1;
    one->load = new1;
    two->load = new2;
    join(node, c, v, d);
    join(node, b, c2, other);
    return two->count == 0 ? delta - in->route_price : delta;
}

/* ... c -> v turned ... and ... next(c) turned -> next(v) ...: the beginnings make one round, the ends the other. */
static int64_t tails_exchanged_turned(Cvrp *in, int32_t c, int32_t v, int64_t d, double worst) {
    CvrpNode *node = in->node;
    int32_t r1 = node[c].route, r2 = node[v].route, c2 = node[c].link[NEXT], v2 = node[v].link[NEXT];
    int64_t other = leg(in, c2, v2), delta = d + other - node[c].leg[NEXT] - node[v].leg[NEXT];
    if ((double)delta >= worst || delta == 0) return 0;
    CvrpRoute *one = in->route + r1, *two = in->route + r2;
    int64_t load1, load2, all_load = one->load + two->load;
    int32_t count1, count2, all_count = one->count + two->count;
    so_far(node, c, &load1, &count1);
    so_far(node, v, &load2, &count2);
    if (load1 + load2 > in->capacity || all_load - load1 - load2 > in->capacity) return 0;
    for (int32_t x = v, before; x != 0; x = before) {
        before = node[x].link[PREV];
        node[x].route = r1;
        turn_stop(node + x);
    }
    for (int32_t x = c2, after; x != 0; x = after) {
        after = node[x].link[NEXT];
        node[x].route = r2;
        turn_stop(node + x);
    }
    join(node, c, v, d);
    join(node, c2, v2, other);
    one->count = count1 + count2;
    two->count = all_count - count1 - count2;
    one->load = load1 + load2;
    two->load = all_load - load1 - load2;
    return two->count == 0 ? delta - in->route_price : delta;
}

/* 2-opt: c -> v, and what lay between is ridden the other way. */
static int64_t turned(Cvrp *in, int32_t c, int32_t v, int64_t d, double worst) {
    CvrpNode *node = in->node;
    int32_t c2 = node[c].link[NEXT], v2 = node[v].link[NEXT];
    if (c2 == v || v2 == c) return 0;
    int64_t other = leg(in, c2, v2), delta = d + other - node[c].leg[NEXT] - node[v].leg[NEXT];
    if ((double)delta >= worst || delta == 0) return 0;
    int32_t a = v, b = c;
    for (int32_t x = c2; x != 0; x = node[x].link[NEXT])
        if (x == v) {
            a = c;
            b = v;
            break;
        }
    int32_t a2 = node[a].link[NEXT], b2 = node[b].link[NEXT];
    for (int32_t x = a2, after;; x = after) {
        after = node[x].link[NEXT];
        turn_stop(node + x);
        if (x == b) break;
    }
    join(node, a, b, d);
    join(node, a2, b2, other);
    return delta;
}

static inline int64_t leg_behind_given_up(Cvrp *in, int32_t c, int32_t v, int64_t d, double worst) {
    if (in->node[c].route == in->node[v].route) return turned(in, c, v, d, worst);
    int64_t delta = tails_exchanged(in, c, v, d, worst);
    return delta != 0 ? delta : tails_exchanged_turned(in, c, v, d, worst);
}

static inline int64_t leg_before_given_up(Cvrp *in, int32_t c, int32_t v, int64_t d, double worst) {
    int32_t p = in->node[c].link[PREV], b = in->node[v].link[PREV];
    if (in->node[c].route == in->node[v].route)
        return p != 0 && b != 0 && p != b ? turned(in, p, b, between(in, p, b), worst) : 0;
    int64_t delta = tails_exchanged(in, v, c, d, worst);
    if (delta != 0 || p == 0 || b == 0) return delta;
    return tails_exchanged_turned(in, p, b, between(in, p, b), worst);
}

/* Try to join a stop to one of its nearest by exchanging or turning tails; the change of cost, 0 when none was taken. Only
 * places nearer than the leg that would be given up (and what the temperature allows) are looked at: of the two legs a better
 * exchange adds, one is shorter than the leg it replaces at one of its ends. */
static int64_t cvrp_tail_step(Cvrp *in, Chance *chance, int32_t zone, int32_t c, double temperature) {
    const CvrpNode *node = in->node;
    int32_t first = node[c].route, tries = in->neighbours < TAIL_NEAREST ? in->neighbours : TAIL_NEAREST;
    if (first < 0 || in->route[first].zone != zone) return 0;
    double worst = worst_accepted(chance, temperature);
    bool ahead = uniform(chance) < 0.5;
    double reach = worst + node[c].leg[ahead ? NEXT : PREV];
    const int32_t *near = in->near + (int64_t)c * in->neighbours, *near_cost = in->near_cost + (int64_t)c * in->neighbours;
    for (int32_t q = 0; q < tries; q++) {
        int32_t v = near[q], d = near_cost[q];
        if (v < 0 || (double)d >= reach) break;
        int32_t second = node[v].route;
        if (second < 0 || in->route[second].zone != zone) continue;
        int64_t delta = ahead ? leg_behind_given_up(in, c, v, d, worst) : leg_before_given_up(in, c, v, d, worst);
        if (delta != 0) return delta;
    }
    return 0;
}
