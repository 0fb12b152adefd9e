"""The account: signing in (pass phrase, second step), one's own sign-ins, pass phrase and second factors."""
