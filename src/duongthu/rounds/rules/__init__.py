"""Pure rules of rounds: what there is to do, who goes, how it is drawn into rounds and when they arrive."""
