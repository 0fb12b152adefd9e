/* Ruin and recreate on chains: slack induction by string removals, made independent of the number of stops.
 * Source: J. Christiaens and G. Vanden Berghe, "Slack Induction by String Removals for Vehicle Routing Problems",
 * Transportation Science 54 (2020). Ours: linked chains with cached legs, an undo log, the bound on the next insertion, and the
 * step given up as soon as it can no longer be accepted. */

enum { CVRP_MOST_OUT = 1024 };
static const double BLINK = 0.01;                   /* the share of places an insertion overlooks */
static const double SPLIT = 0.5, SPLIT_MORE = 0.01; /* how often a string keeps a middle part, and how seldom that part grows */
static const double BY_CHANCE = 4.0 / 11, BY_LOAD = 8.0 / 11, BY_DISTANCE = 10.0 / 11; /* orders of going back, added up */

typedef struct {
    int32_t stop, prev, next, route, to_prev, to_next;
} Undo;

typedef struct {
    int32_t out[CVRP_MOST_OUT]; /* stops taken out in this step */
    double key[CVRP_MOST_OUT];  /* by which they go back */
    Undo undo[CVRP_MOST_OUT];
    int32_t mark;
} CvrpScratch;

int64_t cvrp_scratch_bytes(void) { return sizeof(CvrpScratch); }

static inline int64_t cvrp_take(Cvrp *in, CvrpScratch *work, int32_t c, int64_t count) {
    CvrpNode *stop = in->node + c;
    int32_t p = stop->link[PREV], n = stop->link[NEXT], r = stop->route;
    work->undo[count] = (Undo){c, p, n, r, stop->leg[PREV], stop->leg[NEXT]};
    int64_t joined = leg(in, p, n), delta = joined - stop->leg[PREV] - stop->leg[NEXT];
    unlink_stop(in, c, joined);
    work->out[count] = c;
    return in->route[r].count == 0 ? delta - in->route_price : delta;
}

/* Where a string of that length around `c` begins; each possible place is as likely. */
static inline int32_t cvrp_string_start(const CvrpNode *node, Chance *chance, int32_t c, int64_t length) {
    int64_t behind = 0, ahead = 0;
    for (int32_t x = c; behind < length - 1 && node[x].link[PREV] != 0; behind++) x = node[x].link[PREV];
    for (int32_t x = c; ahead < length - 1 && node[x].link[NEXT] != 0; ahead++) x = node[x].link[NEXT];
    int64_t least = length - 1 - ahead > 0 ? length - 1 - ahead : 0;
    for (int64_t back = least + below(chance, behind - least + 1); back > 0; back--) c = node[c].link[PREV];
    return c;
}

static int64_t cvrp_take_string(Cvrp *in, CvrpScratch *work, Chance *chance, int32_t c, int64_t take, int64_t held,
                                int64_t *count) {
    int64_t kept = 0, delta = 0;
    if (1 < take && take < held && uniform(chance) < SPLIT)
        for (kept = 1; take + kept < held && uniform(chance) < SPLIT_MORE;) kept++;
    int64_t keep_from = kept ? 1 + (int64_t)(uniform(chance) * (double)(take - 1)) : -1;
    int32_t x = cvrp_string_start(in->node, chance, c, take + kept);
    for (int64_t k = 0; k < take + kept; k++) {
        int32_t after = in->node[x].link[NEXT];
        if (!(keep_from <= k && k < keep_from + kept)) delta += cvrp_take(in, work, x, (*count)++);
        if (after == 0) break;
        x = after;
    }
    return delta;
}

static int64_t cvrp_ruin(Cvrp *in, CvrpScratch *work, Chance *chance, const RuinSize *size, int32_t zone, int32_t seed,
                         int64_t *count) {
    int64_t strings = (int64_t)(uniform(chance) * (4.0 * size->mean_out / (1.0 + size->longest) - 1.0) + 1.0), delta = 0;
    work->mark++;
    for (int32_t q = -1; q < in->neighbours && strings != 0; q++) {
        int32_t c = q < 0 ? seed : in->near[(int64_t)seed * in->neighbours + q];
        if (c < 0) break;
        int32_t r = in->node[c].route;
        if (r < 0 || in->route[r].zone != zone || in->route[r].mark == work->mark) continue;
        in->route[r].mark = work->mark;
        strings--;
        int64_t held = in->route[r].count;
        double most = (double)held < size->longest ? (double)held : size->longest;
        int64_t take = (int64_t)(uniform(chance) * most + 1.0);
        delta += cvrp_take_string(in, work, chance, c, take < held ? take : held, held, count);
    }
    return delta;
}

