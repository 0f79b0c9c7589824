/** A test that starts a Jest of its own takes seconds, and many on a busy machine: this only ends one that hangs. */
jest.setTimeout(300_000);
