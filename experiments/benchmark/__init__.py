"""How fast the model is on this machine, how far from what memory allows, what the same market costs elsewhere."""
