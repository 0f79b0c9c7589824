import type { Api } from '../src/api';
import type { WebSocketClient } from '../src/client/client';
import type { WebSocketConfig } from '../src/client/config';
import type { Target } from '../src/client/target';
import type { TestServer } from '../src/client/test-server';
import type { Codec } from '../src/codecs/codec';
import type { ConnectOptions } from '../src/connection/connect-options';
import type { ContractOptions } from '../src/connection/contract-options';
import { apiBehind } from '../src/door';
import type { StandardSchema } from '../src/expectations/expected';
import type { AnyOf, AsymmetricMatcher } from '../src/expectations/pattern';
import type { Undecodable } from '../src/expectations/undecodable';
import type { Scenario } from '../src/scenario/scenario';
import type { ScenarioRun } from '../src/scenario/scenario-run';
import type { Servable, ServeOptions } from '../src/server/serve-options';
import type * as NotSetUp from './not-set-up';

export type * from '../matchers/matchers';
export type { WebSocketClient } from '../src/client/client';
export type { WebSocketConfig } from '../src/client/config';
export type { ClientNetwork } from '../src/client/network';
export type { RespondOptions } from '../src/client/rules';
export type { SendUntilOptions } from '../src/client/send-until';
export type { Target } from '../src/client/target';
export type { TestServer } from '../src/client/test-server';
export type { CodecName } from '../src/codecs/built-in-codecs';
export type {
  Answer,
  Codec,
  CodecConnection,
  CodecHandshake,
  CodecRequest,
  CodecSession,
  DocumentedMessage,
  Incomplete,
  Payload,
} from '../src/codecs/codec';
export type { NamedValues } from '../src/codecs/named-values';
export type { ConnectOptions, FrameOptions, NetworkOptions, TlsOptions } from '../src/connection/connect-options';
export type { Handshake } from '../src/connection/connection';
export type { ContractOptions } from '../src/connection/contract-options';
export type { AnyOf, AsymmetricMatcher, ExpectedMessage, MessagePattern } from '../src/expectations/pattern';
export type { MessageOrder } from '../src/expectations/requirement';
export type { Undecodable } from '../src/expectations/undecodable';
export type { Limits } from '../src/log/log';
export type {
  FrameEntry,
  NetworkEntry,
  ProtocolEntry,
  ReceivedMessage,
  SentMessage,
  TranscriptEntry,
} from '../src/log/transcript';
export type { ScenarioResponse } from '../src/scenario/http-request';
export type { MessageTemplate, Scenario, ScenarioContext } from '../src/scenario/scenario';
export type { ScenarioExpectOptions, ScenarioRequestOptions, ScenarioTimeouts } from '../src/scenario/scenario-options';
export type { ScenarioRun } from '../src/scenario/scenario-run';
export type { Servable, ServeOptions, ServerCommand } from '../src/server/serve-options';
export type { ReceiveOptions, WaitOptions } from '../src/waiting/wait-options';

/** Clients by their names. */
export type Clients<Name extends string, Incoming = any, Outgoing = any> = Readonly<
  Record<Name, WebSocketClient<Incoming, Outgoing>>
>;

/** The options of a client whose types are those of its codec. */
type WithCodec<Incoming, Outgoing, Reply> = Omit<ConnectOptions, 'codec'> & {
  readonly codec: Codec<Incoming, Outgoing, Reply>;
};

/** A Standard Schema whose input is the message as it is on the wire. Its output has no part in the client's types. */
interface SchemaOf<Message> {
  readonly '~standard': {
    readonly validate: (value: unknown) => unknown;
    readonly types?: { readonly input: Message } | undefined;
  };
}

/** The options of a client whose types are those of its schemas. */
type WithSchemas<Incoming, Outgoing> = Omit<ConnectOptions, 'contract'> & { readonly contract: Schemas<Incoming, Outgoing> };