/* The order stops go back in: by chance, heaviest, farthest or nearest first; one rule for all of a step. */
static inline void cvrp_order(const Cvrp *in, CvrpScratch *work, Chance *chance, int64_t count) {
    double u = uniform(chance);
    for (int64_t k = 0; k < count; k++) {
        const CvrpNode *stop = in->node + work->out[k];
        if (u < BY_CHANCE)
            work->key[k] = uniform(chance);
        else if (u < BY_LOAD)
            work->key[k] = 0.001 * uniform(chance) - (double)stop->load;
        else
            work->key[k] = u < BY_DISTANCE ? -(double)stop->to_depot : (double)stop->to_depot;
    }
    order_by_key(work->out, work->key, count);
}

static inline int32_t cvrp_empty_round(const Cvrp *in, int32_t zone) {
    for (int32_t r = 0; r < in->routes; r++)
        if (in->route[r].count == 0 && in->route[r].zone == zone) return r;
    return -1;
}

/* Put a stop where it costs least beside its nearest stops, or on a round of its own; false where there is no round left.
 * A place is only measured where 2 d(c, v) - d(v, x) is below the best so far: were x nearer to c than v, the place was measured
 * from x. */
static inline bool cvrp_insert(Cvrp *in, Chance *chance, int32_t tries, int32_t zone, int32_t c, int64_t *cost) {
    const CvrpNode *node = in->node;
    int64_t load = node[c].load, alone = node[c].to_depot, best = 2 * alone + in->route_price;
    int32_t into = -1, before = 0, after = 0;
    const int32_t *near = in->near + (int64_t)c * in->neighbours, *near_cost = in->near_cost + (int64_t)c * in->neighbours;
    for (int32_t q = 0; q < tries && near[q] >= 0; q++) {
        int32_t v = near[q], r = node[v].route;
        if (r < 0 || in->route[r].zone != zone || in->route[r].load + load > in->capacity) continue;
        for (int side = NEXT; side <= PREV; side++) {
            int32_t x = node[v].link[side];
            int64_t given_up = node[v].leg[side], d = near_cost[q];
            if ((2 * d - given_up < best || x == 0) && uniform(chance) >= BLINK) {
                int64_t more = d - given_up + (x == 0 ? alone : between(in, c, x));
                if (more < best) {
                    best = more;
                    into = r;
                    before = side == NEXT ? v : x;
                    after = side == NEXT ? x : v;
                }
            }
        }
    }
    if (into < 0 && (into = cvrp_empty_round(in, zone)) < 0) return false;
    link_stop(in, c, before, after, into, leg(in, c, before), leg(in, c, after));
    *cost = best;
    return true;
}

/* Take out again the `back` stops that were put back, then put everything where it was, last taken first. */
static inline void cvrp_undo(Cvrp *in, CvrpScratch *work, int64_t count, int64_t back) {
    for (int64_t i = back - 1; i >= 0; i--) {
        int32_t c = work->out[i];
        unlink_stop(in, c, leg(in, in->node[c].link[PREV], in->node[c].link[NEXT]));
    }
    for (int64_t i = count - 1; i >= 0; i--) {
        Undo *was = work->undo + i;
        link_stop(in, was->stop, was->prev, was->next, was->route, was->to_prev, was->to_next);
    }
}

/* Take some neighbouring strings out and put their stops back; the change of cost, 0 when it was undone. */
static int64_t cvrp_ruin_step(Cvrp *in, CvrpScratch *work, Chance *chance, const RuinSize *size, int32_t zone, int32_t seed,
                              double temperature) {
    double worst = worst_accepted(chance, temperature);
    int64_t count = 0, delta = cvrp_ruin(in, work, chance, size, zone, seed, &count);
    if (count == 0) return 0;
    cvrp_order(in, work, chance, count);
    for (int64_t i = 0; i < count; i++) {
        int64_t cost = 0;
        bool done = cvrp_insert(in, chance, size->tries, zone, work->out[i], &cost);
        delta += cost;
        if (!done || (double)delta >= worst) {
            cvrp_undo(in, work, count, done ? i + 1 : i);
            return 0;
        }
    }
    return delta;
}
