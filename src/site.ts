import type { Realm } from './realm';

/** A place in the user's code: where a client was opened or an expectation was written. Its text is made on demand. */
export class Site {
  /** @param callee The outermost function of ours: the frames begin with its caller. */
  constructor(callee: (...args: never[]) => unknown) {
    Error.captureStackTrace(this, callee);
  }

  declare readonly stack: string;

  /** The stack frames as text, the user's first. */
  get frames(): string {
    const { stack } = this;
    const start = stack.search(/^\s+at /m);
    return start === -1 ? '' : stack.slice(start);
  }
}

/** An error of the test's own realm whose stack is the site's, so that Jest's code frame shows the user's line. */
export function errorAt<P extends object>(realm: Realm, site: Pick<Site, 'frames'>, message: string, properties?: P): Error & P {
  const error = new realm.Error(message);
  error.stack = `${error.name}: ${message}\n${site.frames}`;
  return Object.assign(error, properties);
}
