/* What Python sees of the compiled searches. cffi reads this file as it stands, so it holds declarations only; the layout of
 * NumPy's record arrays is taken from these structs (see library.py). Stops and places are numbered as in routing.problem. */

/* ---- random numbers and neighbours ------------------------------------------------------------------------------------ */

typedef struct {
    uint64_t state; /* of xorshift64*; never 0 */
} Chance;

/* ---- cvrp: only capacity binds; one depot (place 0), one load, symmetric ways ------------------------------------------ */

typedef struct {
    int32_t link[2]; /* the stop behind and the one before; 0: the depot */
    int32_t leg[2];  /* the distances to them */
    int32_t route;   /* -1: taken out and not yet back */
    int32_t to_depot;
    int64_t load;
} CvrpNode; /* 32 bytes: a row never straddles two cache lines */

typedef struct {
    int64_t load;
    int32_t count, zone, mark, spare;
} CvrpRoute;

typedef struct {
    int32_t matrix_given; /* else distances come from xy, rounded to whole units */
    int32_t places, neighbours, routes;
    const double *xy;         /* (places, 2) */
    const int32_t *matrix;    /* (places, places) */
    const int32_t *near;      /* (places, neighbours): the nearest stops, nearest first; never the depot, -1 pads */
    const int32_t *near_cost; /* the distances to them */
    int64_t capacity, route_price;
    CvrpNode *node;   /* (places,) */
    CvrpRoute *route; /* (routes,) */
} Cvrp;

typedef struct {
    double mean_out; /* mean number of stops taken out in a step */
    double longest;  /* of one string; not above the mean length of a round */
    int32_t tries;   /* the nearest stops beside which an insertion is tried */
    int32_t tails;   /* exchanges of tails tried before each ruin */
    int32_t moves;   /* small moves tried before each ruin */
} RuinSize;

/* Bytes of a worker's own memory, which is to be set to zero at first. */
int64_t cvrp_scratch_bytes(void);

/* Carry out that many steps in a zone at one temperature, beginning at stops out of `seeds`; the change of cost. */
int64_t cvrp_anneal(Cvrp *problem, void *scratch, Chance *chance, const RuinSize *size, const int32_t *seeds, int64_t many,
                    int32_t zone, double temperature, int64_t steps);

/* Only better exchanges of tails, each stop tried `passes` times; the change of cost. */
int64_t cvrp_descend(Cvrp *problem, Chance *chance, int32_t zone, int64_t passes);

typedef struct {
    int32_t *stop;   /* (places,): those on no round, the first `many` of it */
    int32_t *slot;   /* (places,): where in `stop` each stands; -1: not there */
    int32_t *absent; /* (places,): in how many steps each was left outside */
    int32_t many;
} CvrpOutside;

/* Take a whole round out, by its first stop. */
void cvrp_take_round(Cvrp *problem, CvrpOutside *outside, int32_t route, int32_t first);

/* Put what is outside into the room the rounds have, opening none, in at most that many steps; how many it took. */
int64_t cvrp_fewer(Cvrp *problem, void *scratch, Chance *chance, const RuinSize *size, CvrpOutside *outside, double temperature,
                   int64_t steps);

/* Each near pair of stops once, with what joining it saves; how many there are. The arrays have places x neighbours entries. */
int64_t cvrp_savings(const Cvrp *problem, int32_t *one, int32_t *other, int64_t *saved);

/* Join rounds by pairs in the order given; `ends` (places, 2) gets the two neighbours of every stop, 0: the depot. */
void cvrp_join(const Cvrp *problem, const int32_t *one, const int32_t *other, const int64_t *order, int64_t many, int32_t *ends,
               int64_t *parent, int64_t *held);

/* ---- rich: windows, shifts, skills, several depots and kinds of vehicles, pairs, breaks and reloads -------------------- */

/* Nodes of a round are stops, by their place, and behind the places the activities of vehicles: breaks, which are wherever the
 * stop before them is, and reloads, which are at the depot the round starts from. -1 stands for no node. */

typedef struct {
    int64_t duration;    /* seconds, waiting included */
    int64_t start_early; /* the earliest and the latest start that lose nothing */
    int64_t start_late;
} Segment;

