/* Which vehicles to use: an empty one is chosen by its price for the load it would take, ruins close kinds for a step, and whole
 * rounds go over to other vehicles. A stop alone never pays for a large vehicle, though the round that follows it does. Sources:
 * B. Golden, A. Assad, L. Levy and F. Gheysens, "The fleet size and mix vehicle routing problem", Computers & Operations
 * Research 11 (1984), whose optimistic opportunity savings price a vehicle by its use; the closing of kinds is ours. */

static const double CLOSING = 0.3;     /* how often a step closes kinds, each with even chance */
static const double SHARING = 0.25;    /* how often the price of a vehicle is shared in deciding to take it */
static const double WHOLE = 0.1;       /* how often a ruin takes whole rounds */
static const double CHANGING = 0.2;    /* how often a step tries a round on other vehicles */
enum { WHOLE_MOST = 60, WHOLE_ROUNDS = 3 };
enum { EMPTY_TRIED = 8 }; /* empty rounds of a kind that have activities; the others are like them */

/* What is still to be put in. */
static inline void wait_for(const Rich *in, RichScratch *work, int32_t c, int32_t sign) {
    for (int32_t m = 0; m < in->measures; m++) {
        const Demand *demand = demand_of(in, c) + m;
        work->waiting[m] += sign * greater(greater(demand->delivery, demand->pickup), 0);
    }
}

/* The share of what is waiting (at least the stop itself) that a vehicle has room for. */
static inline double share_of(const Rich *in, const RichScratch *work, int32_t c, int32_t r, double *own) {
    double share = 1.0;
    *own = 0.0;
    for (int32_t m = 0; m < in->measures; m++) {
        const Demand *demand = demand_of(in, c) + m;
        double load = (double)greater(greater(demand->delivery, demand->pickup), 0), all = (double)work->waiting[m];
        if (all < load) all = load;
        double room = (double)capacity_of(in, r)[m];
        if (all > room && room / all < share) share = room / all;
        if (all > 0 && load / all > *own) *own = load / all;
    }
    return share;
}

/* Draw which kinds stay at home in this step; never all of them. */
static inline void close_kinds(const Rich *in, RichScratch *work) {
    work->any_closed = 0;
    work->shared = 0;
    if (in->kinds < 2) return;
    work->shared = uniform(&work->chance) < SHARING;
    bool closing = uniform(&work->chance) < CLOSING;
    int32_t open = closing ? (int32_t)below(&work->chance, in->kinds) : 0;
    for (int32_t kind = 0; kind < in->kinds; kind++) {
        work->closed[kind] = closing && kind != open && uniform(&work->chance) < 0.5;
        work->any_closed |= work->closed[kind];
    }
}

static inline void open_kinds(const Rich *in, RichScratch *work) {
    for (int32_t kind = 0; kind < in->kinds; kind++) work->closed[kind] = 0;
    work->any_closed = 0;
}

/* Whether a vehicle is at home and may be taken; `tried` counts those of its kind, and `r` leaps behind them when enough were. */
static inline bool takes_from_home(const Rich *in, const RichScratch *work, int32_t zone, int32_t *r, int32_t *tried) {
    const RichVehicle *own = in->vehicle + *r;
    const RichRoute *route = in->route + *r;
    if (*r > 0 && own->kind != in->vehicle[*r - 1].kind) *tried = 0;
    if (route->stops != 0 || route->zone != zone) return false;
    if (work->any_closed && work->closed[own->kind]) return false;
    return true;
}

static inline void past_the_like(const Rich *in, int32_t *r, int32_t *tried) {
    if (in->route[*r].first == NOBODY || ++*tried == EMPTY_TRIED) *r = in->vehicle[*r].last_of_kind;
}

/* The vehicle at home that costs least for its share of what is waiting, where that is cheaper than the best place so far. */
static void consider_home(const Rich *in, RichScratch *work, Insertion *best, int32_t zone, int32_t c) {
    Insertion chosen = {NEVER, NOBODY, 0, NOBODY, 0, NOBODY};
    double least = 0, shared = 0;
    for (int32_t r = 0, tried = 0; r < in->vehicles; r++) {
        if (!takes_from_home(in, work, zone, &r, &tried)) continue;
        Insertion found = {in->kinds > 1 ? NEVER : best->cost, NOBODY, 0, NOBODY, 0, NOBODY};
        consider(in, &found, c, NOBODY, in->route[r].first, r);
        if (in->route[r].first != NOBODY) consider(in, &found, c, in->route[r].last, NOBODY, r);
        if (found.route != NOBODY) {
            double own, rank = (double)found.cost / share_of(in, work, c, r, &own);
            if (chosen.route == NOBODY || rank < least) {
                least = rank;
                shared = rank * own;
                chosen = found;
            }
        }
        past_the_like(in, &r, &tried);
    }
    if (chosen.route == NOBODY) return;
    if (chosen.cost < best->cost || (work->shared && shared < (double)best->cost && best->route != NOBODY)) *best = chosen;
}

