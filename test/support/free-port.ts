import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the ports that `serve()` gives to commands, and those that systems give to whoever asks for any: one stays free. */
const FIRST = 8000;
/** How many a test file has for itself. */
const EACH = 12;

// The workers of one run, and two runs at once (of two checkouts), each have their own.
const own = FIRST + ((Number(process.env.JEST_WORKER_ID ?? 1) % 8) * 125 + (process.pid % 125)) * EACH;
let asked = 0;

/** A port of the loopback addresses on which nobody listens, for something that will listen on it later. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < EACH; tries++) {
    const port = own + (asked++ % EACH);
    if (await isFree(port)) return port;
  }
  throw new Error(`Something listens on each of the ports ${own} to ${own + EACH - 1}.`);
}

/** What is said of ::1 where the machine has no IPv6. */
const NO_IPV6 = ['EADDRNOTAVAIL', 'EAFNOSUPPORT'];

async function isFree(port: number): Promise<boolean> {
  for (const host of ['127.0.0.1', '::1']) {
    const server = createServer().listen(port, host);
    try {
      await once(server, 'listening');
      server.close();
      await once(server, 'close');
    } catch (error) {
      if (!NO_IPV6.includes(String((error as NodeJS.ErrnoException).code))) return false;
    }
  }
  return true;
}