typedef struct {
    int64_t delivery, pickup; /* of the last load, or until the next */
    int64_t max;              /* most aboard at once */
    int64_t paired;           /* what is aboard of pairs: collected with all else, but staying aboard at a reload */
} Load;

typedef struct {
    int64_t service, prize, skills, owner, unfamiliarity;
    int32_t locked;   /* LOCKED_FIRST, KEPT or 0 */
    int32_t activity; /* BREAK, RELOAD or 0: a stop */
    int32_t vehicle;  /* an activity's own */
    int32_t partner;  /* the other half of a pair */
    int32_t open;     /* by how many pairs fewer are open before it than behind it */
    int32_t lead;     /* the first of the sequence a stop is of */
    int32_t after;    /* what comes next in it */
    int32_t next, prev, route, window, spot; /* spot: its present place; route: -1 while on none */
    int32_t to_come;      /* activities still to come and pairs that are open: what binds a tail to its round */
    int32_t locked_ahead; /* stops from here on that must come first, or just behind another */
    int64_t distance;     /* from the start of the round */
    Segment head, tail;   /* from the start of the round up to a node, and from it to the end, both with it */
} RichNode;

typedef struct {
    int64_t opens, closes, price; /* seconds; unused ones close before they open */
} Window;

typedef struct {
    int64_t delivery, pickup, paired; /* what goes from stop to stop is picked up at the one, and less than nothing at the other */
} Demand;

/* Of a node in problems that have such rules; only looked at where they do. */
typedef struct {
    int64_t release; /* from when on what is brought to a stop lies at the depot */
    int64_t released_before, released_behind; /* the latest up to a node, and from it on */
    int32_t stage; /* stops of a lower stage come first on a round */
    int32_t stage_before, stage_behind; /* the highest up to a node (-1: no stop yet), and the lowest from it on */
    int32_t other; /* the next of the stops of which one is visited, in a circle; -1: it has no others */
} RichRank;

typedef struct {
    int64_t opens, closes, longest, most_metres, price, skills, fair, courier, price_metre, price_second;
    int32_t start, end, kind, last_of_kind, duration_percent, travel;
} RichVehicle;

typedef struct {
    int64_t distance, duration, mark;
    int32_t first, last, count, stops, zone;
    int32_t over; /* OVERLOADED, OVERTIME, UNOPENED, added up: as while a reload is taken out */
} RichRoute;

typedef struct {
    int32_t kind;    /* as in travel.Kind; VARIOUS: vehicles differ, their travels stand one below the other */
    int32_t each;    /* the kind of each of them */
    int32_t columns; /* of a row of metres and seconds */
    int32_t depots;
    const double *xy;
    const int32_t *metres, *seconds, *listed, *depot_metres, *depot_seconds;
    const double *detour, *pace;
} Ways;

typedef struct {
    Ways ways;
    int32_t places, nodes, neighbours, windows, measures, vehicles, kinds, bonded;
    int32_t released, staged, opened, grouped; /* whether there are releases, stages, rounds that need a stop of stage 0, groups */
    int64_t beyond_fair; /* price of a second of a round beyond its fair length */
    int64_t must;        /* the prize of a stop that must be visited */
    const int32_t *near; /* (places, neighbours): the nearest stops, nearest first, -1 pads */
    RichNode *node;      /* (nodes,) */
    RichRank *rank;      /* (nodes,) */
    Window *window;      /* (nodes, windows) */
    const Demand *demand;          /* (nodes, measures) */
    Load *before, *behind;         /* (nodes, measures): up to a node, and from it on */
    const RichVehicle *vehicle;    /* (vehicles,); each rides at most one round, of its number */
    const int64_t *capacity;       /* (vehicles, measures) */
    RichRoute *route;              /* (vehicles,) */
} Rich;

typedef struct {
    int32_t stop, window;
} KeptStop;

typedef struct {
    int32_t route, count, over;
} KeptRoute;

