/* Putting any node in: one alone, the half of a pair whose other half is on a round, or what goes in together. */

static const double SOME_OF_GROUP = 0.2; /* how often only some stops of a group are looked at */
enum { ROUNDS_TRIED = 12 }; /* on which the nearest of the first and of the last stop are */

/* Whether a stop that has no room beside its nearest is tried everywhere now. */
static inline bool looks_everywhere(RichScratch *work) {
    return work->eager > 0 || (work->eager == 0 && uniform(&work->chance) < EVERYWHERE);
}

/* What leaving out costs, with all that then is left out, too. */
static inline int64_t prize_of(const Rich *in, int32_t c) {
    if (!in->bonded) return in->node[c].prize;
    int64_t prize = 0;
    for (int32_t x = c; x != NOBODY; x = in->node[x].after) prize += in->node[x].prize;
    int32_t mate = in->node[c].partner;
    return mate != NOBODY && in->node[mate].route == OUT ? prize + in->node[mate].prize : prize;
}

static int64_t put_there(Rich *in, RichScratch *work, int32_t c, Insertion found) {
    if (found.route == NOBODY) return NEVER;
    keep(in, work, found.route);
    rich_link(in, c, found.behind, found.route, found.window);
    rich_refresh(in, found.route);
    return found.cost;
}

/* Put a break or a reload where it costs its own vehicle least; of equal places one by chance. */
static int64_t insert_activity(Rich *in, RichScratch *work, int32_t zone, int32_t c) {
    int32_t r = in->node[c].vehicle;
    if (in->route[r].zone != zone) return NEVER;
    Insertion best = {NEVER, NOBODY, 0, NOBODY, 0, NOBODY};
    int64_t alike = 0;
    for (int32_t p = NOBODY;;) {
        int32_t n = node_behind(in, p, r);
        if (free_before(in, n)) {
            int64_t cost = best_window_apart(in, c, p, n, r, best.cost + 1).cost;
            alike = cost == best.cost ? alike + 1 : 1;
            if (cost < best.cost || (cost == best.cost && cost < NEVER && below(&work->chance, alike) == 0)) {
                best.cost = cost;
                best.behind = p;
                best.route = r;
            }
        }
        if (n == NOBODY) break;
        p = n;
    }
    return put_there(in, work, c, best);
}

/* The neighbours of a place behind a stop, before it, and beyond an activity next to it; the stop twice where there is none. */
static inline void beside(const Rich *in, int32_t v, int32_t side, int32_t *before, int32_t *after) {
    int32_t p = in->node[v].prev, n = in->node[v].next, beyond = side == AROUND ? n : p;
    if (side == 0) {
        *before = v;
        *after = n;
    } else if (side == 1) {
        *before = p;
        *after = v;
    } else if (beyond < in->places) {
        *before = *after = v;
    } else {
        *before = side == AROUND ? n : in->node[p].prev;
        *after = side == AROUND ? in->node[n].next : p;
    }
}

/* Where a stop costs least, beside its nearest or on an empty round; on no round where no place is below the limit. */
static Insertion best_place(Rich *in, RichScratch *work, int32_t zone, int32_t c, int64_t limit) {
    Insertion best = {limit, NOBODY, 0, NOBODY, 0, NOBODY};
    const int32_t *near = in->near + (int64_t)c * in->neighbours;
    int32_t sides = in->places == in->nodes ? AROUND : 2 * AROUND;
    for (int32_t q = 0; q < in->neighbours && near[q] >= 0; q++) {
        int32_t v = near[q], r = in->node[v].route;
        if (r == OUT || in->route[r].zone != zone) continue;
        for (int32_t side = 0; side < sides; side++) {
            int32_t p, n;
            beside(in, v, side, &p, &n);
            if (p == v && v == n) continue;
            if (uniform(&work->chance) < RICH_BLINK || !free_before(in, n)) continue;
            Choice found = best_window(in, c, p, n, r, best.cost);
            if (found.cost < best.cost) best = (Insertion){found.cost, p, found.window, NOBODY, 0, r};
        }
    }
    consider_home(in, work, &best, zone, c);
    if (best.route == NOBODY && work->any_closed) {
        open_kinds(in, work);
        consider_home(in, work, &best, zone, c);
    }
    if (best.route == NOBODY && looks_everywhere(work)) {
        Insertion found = rich_cheapest(in, zone, c);
        if (found.cost < best.cost) best = found;
    }
    return best;
}

