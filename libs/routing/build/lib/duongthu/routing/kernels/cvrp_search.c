/* The first plan, by savings over nearest places only (G. Clarke and J. W. Wright, Operations Research 12, 1964), and the
 * annealing: steps of ruin, tails and small moves in one worker's zone, at one temperature. */

int64_t cvrp_anneal(Cvrp *in, void *scratch, Chance *chance, const RuinSize *size, const int32_t *seeds, int64_t many, int32_t zone,
                    double temperature, int64_t steps) {
    int64_t delta = 0;
    while (steps-- > 0) {
        for (int32_t k = 0; k < size->tails; k++) delta += cvrp_tail_step(in, chance, zone, seeds[below(chance, many)], temperature);
        for (int32_t k = 0; k < size->moves; k++) delta += cvrp_move_step(in, chance, zone, seeds[below(chance, many)], temperature);
        int32_t seed = seeds[below(chance, many)];
        if (in->route[in->node[seed].route].zone == zone)
            delta += cvrp_ruin_step(in, scratch, chance, size, zone, seed, temperature);
    }
    return delta;
}

int64_t cvrp_descend(Cvrp *in, Chance *chance, int32_t zone, int64_t passes) {
    int64_t delta = 0;
    while (passes-- > 0)
        for (int32_t c = 1; c < in->places; c++) delta += cvrp_tail_step(in, chance, zone, c, 1e-9);
    return delta;
}

int64_t cvrp_savings(const Cvrp *in, int32_t *one, int32_t *other, int64_t *saved) {
    int64_t count = 0, k = in->neighbours;
    for (int32_t a = 1; a < in->places; a++)
        for (int64_t q = 0; q < k; q++) {
            int32_t b = in->near[a * k + q];
            if (b < 0) break;
            bool seen = false;
            for (int64_t w = 0; b < a && !seen && w < k; w++) seen = in->near[b * k + w] == a;
            int64_t gain = (int64_t)in->node[a].to_depot + in->node[b].to_depot - in->near_cost[a * k + q];
            if (seen || gain <= 0) continue;
            one[count] = a;
            other[count] = b;
            saved[count++] = gain;
        }
    return count;
}

static inline int64_t top(int64_t *parent, int64_t a) {
    while (parent[a] != a) a = parent[a] = parent[parent[a]];
    return a;
}

void cvrp_join(const Cvrp *in, const int32_t *one, const int32_t *other, const int64_t *order, int64_t many, int32_t *ends,
               int64_t *parent, int64_t *held) {
    for (int64_t x = 0; x < in->places; x++) {
        parent[x] = x;
        held[x] = in->node[x].load;
    }
    for (int64_t t = 0; t < many; t++) {
        int64_t a = one[order[t]], b = other[order[t]];
        if ((ends[2 * a] && ends[2 * a + 1]) || (ends[2 * b] && ends[2 * b + 1])) continue;
        int64_t top_a = top(parent, a), top_b = top(parent, b);
        if (top_a == top_b || held[top_a] + held[top_b] > in->capacity) continue;
        parent[top_b] = top_a;
        held[top_a] += held[top_b];
        ends[2 * a + (ends[2 * a] != 0)] = (int32_t)b;
        ends[2 * b + (ends[2 * b] != 0)] = (int32_t)a;
    }
}
