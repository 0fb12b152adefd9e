/* The first plan by cheapest insertion, and the annealing: steps of ruin and of tails in one worker's zone. */

void rich_insert_all(Rich *in, RichScratch *work, int32_t zone, const int32_t *stops, int64_t many, int32_t reloads, int32_t eager) {
    work->eager = eager;
    for (int64_t i = 0; i < many; i++) {
        int32_t c = stops[i];
        if (in->node[c].route != OUT || (in->bonded && follows(in, c))) continue;
        begin(work);
        bool waits = in->node[c].activity == RELOAD && !reloads;
        if (waits || put_in(in, work, zone, c) == NEVER) send_out(work, c);
    }
    work->eager = 0;
}

int64_t rich_anneal(Rich *in, RichScratch *work, const RuinSize *size, const int32_t *seeds, int64_t many, int32_t zone,
                    double temperature, int64_t steps) {
    int64_t delta = 0;
    while (steps-- > 0) {
        for (int32_t k = 0; k < size->tails; k++)
            delta += rich_tail_step(in, &work->chance, zone, seeds[below(&work->chance, many)], temperature);
        delta += rich_ruin_step(in, work, size, zone, seeds[below(&work->chance, many)], temperature);
    }
    return delta;
}

int64_t rich_price(const Rich *in) {
    int64_t total = 0;
    for (int32_t r = 0; r < in->vehicles; r++) total += round_price(in, r);
    for (int32_t c = 0; c < in->nodes; c++) {
        const RichNode *node = in->node + c;
        total += node->route == OUT ? node->prize : unfamiliarity(in, c, node->route) + windows_of(in, c)[node->window].price;
    }
    return total;
}
