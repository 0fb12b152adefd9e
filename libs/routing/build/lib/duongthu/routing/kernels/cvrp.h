/* Rounds as linked chains with cached legs: a step's cost does not grow with the length of a round. Places are numbered along a
 * space-filling curve, so that neighbours lie close together in memory. The depot ends chains as 0. */

enum { NEXT, PREV };
enum { OUT = -1 };

static inline int64_t between(const Cvrp *in, int32_t a, int32_t b) { /* two different stops */
    if (in->matrix_given) return in->matrix[(int64_t)a * in->places + b];
    double dx = in->xy[2 * (int64_t)a] - in->xy[2 * (int64_t)b], dy = in->xy[2 * (int64_t)a + 1] - in->xy[2 * (int64_t)b + 1];
    return (int64_t)(sqrt(dx * dx + dy * dy) + 0.5);
}

static inline int64_t leg(const Cvrp *in, int32_t a, int32_t b) { /* two places, either of which may be the depot */
    if (a == 0) return b == 0 ? 0 : in->node[b].to_depot;
    return b == 0 ? in->node[a].to_depot : between(in, a, b);
}

/* Let `b` follow `a`; either may be the depot. */
static inline void join(CvrpNode *node, int32_t a, int32_t b, int64_t cost) {
    if (a != 0) {
        node[a].link[NEXT] = b;
        node[a].leg[NEXT] = (int32_t)cost;
    }
    if (b != 0) {
        node[b].link[PREV] = a;
        node[b].leg[PREV] = (int32_t)cost;
    }
}

/* Take a stop out; its neighbours are joined at the distance given. The stop keeps its own links. */
static inline void unlink_stop(Cvrp *in, int32_t c, int64_t joined) {
    CvrpNode *stop = in->node + c;
    CvrpRoute *route = in->route + stop->route;
    join(in->node, stop->link[PREV], stop->link[NEXT], joined);
    stop->route = OUT;
    route->load -= stop->load;
    route->count--;
}

/* Put a stop between two neighbours of a round. */
static inline void link_stop(Cvrp *in, int32_t c, int32_t p, int32_t n, int32_t r, int64_t to_prev, int64_t to_next) {
    join(in->node, p, c, to_prev);
    join(in->node, c, n, to_next);
    in->node[c].route = r;
    in->route[r].load += in->node[c].load;
    in->route[r].count++;
}
