/**
 * What the objects and buffers of this thread take (bytes), also those that are not used any more, and pages that nobody has
 * written to. Unlike the memory of the process it is not moved by anything else.
 */
export function heldBytes(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
