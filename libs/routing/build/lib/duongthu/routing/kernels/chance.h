/* Random numbers: xorshift64*, one state a worker, so that the same seed gives the same plan on every machine.
 * Source: S. Vigna, "An experimental exploration of Marsaglia's xorshift generators, scrambled", ACM TOMS 42 (2016). */

static inline double uniform(Chance *chance) { /* in [0, 1) */
    uint64_t x = chance->state;
    x ^= x >> 12;
    x ^= x << 25;
    x ^= x >> 27;
    chance->state = x;
    return (double)((x * UINT64_C(2685821657736338717)) >> 11) * (1.0 / 9007199254740992.0);
}

static inline int64_t below(Chance *chance, int64_t bound) { return (int64_t)(uniform(chance) * (double)bound); }

/* By how much a step may worsen the plan: annealing's rule of acceptance turned round, so that it is drawn once, before. */
static inline double worst_accepted(Chance *chance, double temperature) {
    return -temperature * log(uniform(chance) + 1e-300);
}

/* The first `count` stops in the order of their keys, smallest first; equal keys keep their order. */
static inline void order_by_key(int32_t *stops, double *key, int64_t count) {
    for (int64_t a = 1; a < count; a++) {
        double least = key[a];
        int32_t x = stops[a];
        int64_t b = a - 1;
        for (; b >= 0 && key[b] > least; b--) {
            key[b + 1] = key[b];
            stops[b + 1] = stops[b];
        }
        key[b + 1] = least;
        stops[b + 1] = x;
    }
}
