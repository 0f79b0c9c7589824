import { failureText } from './failure-text';
import { isMistake } from './mistake';
import type { Realm } from './realm';

/** A function of ours that the user calls. */
export type Callee = (...args: never[]) => unknown;

/** A line of code: what is left of a site when its frames are not needed any more. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** How many frames are kept: enough to see the user's helpers. */
const DEPTH = 16;

type Format = typeof Error.prepareStackTrace;

/**
 * A call in the user's code: where a client was opened or an expectation was written. Its frames keep alive all that
 * the functions on the stack can see (of an assertion, the whole of what `expect()` made), so nothing that lives longer
 * than the call may hold a site; it holds the place.
 */
export class Site {
  /** What V8 has noted, to be made into calls when they are asked for. */
  readonly #noted: { stack?: unknown } = {};
  #calls: NodeJS.CallSite[] | undefined;

  /**
   * @param callee The outermost function of ours: the frames begin with its caller.
   * @param depth How many frames to keep: each costs time.
   */
  constructor(callee: Callee, depth = DEPTH) {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = depth;
    Error.captureStackTrace(this.#noted, callee);
    Error.stackTraceLimit = stackTraceLimit;
  }

  /** The user's line. */
  get place(): Place {
    const calls = this.#made();
    return placeOf(calls.find(isUsers) ?? calls[0]);
  }

  /** The stack frames as text, the user's first, as Jest would write them: through source maps. */
  get frames(): string {
    const text = format(Error.prepareStackTrace, this.#made());
    const start = text.search(/^\s+at /m);
    return start === -1 ? '' : text.slice(start);
  }

  #made(): NodeJS.CallSite[] {
    if (this.#calls) return this.#calls;
    const { prepareStackTrace } = Error;
    Error.prepareStackTrace = (_, calls) => calls;
    this.#calls = this.#noted.stack as NodeJS.CallSite[];
    Error.prepareStackTrace = prepareStackTrace as NonNullable<Format>;
    return this.#calls;
  }
}

function format(prepare: Format, calls: NodeJS.CallSite[]): string {
  if (prepare) return String(prepare(new Error(), calls));
  return calls.map((call) => `    at ${call}`).join('\n');
}

function isUsers(call: NodeJS.CallSite): boolean {
  const file = call.getFileName();
  return file !== null && file !== undefined && !file.includes('/node_modules/') && !file.startsWith('node:');
}

function placeOf(call: NodeJS.CallSite | undefined): Place {
  return { file: call?.getFileName() ?? '', line: call?.getLineNumber() ?? 0, column: call?.getColumnNumber() ?? 0 };
}

/** A place as it is said in a sentence, `chat.test.ts:14`: through source maps, where there are some. */
export function shownPlace(place: Place): string {
  const text = format(Error.prepareStackTrace, [new PlaceCall(place) as unknown as NodeJS.CallSite]);
  const [, path = '', line = place.line] = /([^\s(]+):(\d+):\d+\)?\s*$/.exec(text) ?? [];
  return `${path.split(/[\\/]/).at(-1)}:${line}`;
}

/** What is left of a call, for a formatter that maps positions. */
class PlaceCall {
  constructor(private readonly place: Place) {}
  getFileName() {
    return this.place.file;
  }
  getScriptNameOrSourceURL() {
    return this.place.file;
  }
  getLineNumber() {
    return this.place.line;
  }
  getColumnNumber() {
    return this.place.column;
  }
  getFunctionName() {
    return null;
  }
  getTypeName() {
    return null;
  }
  getMethodName() {
    return null;
  }
  getEvalOrigin() {
    return undefined;
  }
  getFunction() {
    return undefined;
  }
  getThis() {
    return undefined;
  }
  isNative() {
    return false;
  }
  isEval() {
    return false;
  }
  isToplevel() {
    return true;
  }
  isConstructor() {
    return false;
  }
  isAsync() {
    return false;
  }
  isPromiseAll() {
    return false;
  }
  getPromiseIndex() {
    return null;
  }
  toString() {
    return `${this.place.file}:${this.place.line}:${this.place.column}`;
  }
}

const placed = new WeakSet<object>();

/** Whether `errorAt` has made it. */
export const isPlaced = (error: unknown): boolean => placed.has(error as object);

/** An error of the test's own realm whose stack is the site's, so that Jest's code frame shows the user's line. */
export function errorAt<P extends object>(realm: Realm, site: Pick<Site, 'frames'>, message: string, properties?: P): Error & P {
  const error = new realm.Error(failureText(message));
  error.stack = `${error.name}: ${error.message}\n${site.frames}`;
  placed.add(error);
  return Object.assign(error, properties);
}

/** Turns a mistake into an error of the test's realm, at the line that has called. */
export function guarded<T>(realm: Realm, callee: Callee, act: () => T, name?: string): T {
  try {
    return act();
  } catch (error) {
    if (!isMistake(error)) throw error;
    throw errorAt(realm, new Site(callee), name === undefined ? error.message : `${name}: ${error.message}`);
  }
}