/* What a round without activities would cost on another vehicle, unfamiliar stops included; NEVER where it cannot be. */
static int64_t price_on(const Rich *in, int32_t first, int32_t r) {
    const RichVehicle *own = in->vehicle + r;
    if (first == NOBODY) return 0;
    for (int32_t m = 0; m < in->measures; m++)
        if (behind_of(in, first)[m].max > capacity_of(in, r)[m]) return NEVER;
    Segment now = shift_of(in, r);
    int64_t distance = 0, price = own->price, way;
    int32_t place = own->start;
    for (int32_t x = first; x != NOBODY; place = x, x = in->node[x].next) {
        Segment next = segment_of(in, x, in->node[x].window);
        way = seconds(in, r, place, x);
        if (!able(in, x, r) || in->node[x].locked != 0 || x >= in->places || !fits(now, way, next)) return NEVER;
        now = joined(now, way, next);
        distance += metres(in, r, place, x);
        price += unfamiliarity(in, x, r);
    }
    way = seconds(in, r, place, own->end);
    if (!fits(now, way, shift_of(in, r))) return NEVER;
    Segment whole = joined(now, way, shift_of(in, r));
    distance += metres(in, r, place, own->end);
    if (whole.duration > own->longest || distance > own->most_metres) return NEVER;
    return all_there(in, whole.start_late, NOBODY, NOBODY, first) ? price + price_of_length(in, r, distance, whole.duration) : NEVER;
}

/* Whether a vehicle has breaks or reloads on its round: such a round stays with it. */
static inline bool has_activities(const Rich *in, int32_t r) { return in->route[r].count != in->route[r].stops; }

static inline void give_round(Rich *in, int32_t r, int32_t first, int32_t last, int32_t count) {
    RichRoute *route = in->route + r;
    route->first = first;
    route->last = last;
    route->count = count;
    for (int32_t x = first; x != NOBODY; x = in->node[x].next) in->node[x].route = r;
    rich_refresh(in, r);
}

/* Try a stop's whole round on a vehicle of each other kind that is at home, and against the round of one of its nearest; the
 * change of price, 0: it stays. */
static int64_t rich_fleet_step(Rich *in, RichScratch *work, int32_t zone, int32_t c, double temperature) {
    int32_t r1 = in->node[c].route;
    if (r1 == OUT || in->route[r1].zone != zone || has_activities(in, r1)) return 0;
    double worst = worst_accepted(&work->chance, temperature);
    int32_t first = in->route[r1].first, to = NOBODY;
    int64_t now = price_on(in, first, r1), least = NEVER;
    if (now == NEVER) return 0;
    for (int32_t r = 0; r < in->vehicles; r++) {
        const RichRoute *route = in->route + r;
        if (route->stops != 0 || route->zone != zone || route->count != 0 || in->vehicle[r].kind == in->vehicle[r1].kind)
            continue;
        int64_t price = price_on(in, first, r);
        if (price < NEVER && price - now < least) {
            least = price - now;
            to = r;
        }
        r = in->vehicle[r].last_of_kind;
    }
    int32_t tries = in->neighbours < TAIL_NEAREST ? in->neighbours : TAIL_NEAREST;
    int32_t v = tries ? in->near[(int64_t)c * in->neighbours + below(&work->chance, tries)] : NOBODY;
    int32_t r2 = v < 0 ? OUT : in->node[v].route;
    if (r2 != OUT && in->vehicle[r2].kind != in->vehicle[r1].kind && in->route[r2].zone == zone && !has_activities(in, r2)) {
        int64_t one = price_on(in, first, r2), two = price_on(in, in->route[r2].first, r1);
        int64_t other = price_on(in, in->route[r2].first, r2);
        if (one < NEVER && two < NEVER && other < NEVER && one + two - now - other < least) {
            least = one + two - now - other;
            to = r2;
        }
    }
    if (to == NOBODY || (double)least >= worst || least == 0) return 0;
    RichRoute one = in->route[r1], two = in->route[to];
    give_round(in, to, one.first, one.last, one.count);
    give_round(in, r1, two.first, two.last, two.count);
    return least;
}
