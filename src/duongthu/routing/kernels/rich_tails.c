/* Two rounds exchange what follows: 2-opt* on schedules, in constant time until it is taken. */

/* Whether a tail must stay with its vehicle: it has locked stops or activities, or parts a pair or a sequence. */
static inline bool bound(const Rich *in, int32_t x) {
    return x != NOBODY && (in->node[x].locked_ahead > 0 || in->node[x].to_come != 0);
}

/* Whether ends of rounds of the two vehicles can be exchanged as they are. */
static inline bool ends_alike(const Rich *in, int32_t r1, int32_t r2) {
    const RichVehicle *one = in->vehicle + r1, *two = in->vehicle + r2;
    return one->end == two->end && one->closes == two->closes && one->duration_percent == two->duration_percent &&
           one->travel == two->travel;
}

/* The price of a round of `r` up to `a` and then on from `b`, which is of `other`; NEVER where that cannot be. */
static inline int64_t price_joined(const Rich *in, int32_t r, int32_t a, int32_t other, int32_t b) {
    if (a == NOBODY && b == NOBODY) return 0;
    int32_t x = place_before(in, a, r), y = place_behind(in, b, other);
    Segment now = head_of(in, a, r), rest = tail_of(in, b, r);
    int64_t way = seconds(in, r, x, y);
    Segment whole = joined(now, way, rest);
    int64_t duration = whole.duration;
    if (!fits(now, way, rest) || duration > in->vehicle[r].longest || !carries_both(in, r, a, b)) return NEVER;
    if (!all_there(in, whole.start_late, a, NOBODY, b) || !stages_join(in, a, b)) return NEVER;
    int64_t distance = (a == NOBODY ? 0 : in->node[a].distance) + metres(in, r, x, y);
    if (b != NOBODY) distance += in->route[other].distance - in->node[b].distance;
    if (distance > in->vehicle[r].most_metres) return NEVER;
    return in->vehicle[r].price + price_of_length(in, r, distance, duration);
}

/* What it costs that all from `x` on change their round; NEVER where one of them cannot. */
static inline int64_t unfamiliarity_change(const Rich *in, int32_t x, int32_t of, int32_t to) {
    const RichVehicle *one = in->vehicle + of, *two = in->vehicle + to;
    int64_t change = 0;
    if (one->skills == two->skills && one->courier == two->courier) return 0;
    for (; x != NOBODY; x = in->node[x].next) {
        if (!able(in, x, to)) return NEVER;
        change += unfamiliarity(in, x, to) - unfamiliarity(in, x, of);
    }
    return change;
}

/* What the exchange would change; NEVER where it cannot be. */
static inline int64_t exchange_cost(const Rich *in, int32_t c, int32_t v, int32_t b, int32_t c2, double worst) {
    int32_t r1 = in->node[c].route, r2 = in->node[v].route;
    int64_t one = price_joined(in, r1, c, r2, v);
    if (one == NEVER) return NEVER;
    int64_t two = price_joined(in, r2, b, r1, c2);
    if (two == NEVER) return NEVER;
    int64_t delta = one + two - round_price(in, r1) - round_price(in, r2);
    if ((double)delta >= worst) return NEVER;
    int64_t first = unfamiliarity_change(in, v, r2, r1), second = unfamiliarity_change(in, c2, r1, r2);
    return first == NEVER || second == NEVER ? NEVER : delta + first + second;
}

static inline int32_t give_tail(Rich *in, int32_t x, int32_t r) {
    int32_t many = 0;
    for (; x != NOBODY; x = in->node[x].next, many++) in->node[x].route = r;
    return many;
}

static inline void exchange(Rich *in, int32_t c, int32_t v, int32_t b, int32_t c2) {
    int32_t r1 = in->node[c].route, r2 = in->node[v].route;
    RichRoute *one = in->route + r1, *two = in->route + r2;
    int32_t moved = give_tail(in, v, r1) - give_tail(in, c2, r2), last = one->last;
    one->count += moved;
    two->count -= moved;
    in->node[c].next = v;
    in->node[v].prev = c;
    if (b != NOBODY)
        in->node[b].next = c2;
    else
        two->first = c2;
    if (c2 != NOBODY) in->node[c2].prev = b;
    one->last = two->last;
    two->last = c2 != NOBODY ? last : b;
    rich_refresh(in, r1);
    rich_refresh(in, r2);
}

/* Try to let one of a stop's nearest follow it, the rounds exchanging their ends; the change of price, 0: none taken. */
static int64_t rich_tail_step(Rich *in, Chance *chance, int32_t zone, int32_t c, double temperature) {
    const RichNode *node = in->node;
    int32_t r1 = node[c].route, tries = in->neighbours < TAIL_NEAREST ? in->neighbours : TAIL_NEAREST;
    if (r1 == OUT || in->route[r1].zone != zone) return 0;
    double worst = worst_accepted(chance, temperature);
    int32_t c2 = node[c].next;
    int64_t dear = in->vehicle[r1].price_metre;
    double reach = worst + (double)(dear * metres(in, r1, c, place_behind(in, past_breaks(in, c2), r1)));
    const int32_t *near = in->near + (int64_t)c * in->neighbours;
    for (int32_t q = 0; q < tries && near[q] >= 0; q++) {
        int32_t v = near[q], r2 = node[v].route;
        if (r2 == OUT || r2 == r1 || in->route[r2].zone != zone || (double)(dear * metres(in, r1, c, v)) >= reach) continue;
        if (bound(in, v) || bound(in, c2) || !ends_alike(in, r1, r2)) continue;
        int32_t b = node[v].prev;
        int64_t delta = exchange_cost(in, c, v, b, c2, worst);
        if ((double)delta < worst && delta != 0) {
            exchange(in, c, v, b, c2);
            return delta;
        }
    }
    return 0;
}
