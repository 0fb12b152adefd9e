/* All compiled searches in one unit, so that the compiler may write every part into every other. */

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "kernels.h"

#include "chance.h"

#include "cvrp.h"

#include "cvrp_ruin.c"

#include "cvrp_tails.c"

#include "cvrp_moves.c"

#include "cvrp_fewer.c"

#include "cvrp_search.c"

#include "rich.h"

#include "rich_segments.c"

#include "rich_scratch.c"

#include "rich_insertion_cost.c"

#include "rich_fleet.c"

#include "rich_pair_insertion.c"

#include "rich_insertion.c"

#include "rich_ruin.c"

#include "rich_room.c"

#include "rich_tails.c"

#include "rich_search.c"

#include "roads.c"
