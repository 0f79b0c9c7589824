import type { Server as HttpServer } from 'node:http';
import type { Http2SecureServer, Http2Server } from 'node:http2';
import { path } from '../codecs/offer-checks';
import { isRegExp } from '../runtime/tag';
import { check, duration, isString, milliseconds, string } from '../text/option-checks';
import { isRecord, type OptionsOf } from '../text/options';
import { show } from '../text/show';
import type { SocketIoServer, WebSocketServerLike } from './server-kinds';

const port = check<number>(
  'a port, 0 to 65535',
  (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) < 65_536,
);

/** The default of `grace` (ms). */
export const GRACE = 2000;

export const serveOptions = {
  /** The port to listen on, unless the server listens already. Defaults to 0: a free one. */
  port,
  /** The address to listen on. Defaults to `127.0.0.1`. */
  host: string,
  /** The path of its WebSockets, which the `url` of the server ends with: `/chat`. */
  path,
  /** How long it may take to start, in ms. Defaults to all the time that the test or hook has. */
  timeout: milliseconds,
  /** How long it may take to close by itself before it is cut, or its process killed, in ms. Defaults to 2000. */
  grace: duration,
};

/** How a server is served. */
export interface ServeOptions extends OptionsOf<typeof serveOptions> {}

export const commandOptions = {
  /** What the shell runs: `node server.js`. It is given a free port as the variable `PORT`. */
  command: check<string>("what the shell runs, such as 'node server.js'", (value) => isString(value) && value.trim() !== '', {
    advice: (value) => (Array.isArray(value) ? `Write it as one text: ${show(value.join(' '))}.` : undefined),
  }),
  /**
   * Where it listens: `ws://localhost:{port}/chat`, where `{port}` stands for that free port; or, if it prints its port, a
   * function that makes the URL of the match of `ready`. Defaults to `ws://localhost:{port}`.
   */
  url: check<string | ((match: RegExpExecArray) => string)>(
    'a URL or a function that makes it',
    (value) => isString(value) || typeof value === 'function',
  ),
  /** What a line of its output contains when the server is ready. Left out, it is ready when something listens at the URL. */
  ready: check<RegExp | string>('a RegExp or a text', (value) => isString(value) || isRegExp(value)),
  /** Environment variables in addition to those of the test. */
  env: check<Readonly<Record<string, string | undefined>>>(
    'an object of strings',
    (value) => isRecord(value) && Object.values(value).every((one) => one === undefined || isString(one)),
    {
      isSecret: true,
      advice: (value) => {
        if (!isRecord(value)) return undefined;
        const [name, wrong] = Object.entries(value).find(([, one]) => one !== undefined && !isString(one)) ?? [];
        return `${name} is ${wrong === null ? 'null' : `a ${typeof wrong}`}.`;
      },
    },
  ),
  /** The folder that it runs in. Defaults to `process.cwd()`. */
  cwd: string,
};

/** A server that runs in a process of its own. */
export interface ServerCommand extends OptionsOf<typeof commandOptions> {
  /** What the shell runs: `node server.js`. It is given a free port as the variable `PORT`. */
  readonly command: string;
}

/** A server, or an application that is one or has one. */
type ServableServer =
  | HttpServer
  | Http2Server
  | Http2SecureServer
  | WebSocketServerLike
  | { getHttpServer(): unknown; close?(): unknown }
  | { readonly server: unknown; close?(): unknown }
  | SocketIoServer
  | { listen(...args: never[]): unknown; getConnections?: never }; // not a server of `node:net`

/** What `serve()` takes. */
export type Servable = ServableServer | ServerCommand | ((port: number) => ServableServer | Promise<ServableServer>);
