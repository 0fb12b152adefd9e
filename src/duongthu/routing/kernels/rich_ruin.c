/* Ruin and recreate on schedules: strings of neighbouring rounds are taken out, and every stop goes back where it costs least.
 * Source: Christiaens and Vanden Berghe (see cvrp_ruin.c). Stops no round can take wait outside at their prize; every step tries
 * some of them again. */

static const double RELOAD_TRIED = 0.05; /* how often a step that meets a reload on no round tries to make use of it */
static const double NOW = -1e18;         /* the key of what goes back first */
enum { OUTSIDE_TRIED = 8 };              /* stops from outside a step tries besides those it took out */
/* shares of the orders stops go back in, added up */
static const double RICH_BY_CHANCE = 4.0 / 17, RICH_BY_LOAD = 8.0 / 17, BY_FAR = 10.0 / 17, BY_NEAR = 11.0 / 17,
                    BY_WIDTH = 13.0 / 17, BY_OPENING = 15.0 / 17;

/* Whether a round touched in this step now carries too much or is late, as for want of a reload that was taken out. */
static inline bool breaks_a_rule(const Rich *in, const RichScratch *work) {
    for (int32_t k = 0; k < work->rounds_kept; k++)
        if ((in->route[work->kept_route[k].route].over & ~work->kept_route[k].over) != 0) return true;
    return false;
}

/* Whether a node is a reload its round can do without. */
static inline bool can_wait(const Rich *in, int32_t c) {
    return in->node[c].activity == RELOAD && (in->route[in->node[c].vehicle].over & OVERLOADED) == 0;
}

/* Add what goes in with a stop from outside; how many stops there are now. */
static inline int64_t call_bonded(const Rich *in, RichScratch *work, int32_t c, int64_t count) {
    int32_t mate = in->node[c].partner;
    for (int32_t x = in->node[c].after; x != NOBODY; x = in->node[x].after) work->out[count++] = x;
    if (mate != NOBODY && in->node[mate].route == OUT) work->out[count++] = mate;
    return count;
}

/* Add some stops from outside to those taken out; how many there are now, and the prizes paid for the added ones. */
static inline int64_t call_in(const Rich *in, RichScratch *work, int64_t count, int64_t *owed) {
    int64_t many = work->many_outside;
    *owed = 0;
    if (many == 0) return count;
    int64_t first = below(&work->chance, many);
    for (int64_t k = 0; k < many && k < OUTSIDE_TRIED; k++) {
        int32_t c = work->outside[(first + k) % many];
        *owed += prize_of(in, c);
        work->out[count++] = c;
        if (in->bonded) count = call_bonded(in, work, c, count);
    }
    return count;
}

/* Take a stop out with its sequence or the other half of its pair; `after`: the next node that is still in. */
static int64_t take_bonded(Rich *in, RichScratch *work, int32_t x, int64_t count, int32_t *after) {
    for (int32_t y = in->node[x].lead == NOBODY ? x : in->node[x].lead; y != NOBODY; y = in->node[y].after) {
        if (y == *after) *after = in->node[y].next;
        rich_unlink(in, y);
        work->out[count++] = y;
    }
    int32_t mate = in->node[x].partner;
    if (mate != NOBODY && in->node[mate].route != OUT && in->node[mate].locked == 0) {
        if (mate == *after) *after = in->node[mate].next;
        rich_unlink(in, mate);
        work->out[count++] = mate;
    }
    return count;
}

/* Where a string of that length around `c` begins; each possible place is as likely; never a locked stop. */
static inline int32_t string_start(const Rich *in, Chance *chance, int32_t c, int64_t length) {
    const RichNode *node = in->node;
    int64_t back = 0, ahead = 0;
    for (int32_t x = c; back < length - 1 && node[x].prev != NOBODY && node[node[x].prev].locked_ahead == 0; back++)
        x = node[x].prev;
    for (int32_t x = c; ahead < length - 1 && node[x].next != NOBODY; ahead++) x = node[x].next;
    int64_t least = lesser(back, greater(0, length - 1 - ahead));
    for (int64_t k = least + below(chance, back - least + 1); k > 0; k--) c = node[c].prev;
    return c;
}

static inline int64_t take_string(Rich *in, RichScratch *work, int32_t c, int64_t take, int64_t held, int64_t count) {
    Chance *chance = &work->chance;
    int64_t kept = 0;
    if (1 < take && take < held && uniform(chance) < SPLIT)
        for (kept = 1; take + kept < held && uniform(chance) < SPLIT_MORE;) kept++;
    int64_t keep_from = kept ? 1 + (int64_t)(uniform(chance) * (double)(take - 1)) : -1;
    int32_t x = string_start(in, chance, c, take + kept);
    for (int64_t k = 0; k < take + kept; k++) {
        int32_t after = in->node[x].next;
        if (!(keep_from <= k && k < keep_from + kept) && in->node[x].locked == 0) {
            if (in->bonded) {
                count = take_bonded(in, work, x, count, &after);
            } else {
                rich_unlink(in, x);
                work->out[count++] = x;
            }
        }
        if (after == NOBODY) break;
        x = after;
    }
    return count;
}