type Schemas<Incoming, Outgoing> = Omit<ContractOptions, 'document' | 'incoming' | 'outgoing'> &
  (
    | { readonly incoming: SchemaOf<Incoming>; readonly outgoing?: SchemaOf<Outgoing> }
    | { readonly incoming?: undefined; readonly outgoing: SchemaOf<Outgoing> }
  );

/**
 * Opens a client, and resolves when the handshake is done. The client closes with the test, hook or describe block that
 * opened it. The types of its messages are those of its codec, if that is an object with types, or those of the schemas of
 * its contract; otherwise write `connect<Incoming, Outgoing>(…)`.
 * @param target A URL (`ws:`, `wss:`, `http:`, `https:`, `ws+unix:`), a path under the configured URL or server, an
 * `http.Server`, `https.Server` or `WebSocketServer`, an application with `getHttpServer()` or `server`, Socket.IO's
 * `Server`, or what `serve()` resolved to. Defaults to the configured URL or server.
 * @param options A string is the path under the target, like the option `path`.
 * @throws (rejects) if the server cannot be reached: the error has its `code`, such as `'ECONNREFUSED'`.
 * @throws (rejects) if the server refuses the upgrade: the error has `status`, `headers` and the beginning of the `body`.
 * @throws (rejects) if the target or an option is wrong.
 */
export function connect<Incoming, Outgoing, Reply = Incoming>(
  target: Target | undefined,
  options: WithCodec<Incoming, Outgoing, Reply>,
): Promise<WebSocketClient<Incoming, Outgoing, Reply>>;
/** Opens a client at the configured URL or server, with the message types of its codec. */
export function connect<Incoming, Outgoing, Reply = Incoming>(
  options: WithCodec<Incoming, Outgoing, Reply>,
): Promise<WebSocketClient<Incoming, Outgoing, Reply>>;
/** Opens a client with the message types of the schemas of its contract. */
export function connect<Incoming = any, Outgoing = any>(
  target: Target | undefined,
  options: WithSchemas<Incoming, Outgoing>,
): Promise<WebSocketClient<Incoming, Outgoing>>;
/** Opens a client at the configured URL or server, with the message types of the schemas of its contract. */
export function connect<Incoming = any, Outgoing = any>(
  options: WithSchemas<Incoming, Outgoing>,
): Promise<WebSocketClient<Incoming, Outgoing>>;
/**
 * Opens a client, and resolves when the handshake is done. Its messages have the type `any`, unless you write
 * `connect<Incoming, Outgoing>(…)`. The client closes with the test, hook or describe block that opened it.
 * @param target A URL, a path under the configured URL or server, a server or an application, or what `serve()` resolved
 * to. Defaults to the configured URL or server.
 * @param options A string is the path under the target, like the option `path`.
 * @throws (rejects) if the server cannot be reached (with `code`) or refuses (with `status`, `headers` and `body`).
 */
export function connect<Incoming = any, Outgoing = any>(
  target?: Target,
  options?: ConnectOptions | string,
): Promise<WebSocketClient<Incoming, Outgoing>>;
/** Opens a client at the configured URL or server. Its messages have the type `any`, unless you write the types. */
export function connect<Incoming = any, Outgoing = any>(options: ConnectOptions): Promise<WebSocketClient<Incoming, Outgoing>>;
export function connect(...args: unknown[]): Promise<WebSocketClient> {
  return api('connect()').connect(connect, args);
}

/** The options of clients by their names, each with a codec of its own. */
type OptionsByName<Codecs> = {
  readonly [Name in keyof Codecs]: Omit<ConnectOptions, 'codec'> & { readonly codec?: Codecs[Name] & ConnectOptions['codec'] };
};

/** Clients whose types are those of their codecs. */
type ClientsWith<Codecs> = {
  readonly [Name in keyof Codecs]: Codecs[Name] extends Codec<infer Incoming, infer Outgoing, infer Reply>
    ? WebSocketClient<Incoming, Outgoing, Reply>
    : WebSocketClient;
};

/** The options of clients by their names, each with schemas of its own. */
type SchemasByName<Contracts> = {
  readonly [Name in keyof Contracts]: Omit<ConnectOptions, 'contract'> & {
    readonly contract: Contracts[Name] & Schemas<any, any>;
  };
};

