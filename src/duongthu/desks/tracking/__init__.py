"""What the public sees: where its parcel is."""
