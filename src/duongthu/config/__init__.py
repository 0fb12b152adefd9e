"""Where the house is wired: settings, addresses, and who reacts to which fact."""