/** Clients whose types are those of their schemas. */
type ClientsHeldTo<Contracts> = {
  readonly [Name in keyof Contracts]: WebSocketClient<
    Contracts[Name] extends { readonly incoming: SchemaOf<infer Incoming> } ? Incoming : any,
    Contracts[Name] extends { readonly outgoing: SchemaOf<infer Outgoing> } ? Outgoing : any
  >;
};

/**
 * Opens clients one after the other, in the order written, each named by its key. The types of their messages are those of
 * their codecs, or of the schemas of their contracts, as for `connect()`. `connectAll<Incoming, Outgoing>(…)` gives them all
 * these message types; `connectAll<'rob' | 'ann', Incoming, Outgoing>(…)` also checks the names.
 * @param target As for `connect()`, the same for all of them.
 * @throws (rejects) as `connect()` does, for the first client that cannot be opened.
 */
export function connectAll<Contracts>(
  target: Target | undefined,
  clients: SchemasByName<Contracts>,
): Promise<ClientsHeldTo<Contracts>>;
/** Opens clients at the configured URL or server, with the message types of the schemas of their contracts. */
export function connectAll<Contracts>(clients: SchemasByName<Contracts>): Promise<ClientsHeldTo<Contracts>>;
/** Opens clients one after the other, each named by its key, with the message types of their codecs. */
export function connectAll<Codecs>(target: Target | undefined, clients: OptionsByName<Codecs>): Promise<ClientsWith<Codecs>>;
/** Opens clients at the configured URL or server, each named by its key, with the message types of their codecs. */
export function connectAll<Codecs>(clients: OptionsByName<Codecs>): Promise<ClientsWith<Codecs>>;
/** Opens clients with these names. */
export function connectAll<Name extends string>(
  target: Target | undefined,
  clients: Record<Name, ConnectOptions>,
): Promise<Clients<Name>>;
/** Opens clients with these names, at the configured URL or server. */
export function connectAll<Name extends string>(clients: Record<Name, ConnectOptions>): Promise<Clients<Name>>;
/** Opens clients that all have these message types. */
export function connectAll<Incoming, Outgoing = any>(
  target: Target | undefined,
  clients: Record<string, ConnectOptions>,
): Promise<Clients<string, Incoming, Outgoing>>;
/** Opens clients that all have these message types, at the configured URL or server. */
export function connectAll<Incoming, Outgoing = any>(
  clients: Record<string, ConnectOptions>,
): Promise<Clients<string, Incoming, Outgoing>>;
/** Opens clients with these names, which all have these message types. */
export function connectAll<Name extends string, Incoming, Outgoing>(
  target: Target | undefined,
  clients: Record<Name, ConnectOptions>,
): Promise<Clients<Name, Incoming, Outgoing>>;
/** Opens clients with these names, which all have these message types, at the configured URL or server. */
export function connectAll<Name extends string, Incoming, Outgoing>(
  clients: Record<Name, ConnectOptions>,
): Promise<Clients<Name, Incoming, Outgoing>>;
export function connectAll(...args: unknown[]): Promise<Clients<string>> {
  return api('connectAll()').connectAll(connectAll, args);
}

/**
 * Declares clients at the top of a file or describe block: each test gets fresh ones, opened in a `beforeEach`. Use them
 * inside the tests through the returned object (`users.rob`). Message types as for `connectAll()`.
 * @param target As for `connect()`, or a function that returns it when the test begins.
 * @throws if an option is wrong. A client that is read outside of a test throws too: it is not open there.
 */
