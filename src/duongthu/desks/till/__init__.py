"""Cash in hands: tills, pouches, shortages."""
