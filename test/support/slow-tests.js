/**
 * A test that starts a Jest of its own, or checks many documents, takes seconds, and many on a busy machine: this only ends
 * one that hangs (ms).
 */
jest.setTimeout(300_000);