export function useClients<Contracts>(
  target: Target | (() => Target | Promise<Target>) | undefined,
  clients: SchemasByName<Contracts>,
): ClientsHeldTo<Contracts>;
/** Declares clients at the configured URL or server, with the message types of the schemas of their contracts. */
export function useClients<Contracts>(clients: SchemasByName<Contracts>): ClientsHeldTo<Contracts>;
/** Declares clients that each test gets fresh, in a `beforeEach`, with the message types of their codecs. */
export function useClients<Codecs>(
  target: Target | (() => Target | Promise<Target>) | undefined,
  clients: OptionsByName<Codecs>,
): ClientsWith<Codecs>;
/** Declares clients at the configured URL or server, which each test gets fresh, with the message types of their codecs. */
export function useClients<Codecs>(clients: OptionsByName<Codecs>): ClientsWith<Codecs>;
/** Declares clients with these names. */
export function useClients<Name extends string>(
  target: Target | (() => Target | Promise<Target>) | undefined,
  clients: Record<Name, ConnectOptions>,
): Clients<Name>;
/** Declares clients with these names, at the configured URL or server. */
export function useClients<Name extends string>(clients: Record<Name, ConnectOptions>): Clients<Name>;
/** Declares clients that all have these message types. */
export function useClients<Incoming, Outgoing = any>(
  target: Target | (() => Target | Promise<Target>) | undefined,
  clients: Record<string, ConnectOptions>,
): Clients<string, Incoming, Outgoing>;
/** Declares clients that all have these message types, at the configured URL or server. */
export function useClients<Incoming, Outgoing = any>(
  clients: Record<string, ConnectOptions>,
): Clients<string, Incoming, Outgoing>;
/** Declares clients with these names, which all have these message types. */
export function useClients<Name extends string, Incoming, Outgoing>(
  target: Target | (() => Target | Promise<Target>) | undefined,
  clients: Record<Name, ConnectOptions>,
): Clients<Name, Incoming, Outgoing>;
/** Declares clients with these names, which all have these message types, at the configured URL or server. */
export function useClients<Name extends string, Incoming, Outgoing>(
  clients: Record<Name, ConnectOptions>,
): Clients<Name, Incoming, Outgoing>;
export function useClients(...args: unknown[]): Clients<string> {
  return api('useClients()').useClients(useClients, args);
}

/**
 * Starts a server, and resolves when it can be connected to: `connect(server)`. It belongs to the test, hook or describe block
 * that called this, and is closed after the hooks of that owner.
 * @param source An `http.Server`, `https.Server`, `WebSocketServer` or application (Express, Fastify, Nest, Koa, Socket.IO);
 * a function that makes one for the port that it is given, called each time the server is started; or
 * `{ command, url, ready, env, cwd }`, a process of its own, whose output is shown below a failure.
 * @throws (rejects) if it cannot be started in time, or an option is wrong.
 */
export function serve(source: Servable, options?: ServeOptions): Promise<TestServer>;
export function serve(...args: unknown[]): Promise<TestServer> {
  return api('serve()').serve(serve, args);
}

/**
 * Sets defaults in code, in a test file or a setup file: for example a codec, which a Jest config cannot hold.
 * @throws if an option is wrong, if the document of a contract is, and for `server` and `fastExpect`, which only the Jest
 * config can set.
 */
export function configure(config: WebSocketConfig): void {
  api('configure()').configure(configure, config);
}

/** The messages that a contract documents, by their names. */
export interface DocumentedMessages {
  /**
   * A message, ready to send: the document's own example, or one made from its schema.
   * @param name The name of the message: `ChatSaid`.
   * @throws if no message is called so, or none can be made.
   */
  example<Message = any>(name: string): Message;
  /**
   * Expects any message of this kind, wherever an expected value may be.
   * @throws if no message is called so.
   */
  message<Message = any>(name: string): StandardSchema<Message> & AsymmetricMatcher;
}

/**
 * The messages of the configured contract (`contract.example('ChatSaid')`), or of another: `contract('./billing.yaml')`.
 * @param document The path of a document, relative to Jest's `rootDir`, or what the option `contract` takes.
 */
export const contract: DocumentedMessages & ((document: string | ContractOptions) => DocumentedMessages) = Object.assign(
  documentedIn,
  documentedIn(),
);

