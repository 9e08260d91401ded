"""Targets for fuzzing, each fed with bytes: run for a while under atheris by ``make fuzz``, over their seeds by the tests."""