/* The cheapest place of any stop of a group; `chosen` becomes that stop. `some`: each is looked at with even chance. */
static Insertion best_of_group(Rich *in, RichScratch *work, int32_t zone, int32_t c, int64_t limit, bool some, int32_t *chosen) {
    Insertion best = {limit, NOBODY, 0, NOBODY, 0, NOBODY};
    int32_t y = c;
    do {
        if (!some || uniform(&work->chance) < 0.5) {
            Insertion found = best_place(in, work, zone, y, limit);
            if (found.route != NOBODY && (best.route == NOBODY || found.cost < best.cost)) {
                best = found;
                *chosen = y;
            }
        }
        y = in->rank[y].other;
    } while (y != NOBODY && y != c);
    return best;
}

/* Put a stop, or another of its group, where it costs least; NEVER where no place is worth its prize. Now and then not
 * the cheapest of a group goes in, for another may make room for others. */
static int64_t insert_best(Rich *in, RichScratch *work, int32_t zone, int32_t *c) {
    if (*c >= in->places) return insert_activity(in, work, zone, *c);
    bool dearer = uniform(&work->chance) < AT_ANY_PRICE;
    int64_t limit = dearer ? NEVER : in->node[*c].prize;
    if (!in->grouped || in->rank[*c].other == NOBODY) return put_there(in, work, *c, best_place(in, work, zone, *c, limit));
    int32_t first = *c;
    bool some = uniform(&work->chance) < SOME_OF_GROUP;
    Insertion best = best_of_group(in, work, zone, first, limit, some, c);
    if (best.route == NOBODY && some) best = best_of_group(in, work, zone, first, limit, false, c);
    return put_there(in, work, *c, best);
}

/* Put half a pair where it costs least on the round of the other half; NEVER where that has no room for it. */
static int64_t insert_half(Rich *in, RichScratch *work, int32_t zone, int32_t c) {
    int32_t r = in->node[in->node[c].partner].route;
    if (in->route[r].zone != zone) return NEVER;
    Insertion found = rich_cheapest_half(in, c);
    if (found.cost == NEVER) return NEVER;
    int32_t over = in->route[r].over;
    put_there(in, work, c, found);
    if ((in->route[r].over & ~over & OVERLOADED) == 0) return found.cost;
    rich_unlink(in, c);
    rich_refresh(in, r);
    return NEVER;
}

/* The delivery of a pick-up, the last stop of a sequence. */
static inline int32_t last_of(const Rich *in, int32_t c) {
    if (in->node[c].partner != NOBODY) return in->node[c].partner;
    while (in->node[c].after != NOBODY) c = in->node[c].after;
    return c;
}

/* Put a pair or a sequence, by its first stop, on one of the rounds its nearest are on, or on one that has no stops yet. */
static int64_t insert_together(Rich *in, RichScratch *work, int32_t zone, int32_t c) {
    bool dearer = uniform(&work->chance) < AT_ANY_PRICE;
    int64_t limit = dearer ? NEVER : prize_of(in, c);
    Insertion best = {limit, NOBODY, 0, NOBODY, 0, NOBODY};
    int32_t ends[2] = {c, last_of(in, c)}, tried = 0;
    work->trial++;
    for (int32_t q = 0; q < 2 * in->neighbours && tried < ROUNDS_TRIED; q++) {
        int32_t v = in->near[(int64_t)ends[q % 2] * in->neighbours + q / 2];
        if (v < 0) break;
        int32_t r = in->node[v].route;
        if (r == OUT || in->route[r].zone != zone || work->tried[r] == work->trial) continue;
        work->tried[r] = work->trial;
        tried++;
        Insertion found = best_together(in, c, r, best.cost);
        if (found.cost < best.cost) best = found;
    }
    for (int32_t r = 0, looked = 0; r < in->vehicles; r++) {
        if (!takes_from_home(in, work, zone, &r, &looked)) continue;
        Insertion found = best_together(in, c, r, best.cost);
        if (found.cost < best.cost) best = found;
        past_the_like(in, &r, &looked);
    }
    if (best.route == NOBODY && looks_everywhere(work)) best = rich_cheapest_together(in, zone, c, limit);
    if (best.route == NOBODY) return NEVER;
    keep(in, work, best.route);
    rich_link_together(in, c, best);
    return best.cost;
}

/* Put a node, which then may be another of its group, where it costs least; NEVER where no place is worth its prize. */
static inline int64_t put_in(Rich *in, RichScratch *work, int32_t zone, int32_t *c) {
    if (in->bonded && *c < in->places) {
        int32_t mate = in->node[*c].partner;
        if (mate != NOBODY && in->node[mate].route != OUT) return insert_half(in, work, zone, *c);
        if (mate != NOBODY || in->node[*c].lead != NOBODY) return insert_together(in, work, zone, *c);
    }
    return insert_best(in, work, zone, c);
}
