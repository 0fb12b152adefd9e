/* Room for stops that must be visited and have none: each step takes strings out around one of them and puts all back; what then
 * waits outside are those that seldom had to wait, and so the room flows to where it is needed, at whatever price. Source: the
 * fleet minimisation by absence counters of J. Christiaens and G. Vanden Berghe (see cvrp_ruin.c). */

static const double ELSEWHERE = 0.5; /* how often strings are taken out anywhere */
enum { HOPELESS = -1 }; /* `absent` of a stop no vehicle could visit even alone */

/* How much it weighs that a stop, with all that goes in with it, waits outside; 0: it may, or it must. */
static inline int64_t weight_of(const Rich *in, const RichScratch *work, int32_t c) {
    bool must = c < in->places && work->absent[c] != HOPELESS && prize_of(in, c) >= in->must;
    return must ? 1 + work->absent[c] : 0;
}

/* Whether any vehicle could visit a stop, or another of its group, and nothing else. What needs others before it is given a chance. */
static bool alone(const Rich *in, int32_t c) {
    if (in->grouped && in->rank[c].other != NOBODY) return true;
    if (in->opened && in->rank[c].stage > 0) return true;
    for (int32_t r = 0; r < in->vehicles; r++) {
        r = in->vehicle[r].last_of_kind;
        if (best_window_apart(in, c, NOBODY, NOBODY, r, NEVER).cost < NEVER) return true;
    }
    return false;
}

int64_t rich_without_room(Rich *in, RichScratch *work) {
    int64_t many = 0;
    for (int32_t i = 0; i < work->many_outside; i++) {
        int32_t c = work->outside[i];
        if (!in->bonded && work->absent[c] != HOPELESS && !alone(in, c)) work->absent[c] = HOPELESS;
        many += weight_of(in, work, c) > 0;
    }
    return many;
}

static inline bool any_waits(const Rich *in, const RichScratch *work) {
    for (int32_t i = 0; i < work->many_outside; i++)
        if (weight_of(in, work, work->outside[i]) > 0) return true;
    return false;
}

/* Put back what a step took out and called in, in the order it stands in; the change of price but for the prizes of those that
 * must be visited, whose weights outside are added up. */
static int64_t put_back(Rich *in, RichScratch *work, int32_t zone, int64_t count, int64_t *waits, int64_t most) {
    int64_t delta = 0;
    for (int64_t i = 0; i < count && *waits <= most; i++) {
        int32_t c = work->out[i];
        if (in->bonded && (in->node[c].route != OUT || follows(in, c))) continue;
        int64_t cost = put_in(in, work, zone, work->out + i), weight = weight_of(in, work, c);
        wait_for(in, work, c, -1);
        if (cost == NEVER && weight > 0) {
            *waits += weight;
            cost = 0;
        } else if (cost == NEVER && (c < in->places || can_wait(in, c))) {
            cost = prize_of(in, c);
        }
        delta += cost;
    }
    return delta;
}

static void room_step(Rich *in, RichScratch *work, const RuinSize *size, int32_t zone, int32_t seed, double temperature) {
    double worst = worst_accepted(&work->chance, temperature);
    int64_t count = 0, owed, waited = 0, waits = 0;
    begin(work);
    int64_t delta = ruin(in, work, size, zone, seed, &count), taken = count;
    count = call_in(in, work, count, &owed);
    for (int64_t k = taken; k < count; k++)
        if (work->slot[work->out[k]] >= 0) {
            int64_t weight = weight_of(in, work, work->out[k]);
            waited += weight;
            if (weight == 0) delta -= prize_of(in, work->out[k]);
        }
    double u = uniform(&work->chance);
    for (int64_t k = 0; k < count; k++) work->key[k] = key_of(in, work, work->out[k], u);
    order_by_key(work->out, work->key, count);
    close_kinds(in, work);
    memset(work->waiting, 0, sizeof(int64_t) * (size_t)in->measures);
    for (int64_t k = 0; k < count; k++) wait_for(in, work, work->out[k], 1);
    delta += put_back(in, work, zone, count, &waits, waited);
    bool stands = (waits < waited && delta < NEVER / 2) || (waits == waited && (double)delta < worst);
    for (int64_t k = 0; k < count; k++)
        if (in->node[work->out[k]].route == OUT && weight_of(in, work, work->out[k]) > 0) work->absent[work->out[k]]++;
    if (stands && !breaks_a_rule(in, work))
        settle(in, work, count);
    else
        undo(in, work, count);
}

int64_t rich_make_room(Rich *in, RichScratch *work, const RuinSize *size, int32_t zone, double temperature, int64_t steps) {
    for (; steps > 0 && any_waits(in, work); steps--) {
        int32_t seed = work->outside[below(&work->chance, work->many_outside)];
        if (weight_of(in, work, seed) == 0) continue;
        if (uniform(&work->chance) < ELSEWHERE) seed = (int32_t)below(&work->chance, in->places);
        room_step(in, work, size, zone, seed, temperature);
    }
    return rich_without_room(in, work);
}
