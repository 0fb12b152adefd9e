"""Reading people, posts, sign-ins and the security log."""
