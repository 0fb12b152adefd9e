"""The cash desk: what is in one's hands, on its way and lacking at a unit, and every act about cash."""
