/* The first plan by cheapest insertion, and the annealing: steps of ruin and of tails in one worker's zone. */

static const double AROUND_OUTSIDE = 0.2; /* how often a step begins at a stop that is on no round: room is needed there */

/* Whether another of a stop's group is on a round, or waits outside for all of them. */
static bool stands_for(const Rich *in, const RichScratch *work, int32_t c) {
    for (int32_t y = in->rank[c].other; y != NOBODY && y != c; y = in->rank[y].other)
        if (in->node[y].route != OUT || work->slot[y] >= 0) return true;
    return false;
}

/* The prize of a stop on no round; of a group it is counted once, at the first, where none is on a round. */
static int64_t forgone(const Rich *in, int32_t c) {
    if (in->grouped)
        for (int32_t y = in->rank[c].other; y != NOBODY && y != c; y = in->rank[y].other)
            if (y < c || in->node[y].route != OUT) return 0;
    return in->node[c].prize;
}

void rich_insert_all(Rich *in, RichScratch *work, int32_t zone, const int32_t *stops, int64_t many, int32_t reloads, int32_t eager) {
    work->eager = eager;
    work->any_closed = work->shared = 0;
    memset(work->waiting, 0, sizeof(int64_t) * (size_t)in->measures);
    for (int32_t c = 0; c < in->places; c++)
        if (in->node[c].route == OUT) wait_for(in, work, c, 1);
    for (int64_t i = 0; i < many; i++) {
        int32_t c = stops[i];
        if (in->node[c].route != OUT || (in->bonded && follows(in, c))) continue;
        if (in->grouped && stands_for(in, work, c)) continue;
        begin(work);
        bool waits = in->node[c].activity == RELOAD && !reloads;
        int32_t chosen = c;
        if (waits || put_in(in, work, zone, &chosen) == NEVER) send_out(work, c);
        wait_for(in, work, c, -1);
    }
    work->eager = 0;
}

int64_t rich_anneal(Rich *in, RichScratch *work, const RuinSize *size, const int32_t *seeds, int64_t many, int32_t zone,
                    double temperature, int64_t steps) {
    int64_t delta = 0;
    while (steps-- > 0) {
        for (int32_t k = 0; k < size->tails; k++)
            delta += rich_tail_step(in, &work->chance, zone, seeds[below(&work->chance, many)], temperature);
        if (in->kinds > 1 && uniform(&work->chance) < CHANGING)
            delta += rich_fleet_step(in, work, zone, seeds[below(&work->chance, many)], temperature);
        bool around = work->many_outside > 0 && uniform(&work->chance) < AROUND_OUTSIDE;
        int32_t seed = around ? work->outside[below(&work->chance, work->many_outside)] : seeds[below(&work->chance, many)];
        if (seed < in->places) delta += rich_ruin_step(in, work, size, zone, seed, temperature);
    }
    return delta;
}

int64_t rich_price(const Rich *in) {
    int64_t total = 0;
    for (int32_t r = 0; r < in->vehicles; r++) total += round_price(in, r);
    for (int32_t c = 0; c < in->nodes; c++) {
        const RichNode *node = in->node + c;
        total += node->route == OUT ? forgone(in, c) : unfamiliarity(in, c, node->route) + windows_of(in, c)[node->window].price;
    }
    return total;
}
