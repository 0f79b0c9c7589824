/** A function of ours that the user calls. */
export type Callee = (...args: never[]) => unknown;

/** A line of code: kept instead of a call location, whose frames need memory. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** How many frames are kept: enough to see the user's helpers. */
const DEPTH = 16;

type Format = typeof Error.prepareStackTrace;

/**
 * A call in the user's code: where a client was opened or an expectation was written. Its frames keep alive everything
 * that the functions on the stack can see (in an assertion, all that `expect()` has made). So whatever lives longer than the
 * call must not hold it, but only its `position`.
 */
export class CallLocation {
  /** What V8 has recorded. It is turned into calls only when they are needed. */
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
  get position(): Position {
    const calls = this.#made();
    return positionOf(calls.find(isUsers) ?? calls[0]);
  }

  /** The stack frames as text, the user's first, as Jest would write them: through source maps. */
  get frames(): string {
    const calls = this.#made();
    const text = format(Error.prepareStackTrace, calls.slice(Math.max(0, calls.findIndex(isUsers))));
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
  return file !== null && file !== undefined && !isInstalled(file) && !file.startsWith('node:');
}

/** Whether a path, or a line of a stack, is in an installed package, not in the user's own code. */
export const isInstalled = (path: string): boolean => /[\\/]node_modules[\\/]/.test(path);

function positionOf(call: NodeJS.CallSite | undefined): Position {
  return { file: call?.getFileName() ?? '', line: call?.getLineNumber() ?? 0, column: call?.getColumnNumber() ?? 0 };
}

/** A position for a sentence, `chat.test.ts:14`; through source maps, if there are any. */
export function shownPosition(position: Position): string {
  const { file, line } = originalPosition(position);
  return `${file.split(/[\\/]/).at(-1)}:${line}`;
}

/** The position in the code that the user wrote: through source maps, if there are any. */
export function originalPosition(position: Position): Position {
  const text = format(Error.prepareStackTrace, [new PositionCall(position) as unknown as NodeJS.CallSite]);
  const [, file, line, column] = /at (?:.*\()?(.+):(\d+):(\d+)\)?\s*$/.exec(text) ?? [];
  return file === undefined ? position : { file, line: Number(line), column: Number(column) };
}

/** A position in the form of a V8 call, for a formatter that maps positions. */
class PositionCall {
  constructor(private readonly position: Position) {}
  getFileName() {
    return this.position.file;
  }
  getScriptNameOrSourceURL() {
    return this.position.file;
  }
  getLineNumber() {
    return this.position.line;
  }
  getColumnNumber() {
    return this.position.column;
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
    return `${this.position.file}:${this.position.line}:${this.position.column}`;
  }
}
