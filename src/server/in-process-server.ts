import type { AddressInfo } from 'node:net';
import { settlesWithin } from '../runtime/settles-within';
import { isUrl } from '../runtime/tag';
import { grouped } from '../text/grouped';
import { said, show } from '../text/show';
import { UsageError } from '../text/usage-error';
import { abandon, closeOf, isListening, isMaker, type ListeningServer, listenOn } from './applications';
import type { ManagedServer, Place } from './managed-server';
import { urlOfServer } from './server-address';
import { has, isOtherServer } from './server-kinds';
import { type ServerSockets, socketsOf } from './server-sockets';

/** How long an application has to close before the connections of its server are cut (ms). */
const BEFORE_CUT = 200;

interface Running {
  readonly given: unknown;
  readonly server: ListeningServer;
  readonly sockets: ServerSockets;
}

/** A server in this process: given as it is, or made by a function, which is called for each start. */
export class InProcessServer implements ManagedServer {
  readonly name = 'The server';
  readonly #source: unknown;
  readonly #grace: number;
  #place: Place;
  /** Whether a server that a function makes must listen at the given place, since it did before. */
  #isPlaceFixed: boolean;
  #running: Running | undefined;
  /** The start or the end that was begun last: who stops it meanwhile waits for that, too. */
  #underWay: Promise<unknown> | undefined;
  #isClosed = false;
  /** Counts starts and stops, so that a start notices that it was overtaken by a stop. */
  #turn = 0;

  /**
   * @param place Where to listen, unless it listens already.
   * @param grace How long it may take to close (ms).
   * @param isPlaceFixed Whether a server that a function makes must listen at that place even the first time.
   */
  constructor(source: unknown, place: Place, grace: number, isPlaceFixed = true) {
    this.#source = source;
    this.#place = place;
    this.#grace = grace;
    this.#isPlaceFixed = isPlaceFixed;
  }

  get stopped(): string | undefined {
    return this.#running && isListening(this.#running.server) ? undefined : 'was closed';
  }

  async start(waitTime: number, latest?: number): Promise<string> {
    const source = this.#source;
    if (this.#isClosed && closeOf(source)) {
      throw new UsageError(
        'restart() cannot start an application again that was closed. Give serve() a function that makes one: serve(() => …).',
      );
    }
    const turn = ++this.#turn;
    const starting = this.#start().then((running) => {
      if (turn !== this.#turn) return this.#end(running, true);
      this.#running = running;
      return undefined;
    });
    this.#underWay = starting;
    if (!(await settlesWithin(starting, waitTime, latest))) {
      this.#underWay = undefined; // nobody waits for it any longer
      this.#turn++;
      const what = isMaker(source) ? 'The function given to serve() made none' : 'The server given to serve() did not listen';
      throw new UsageError(`${what} within ${grouped(Math.round(waitTime))} ms.`);
    }
    await starting;
    if (!this.#running) throw new UsageError('The server was closed while it was started.');
    return this.#urlOf(this.#running.server);
  }

  async #start(): Promise<Running> {
    const source = this.#source;
    const given = isMaker(source) ? await source('port' in this.#place ? this.#place.port : 0) : source;
    const server = await listenOn(given, this.#place).catch((error) => {
      if (isMaker(source)) abandon(given); // nobody else has it
      throw error;
    });
    if (server !== undefined) return { given, server, sockets: socketsOf(server) };
    abandon(given);
    throw new UsageError(refusal(given));
  }

  /** The URL where it listens. From now on, it keeps that place. */
  #urlOf(server: ListeningServer): string {
    const address = server.address() as AddressInfo | string;
    const before = this.#place;
    this.#place = typeof address === 'string' ? { path: address } : { port: address.port, host: address.address };
    const isFixed = isMaker(this.#source) && this.#isPlaceFixed;
    this.#isPlaceFixed = true;
    if (isFixed && 'port' in before && before.port !== 0 && 'port' in this.#place && this.#place.port !== before.port) {
      throw new UsageError(
        `serve() was to listen on port ${before.port}, but the server listens on ${this.#place.port}. ` +
          'A function that makes a server is given the port: serve((port) => new WebSocketServer({ port })).',
      );
    }
    return urlOfServer(server, address);
  }

  async stop(forGood: boolean): Promise<void> {
    this.#turn++;
    this.#isClosed ||= forGood;
    const running = this.#running;
    this.#running = undefined;
    if (!running) {
      await settlesWithin(this.#underWay, this.#grace);
      return;
    }
    const ending = this.#end(running, forGood || isMaker(this.#source));
    this.#underWay = ending;
    await ending;
  }

  /** @param whole Whether its application is closed too. */
  async #end({ given, server, sockets }: Running, whole: boolean): Promise<void> {
    const close = whole && isListening(server) ? closeOf(given) : undefined;
    const gone = isListening(server) ? new Promise<void>((resolve) => void server.once('close', resolve)) : undefined;
    const closing = close && (async () => close())();
    await settlesWithin(closing, Math.min(BEFORE_CUT, this.#grace));
    if (isListening(server)) server.close();
    sockets.cut();
    if (has(server, 'closeAllConnections')) server.closeAllConnections(); // not of node:http2
    await settlesWithin(gone, this.#grace);
    if (!(await settlesWithin(closing, this.#grace))) return;
    try {
      await closing;
    } catch (error) {
      throw new UsageError(`The close() of the application given to serve() failed: ${said(error)}.`);
    }
  }
}

function refusal(given: unknown): string {
  if (has(given, 'then')) return 'serve() was given a promise. Await it: serve(await …).';
  if (isOtherServer(given)) {
    return (
      'serve() was given a server that speaks no HTTP/1.1, by which a WebSocket begins. ' +
      'Give it an http.Server or an https.Server; one of node:http2 needs allowHTTP1.'
    );
  }
  return `serve() cannot serve ${show(given)}. ${advice(given)}`;
}

function advice(given: unknown): string {
  if (typeof given === 'string' || isUrl(given)) {
    return "connect() takes a URL; serve({ command: 'node server.js' }) starts a server in a process of its own.";
  }
  return 'Give it an http.Server, a WebSocketServer, an application, a function that makes one, or { command }.';
}
