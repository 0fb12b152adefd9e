"""One module a verb: ``arguments(parser)`` says what it takes, ``run(options, answer)`` does it."""
