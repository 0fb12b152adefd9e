"""The vehicles of the post, and by which keys a map speaks of them."""

MOTORBIKE, VAN, TRUCK = "motorbike", "van", "truck"
VEHICLES = (MOTORBIKE, VAN, TRUCK)
BIT = {vehicle: 1 << number for number, vehicle in enumerate(VEHICLES)}
# The keys that speak of a vehicle, the most special first.
ACCESS_KEYS = {
    MOTORBIKE: ("motorcycle", "motor_vehicle", "vehicle", "access"),
    VAN: ("motorcar", "motor_vehicle", "vehicle", "access"),
    TRUCK: ("hgv", "goods", "motor_vehicle", "vehicle", "access"),
}
CLOSED = frozenset({"no", "private", "forestry", "agricultural", "military", "emergency", "use_sidepath"})