/* One worker's own memory. */
typedef struct {
    Chance chance;
    int32_t *out;          /* stops taken out in this step, then those from outside that are tried with them */
    double *key;           /* by which they go back */
    KeptStop *kept;        /* the rounds as they were before the step, one behind the other */
    KeptRoute *kept_route;
    int32_t *outside;      /* stops on no round */
    int32_t *slot;         /* where in `outside` a stop stands; -1: not there */
    int32_t *absent;       /* (nodes,): how often each that must be visited found no room; -1: no vehicle could visit it */
    int64_t *tried;        /* the last trial in which each round was looked at */
    int64_t *waiting;      /* (measures,): the load of the stops that are still to be put in */
    int32_t *closed;       /* (kinds,): whether no vehicle of a kind may be taken from home in this step */
    int32_t any_closed;
    int32_t shared; /* whether a vehicle's price is shared among the stops it has room for, in deciding to take it */
    int64_t step, trial;
    int32_t rounds_kept, stops_kept, many_outside;
    int32_t eager; /* whether a stop without room beside its nearest is tried everywhere: 1 always, 0 at times, -1 never */
} RichScratch;

/* Where something would go at the least: what it costs, behind which node and in which window; of a pair also its delivery. */
typedef struct {
    int64_t cost;
    int32_t behind, window, behind_mate, window_mate, route;
} Insertion;

/* Renew all that a round's chain implies. */
void rich_refresh(Rich *problem, int32_t route);

/* Put every node of a round into the first of its windows it can be begun in; not yet refreshed. */
void rich_choose_windows(Rich *problem, int32_t route);

/* Take a node out, or put it behind another (-1: first); not yet refreshed. */
void rich_unlink(Rich *problem, int32_t node);
void rich_link(Rich *problem, int32_t node, int32_t behind, int32_t route, int32_t window);

/* The cheapest place of a stop among all of a zone; of half a pair on the round of the other half; of all that goes in together. */
Insertion rich_cheapest(Rich *problem, int32_t zone, int32_t stop);
Insertion rich_cheapest_half(Rich *problem, int32_t stop);
Insertion rich_cheapest_together(Rich *problem, int32_t zone, int32_t first, int64_t limit);
void rich_link_together(Rich *problem, int32_t first, Insertion found);

/* Put stops on rounds one by one where each costs least; what finds no place goes outside. `reloads`: begin with every reload on
 * its round, for they will be needed. */
void rich_insert_all(Rich *problem, RichScratch *scratch, int32_t zone, const int32_t *stops, int64_t many, int32_t reloads,
                     int32_t eager);

/* Carry out that many steps in a zone at one temperature, beginning at stops out of `seeds`; the change of price. */
int64_t rich_anneal(Rich *problem, RichScratch *scratch, const RuinSize *size, const int32_t *seeds, int64_t many, int32_t zone,
                    double temperature, int64_t steps);

/* How many are outside that must be visited and that some vehicle could visit. */
int64_t rich_without_room(Rich *problem, RichScratch *scratch);

/* That many steps that find room for those, at whatever price; how many are outside then. */
int64_t rich_make_room(Rich *problem, RichScratch *scratch, const RuinSize *size, int32_t zone, double temperature,
                       int64_t steps);

/* What the present plan costs, prizes of stops outside included. */
int64_t rich_price(const Rich *problem);

/* ---- roads: fastest ways on a graph ------------------------------------------------------------------------------------ */

typedef struct {
    const int32_t *first; /* (nodes + 1,): the roads that leave node n stand at first[n] ... first[n + 1] - 1 */
    const int32_t *end, *metres, *millis;
    int32_t *best_millis, *best_metres; /* (nodes,): the best known way; millis begin as the largest number */
    int64_t *heap;                      /* (roads + 2,): time and node in one number */
    int32_t *touched;                   /* (nodes,) */
    int64_t in_heap, many_touched;
} Roads;

typedef struct {
    const int32_t *first, *order; /* those of node n are order[first[n]] ... */
    const int32_t *metres, *millis; /* from its node to a point */
} RoadPoints;

/* The fastest ways from a node to all; they stay in the graph's scratch. */
void roads_tree(Roads *roads, int32_t source);

/* The fastest ways from each source to the nodes that have a column (others: -1), row by row. */
void roads_to_nodes(Roads *roads, const int32_t *sources, int64_t many, const int32_t *column, int64_t columns, int32_t *metres,
                    int32_t *millis);

/* The nearest points from each source that lie at other nodes than its home, nearest first; `near` begins as -1. */
void roads_to_points(Roads *roads, const int32_t *sources, const int32_t *homes, int64_t many, const RoadPoints *points,
                     int64_t columns, int32_t *near, int32_t *metres, int32_t *millis);