static int64_t ruin(Rich *in, RichScratch *work, const RuinSize *size, int32_t zone, int32_t seed, int64_t *count) {
    Chance *chance = &work->chance;
    int64_t strings = (int64_t)(uniform(chance) * (4.0 * size->mean_out / (1.0 + size->longest) - 1.0) + 1.0), delta = 0;
    bool whole = in->kinds > 1 && uniform(chance) < WHOLE;
    if (whole) strings = 1 + below(chance, WHOLE_ROUNDS);
    for (int32_t q = -1; q < in->neighbours && strings != 0; q++) {
        int32_t c = q < 0 ? seed : in->near[(int64_t)seed * in->neighbours + q];
        if (c < 0) break;
        int32_t r = in->node[c].route;
        if (r == OUT || in->node[c].locked != 0 || in->route[r].zone != zone || is_kept(in, work, r)) continue;
        strings--;
        keep(in, work, r);
        delta -= round_price(in, r);
        int64_t held = in->route[r].count, before = *count;
        double most = (double)held < size->longest ? (double)held : size->longest;
        int64_t take = whole && held <= WHOLE_MOST ? held : lesser(held, (int64_t)(uniform(chance) * most + 1.0));
        *count = take_string(in, work, c, take, held, before);
        for (int64_t i = before; i < *count; i++) {
            int32_t x = work->out[i];
            delta -= unfamiliarity(in, x, r) + windows_of(in, x)[in->node[x].window].price;
        }
        rich_refresh(in, r);
        delta += round_price(in, r);
    }
    return delta;
}

/* By chance, heaviest, farthest, nearest, narrowest window, earliest opening, or latest closing first. Activities, and halves of
 * which the other is on a round, go first: until they are in, nobody knows how full that round is. */
static inline double key_of(const Rich *in, RichScratch *work, int32_t c, double u) {
    const RichNode *stop = in->node + c;
    if (stop->activity != 0 || (in->bonded && stop->partner != NOBODY && in->node[stop->partner].route != OUT)) return NOW;
    if (u < RICH_BY_CHANCE) return uniform(&work->chance);
    if (u < RICH_BY_LOAD) {
        const Demand *demand = demand_of(in, c);
        return 0.001 * uniform(&work->chance) - (double)(demand->delivery + llabs(demand->pickup));
    }
    if (u < BY_NEAR) {
        double away = (double)metres(in, 0, in->vehicle[0].start, c);
        return u < BY_FAR ? -away : away;
    }
    const Window *window = windows_of(in, c);
    if (u < BY_WIDTH) return (double)(window->closes - window->opens);
    return u < BY_OPENING ? (double)window->opens : -(double)window->closes;
}

/* Take some neighbouring strings out and put their stops back; the change of price, 0 when it was undone. */
static int64_t rich_ruin_step(Rich *in, RichScratch *work, const RuinSize *size, int32_t zone, int32_t seed, double temperature) {
    double worst = worst_accepted(&work->chance, temperature);
    int64_t count = 0, owed;
    begin(work);
    int64_t delta = ruin(in, work, size, zone, seed, &count);
    count = call_in(in, work, count, &owed);
    delta -= owed;
    double u = uniform(&work->chance);
    for (int64_t k = 0; k < count; k++) work->key[k] = key_of(in, work, work->out[k], u);
    order_by_key(work->out, work->key, count);
    close_kinds(in, work);
    memset(work->waiting, 0, sizeof(int64_t) * (size_t)in->measures);
    for (int64_t k = 0; k < count; k++) wait_for(in, work, work->out[k], 1);
    for (int64_t i = 0; i < count; i++) {
        int32_t c = work->out[i];
        if (in->bonded && (in->node[c].route != OUT || follows(in, c))) continue;
        if (can_wait(in, c) && uniform(&work->chance) >= RELOAD_TRIED) continue;
        int64_t cost = put_in(in, work, zone, work->out + i);
        wait_for(in, work, c, -1);
        if (cost == NEVER && (c < in->places || can_wait(in, c))) cost = prize_of(in, c);
        delta += cost;
        if ((double)delta >= worst) {
            undo(in, work, count);
            return 0;
        }
    }
    if (breaks_a_rule(in, work)) {
        undo(in, work, count);
        return 0;
    }
    settle(in, work, count);
    return delta;
}