function documentedIn(document?: string | ContractOptions): DocumentedMessages {
  const example = (name: unknown) => api('contract.example()').contractExample(example, document, name) as never;
  const message = (name: unknown) => api('contract.message()').contractMessage(message, document, name) as never;
  return { example, message };
}

/**
 * An asymmetric matcher for a part of a message: some value at this path is the expected one; without an expected value,
 * something is there.
 * @param path `body.items[0].name`, `[-1]`, `[*]`, `['odd key']`, `..name`: JSONPath (RFC 9535) without filters, slices and
 * functions, with or without the leading `$.`.
 * @param expected Anything that can be expected of a message: a value, of which objects need only contain it, a RegExp, a predicate…
 * @throws if the path cannot be read, or no value can match.
 */
export function withPath(path: string, expected?: unknown): AsymmetricMatcher;
export function withPath(...args: unknown[]): AsymmetricMatcher {
  return api('withPath()').withPath(withPath, args) as AsymmetricMatcher;
}

/**
 * Expects a message that the codec cannot decode; no other expectation matches it.
 * @param problem A part of what the codec says about it, as text or a RegExp. Defaults to any.
 * @throws if `problem` is neither.
 */
export function undecodable(problem?: string | RegExp): Undecodable;
export function undecodable(...args: unknown[]): Undecodable {
  return api('undecodable()').undecodable(undecodable, args) as Undecodable;
}

/**
 * Expects one value or another: a message, or a part of one, that at least one of these matches. Use it wherever an
 * expected value may be. To wait for whichever comes first, write `receive(anyOf(a, b))`: the loser of a `Promise.race`
 * would keep waiting, and later expectations would wait behind it.
 * @throws if no value is given, or one that can never match, or `undefined`, which always would.
 */
export function anyOf<const Expected extends readonly unknown[]>(...expected: Expected): AnyOf<Expected[number]>;
export function anyOf(...args: unknown[]): AnyOf<unknown> {
  return api('anyOf()').anyOf(anyOf, args) as AnyOf<unknown>;
}

/**
 * A conversation of one user as a value: what it expects, what it sends, and when. Each of its methods returns a new one.
 * A scenario that is built in a test but never run fails that test.
 * @param name The name of the user in failures.
 * @throws if the name is not a string, or is empty.
 */
export function scenario<Incoming = any, Outgoing = any>(name: string): Scenario<Incoming, Outgoing>;
export function scenario(...args: unknown[]): Scenario {
  return api('scenario()').scenario(scenario, args);
}

/**
 * Runs scenarios at the same time. Resolves to their runs, in the order given, when all their steps are done and all users
 * have left.
 * @throws (rejects) as soon as one of them cannot complete; then all users leave.
 */
export function runTogether(...scenarios: readonly (Scenario | readonly Scenario[])[]): Promise<ScenarioRun[]>;
export function runTogether(...args: unknown[]): Promise<ScenarioRun[]> {
  return api('runTogether()').runTogether(runTogether, args);
}

/**
 * Reads named scenarios from a file of YAML or JSON (which needs the package yaml), or from the same data as an object.
 * @param source The path of a file, relative to the calling file; or the data.
 * @param target Where users connect if their data does not say so.
 * @throws if the file cannot be read, or the data is wrong: the message names the line and the field.
 */
export function loadScenarios(source: string | object, target?: Target): Record<string, Scenario>;
export function loadScenarios(...args: unknown[]): Record<string, Scenario> {
  return api('loadScenarios()').loadScenarios(loadScenarios, args);
}

apiBehind(globalThis)?.imported();

function api(caller: string): Api {
  const found = apiBehind(globalThis);
  if (found) return found;
  throw ifNotSetUp().notSetUp(`${caller} of jest-websocket`);
}

/** Loaded only when it is needed: every file that a test file loads costs it a millisecond or two. */
const ifNotSetUp = () => require('./not-set-up') as typeof NotSetUp;

// Jest takes this for the environment if a config has `testEnvironment: 'jest-websocket'`
Object.defineProperty(module.exports, 'default', { get: () => ifNotSetUp().NotAnEnvironment });
