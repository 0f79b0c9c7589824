import { once } from 'node:events';
import { connect, isIP, type NetConnectOpts, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import type { NetworkChange } from '../log/transcript';
import type { NetworkOptions } from './connect-options';
import { Relay } from './relay';
import { socketPair } from './socket-pair';
import { isUnix, socketPathOf } from './websocket-url';

/** The options that Node's http passes to `createConnection`. */
type HttpOptions = ConnectionOptions & { readonly socketPath?: string };
type Connected = (error: Error | null, socket?: Socket) => void;

/** The most bytes that a ping and its pong take, with TLS around them. */
const ROUND_TRIP = 100;

/** The network between a client and its server: a relay that the client's socket is connected to instead of the server. */
export class Network {
  readonly #conditions: { latency: number; bytesPerSecond: number; isDark: boolean };
  readonly #changed: (change: NetworkChange, value?: number) => void;
  #relay: Relay | undefined;
  /** The socket that is being connected to the server. */
  #reaching: Socket | undefined;
  /** Settles when the client is connected, or cannot be. */
  #opening: Promise<unknown> = Promise.resolve();

  /** @param changed Called with what the test does to it. */
  constructor(
    { latency = 0, bytesPerSecond = Number.POSITIVE_INFINITY }: NetworkOptions,
    changed: (change: NetworkChange, value?: number) => void,
  ) {
    this.#conditions = { latency, bytesPerSecond, isDark: false };
    this.#changed = changed;
    if (latency > 0) changed('latency', latency);
    if (bytesPerSecond < Number.POSITIVE_INFINITY) changed('bytesPerSecond', bytesPerSecond);
  }

  get latency(): number {
    return this.#conditions.latency;
  }

  set latency(latency: number) {
    this.#conditions.latency = latency;
    this.#changed('latency', latency);
    this.#relay?.adapt();
  }

  get bytesPerSecond(): number {
    return this.#conditions.bytesPerSecond;
  }

  set bytesPerSecond(bytesPerSecond: number) {
    this.#conditions.bytesPerSecond = bytesPerSecond;
    this.#changed('bytesPerSecond', bytesPerSecond);
    this.#relay?.adapt();
  }

  /** By how much it delays a round trip that begins now, including the wait for bytes that are on their way (ms). */
  get delay(): number {
    const { latency, bytesPerSecond } = this.#conditions;
    return 2 * latency + (((this.#relay?.bytes ?? 0) + ROUND_TRIP) / bytesPerSecond) * 1000;
  }

  /** Whether bytes are on their way, and will arrive. */
  get isBusy(): boolean {
    return !this.isDark && (this.#relay?.bytes ?? 0) > 0;
  }

  /** Whether nothing passes. */
  get isDark(): boolean {
    return this.#conditions.isDark;
  }

  /** Whether both sides have left it. */
  get isOver(): boolean {
    return this.#relay?.isOver ?? false;
  }

  cut(): void {
    this.#changed('cut');
    this.#relay?.cut();
  }

  blackhole(): void {
    this.#conditions.isDark = true;
    this.#changed('blackhole');
    this.#relay?.adapt();
  }

  restore(): void {
    this.#conditions.isDark = false;
    this.#changed('restore');
    this.#relay?.adapt();
  }

  /** Connects the `ws` client with the server of a URL: its option `createConnection`. */
  connectionTo(url: string): (options: HttpOptions, connected: Connected) => void {
    const isSecure = url.startsWith('wss');
    return (options, connected) => {
      const opening = this.#open({ ...options, ...(isUnix(url) && { socketPath: socketPathOf(url) }) });
      this.#opening = opening;
      // TLS is between the client and the server: what passes here is encrypted
      opening
        .then((socket) => (isSecure ? encrypted(socket, options) : socket))
        .then((socket) => connected(null, socket), connected);
    };
  }

  /** Connects to the server first, so that a client that cannot connect fails as it would without a network. */
  async #open(options: HttpOptions): Promise<Socket> {
    this.#relay?.end(); // of the connection before a redirect
    const far = connect({ ...options, path: options.socketPath, allowHalfOpen: true, noDelay: true } as NetConnectOpts);
    this.#reaching = far;
    await once(far, 'connect');
    far.on('error', () => {}); // the relay sees it
    const [near, client] = await socketPair().catch((error) => {
      far.destroy();
      throw error;
    });
    this.#reaching = undefined;
    this.#relay = new Relay(near, far, this.#conditions);
    return client;
  }

  /** The client is gone: stops connecting to the server. */
  abandon(): void {
    this.#reaching?.destroy(new Error('the socket was closed'));
  }

  /** Resolves when both sides have left it. */
  get over(): Promise<void> {
    const end = () => this.#relay?.over;
    return this.#opening.then(end, end);
  }

  /** Its owner ends: lets everything through at once, so that nothing holds up the end of the client. */
  calm(): void {
    Object.assign(this.#conditions, { latency: 0, bytesPerSecond: Number.POSITIVE_INFINITY });
    this.#relay?.hurry();
  }

  async end(): Promise<void> {
    this.abandon();
    this.#relay?.end();
    await this.over;
  }
}

/**
 * A TLS connection as `ws` makes it, over a socket that is connected already.
 * @throws when the options of TLS cannot be used.
 */
function encrypted(socket: Socket, options: HttpOptions): Socket {
  const { host = '', servername = isIP(host) ? '' : host } = options;
  try {
    return connectTls({ ...options, socket, servername, path: undefined } as ConnectionOptions);
  } catch (error) {
    socket.destroy(); // nobody else has it
    throw error;
  }
}
