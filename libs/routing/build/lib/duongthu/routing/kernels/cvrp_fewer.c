/* Fewer rounds: a whole round is taken out, and its stops are put into the room others have. A stop that finds none waits outside;
 * steps of ruin around it push others out in its place, those that seldom had to wait, and so the room flows to where it is
 * needed. Source: the fleet minimisation by absence counters of J. Christiaens and G. Vanden Berghe (see cvrp_ruin.c). */

enum { WAITING_TRIED = 10 };         /* stops from outside that a step tries with those it took out */
enum { FARTHER_TRIED = 50 };         /* stops, and how often, beside which room is looked for where the nearest have none */
static const double FARTHER = 0.2;

static inline void wait_outside(CvrpOutside *outside, int32_t c) {
    outside->slot[c] = outside->many;
    outside->stop[outside->many++] = c;
}

static inline void come_in(CvrpOutside *outside, int32_t c) {
    int32_t last = outside->stop[--outside->many];
    outside->stop[outside->slot[c]] = last;
    outside->slot[last] = outside->slot[c];
    outside->slot[c] = -1;
}

typedef struct {
    int64_t cost;
    int32_t route, before, after;
} Room;

/* The cheaper of what is known and the two places beside a stop, where its round has room. */
static inline void consider_room(const Cvrp *in, Chance *chance, int32_t c, int32_t v, Room *best) {
    const CvrpNode *stop = in->node + v;
    if (stop->route < 0 || in->route[stop->route].load + in->node[c].load > in->capacity) return;
    int64_t d = between(in, c, v);
    for (int side = NEXT; side <= PREV; side++) {
        int32_t x = stop->link[side];
        int64_t more = d - stop->leg[side] + leg(in, c, x);
        if (more >= best->cost || uniform(chance) < BLINK) continue;
        *best = side == NEXT ? (Room){more, stop->route, v, x} : (Room){more, stop->route, x, v};
    }
}

/* A stop about as far along the curve as places are numbered, nearer ones more often: room may lie in the next town. */
static inline int32_t somewhere(const Cvrp *in, Chance *chance, int32_t c) {
    double reach = exp(uniform(chance) * log((double)in->places));
    int64_t v = c + (int64_t)(uniform(chance) < 0.5 ? -reach : reach);
    return v < 1 || v >= in->places || v == c ? 0 : (int32_t)v;
}

/* Put a stop where it costs least in the room there is; false where none was found. */
static inline bool insert_in_room(Cvrp *in, Chance *chance, int32_t c, int64_t *cost) {
    Room best = {INT64_MAX, -1, 0, 0};
    const int32_t *near = in->near + (int64_t)c * in->neighbours;
    for (int32_t q = 0; q < in->neighbours && near[q] >= 0; q++) consider_room(in, chance, c, near[q], &best);
    if (best.route < 0 && uniform(chance) < FARTHER)
        for (int32_t k = 0; k < FARTHER_TRIED; k++) {
            int32_t v = somewhere(in, chance, c);
            if (v != 0) consider_room(in, chance, c, v, &best);
        }
    if (best.route < 0) return false;
    link_stop(in, c, best.before, best.after, best.route, leg(in, c, best.before), leg(in, c, best.after));
    *cost += best.cost;
    return true;
}

/* Put back what was taken out, and take out again what came in from outside. */
static inline void undo_in_room(Cvrp *in, CvrpScratch *work, int64_t taken, int64_t count) {
    for (int64_t i = count - 1; i >= 0; i--) {
        int32_t c = work->out[i];
        if (in->node[c].route != OUT) unlink_stop(in, c, leg(in, in->node[c].link[PREV], in->node[c].link[NEXT]));
    }
    for (int64_t i = taken - 1; i >= 0; i--) {
        Undo *was = work->undo + i;
        link_stop(in, was->stop, was->prev, was->next, was->route, was->to_prev, was->to_next);
    }
}

static void fewer_step(Cvrp *in, CvrpScratch *work, Chance *chance, const RuinSize *size, CvrpOutside *outside,
                       double temperature) {
    double worst = worst_accepted(chance, temperature);
    int64_t first = below(chance, outside->many), taken = 0, waited = 0, waits = 0;
    int64_t cost = cvrp_ruin(in, work, chance, size, 0, outside->stop[first], &taken), count = taken;
    for (int64_t k = 0; k < outside->many && k < WAITING_TRIED; k++) {
        int32_t c = outside->stop[(first + k) % outside->many];
        waited += 1 + outside->absent[c];
        work->out[count++] = c;
    }
    cvrp_order(in, work, chance, count);
    for (int64_t i = 0; i < count; i++) {
        int32_t c = work->out[i];
        if (!insert_in_room(in, chance, c, &cost)) waits += 1 + outside->absent[c];
        if (waits > waited) break;
    }
    bool taken_as_is = waits < waited || (waits == waited && (double)cost < worst);
    if (!taken_as_is) undo_in_room(in, work, taken, count);
    for (int64_t i = 0; i < count; i++) {
        int32_t c = work->out[i];
        if (in->node[c].route != OUT) {
            if (outside->slot[c] >= 0) come_in(outside, c);
        } else {
            outside->absent[c]++;
            if (outside->slot[c] < 0) wait_outside(outside, c);
        }
    }
}

void cvrp_take_round(Cvrp *in, CvrpOutside *outside, int32_t r, int32_t first) {
    for (int32_t c = first, after; c != 0; c = after) {
        after = in->node[c].link[NEXT];
        in->node[c].route = OUT;
        wait_outside(outside, c);
    }
    in->route[r].load = in->route[r].count = 0;
}

int64_t cvrp_fewer(Cvrp *in, void *scratch, Chance *chance, const RuinSize *size, CvrpOutside *outside, double temperature,
                   int64_t steps) {
    int64_t made = 0;
    for (; made < steps && outside->many > 0; made++) fewer_step(in, scratch, chance, size, outside, temperature);
    return made;
}
