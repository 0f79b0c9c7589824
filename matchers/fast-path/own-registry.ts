import { PrintsItself } from '../../src/runtime/prints-itself';
import type { AssertionState } from './client-expectation';
import { type JestExpectation, LazyExpectation } from './lazy-expectation';
import type { Watching } from './watching';

/** The part of `expect` that is used. */
export interface ExpectLike {
  (subject: unknown): JestExpectation;
  extend(matchers: object): void;
  addSnapshotSerializer?(serializer: object): void;
  getState(): AssertionState;
}

/** Where `expect` keeps its matchers. */
export interface Registry {
  matchers: Record<string, unknown>;
}

interface OwnRegistry<E> {
  /** Replaces `expect` from now on. */
  readonly expect: E;
  /** An `expect` that knows one matcher of ours and no other, since the first call in a test file is slow. */
  readonly expectOnly: (name: string) => (subject: unknown) => JestExpectation;
}

/**
 * At each call, `expect()` makes six functions for every matcher in its registry. Our matchers are therefore kept in a
 * registry of their own, so that neither they nor Jest's matchers slow down each other's assertions. An expectation on a
 * client has ours, any other has Jest's; the rest is added when one of them is read.
 *
 * @param watching Watches the promises from `resolves` and `rejects`, so that a forgotten `await` is found.
 * @param quick Makes expectations on clients, given how `expect` makes them.
 */
export function withOwnRegistry<E extends ExpectLike>(
  expect: E,
  registry: Registry,
  ours: object,
  watching: Watching,
  quick: (whole: (subject: unknown) => JestExpectation) => (subject: unknown) => JestExpectation,
): OwnRegistry<E> {
  const own: Registry['matchers'] = {};

  function among<T>(matchers: Registry['matchers'], act: () => T): T {
    const { matchers: theirs } = registry;
    registry.matchers = matchers;
    try {
      return act();
    } finally {
      registry.matchers = theirs;
    }
  }

  among(own, () => expect.extend(ours));
  const expectOnly = (name: string) => (subject: unknown) => among({ [name]: own[name] }, () => expect(subject));
  const of = (matchers: Registry['matchers'], subject: unknown): JestExpectation => {
    const made = among(matchers, () => expect(subject));
    for (const part of ['resolves', 'rejects']) made[part] = watching.expectation(made[part] as object);
    return made;
  };
  const ofOurs = (subject: unknown): JestExpectation => of(own, subject);
  // if a name is in both registries, a client has our matcher, anything else the other one
  const ofClient = quick((subject) => of({ ...registry.matchers, ...own }, subject));
  const replaced = new Proxy(expect, {
    apply(target, self, args: [unknown]) {
      const [subject] = args;
      if (args.length === 1 && isOurs(subject)) return ofClient(subject);
      return new Proxy(Reflect.apply(target, self, args) as JestExpectation, new WithOurs(() => ofOurs(subject)));
    },
  });
  return { expect: replaced, expectOnly };
}

function isOurs(subject: unknown): boolean {
  const one: unknown = Array.isArray(subject) ? subject[0] : subject;
  return PrintsItself.isOne(one);
}

/** Has our matchers in addition to those from `expect`. */
class WithOurs extends LazyExpectation {
  constructor(private readonly ours: () => JestExpectation) {
    super();
  }

  protected whole(): JestExpectation {
    return this.ours();
  }

  override get(target: JestExpectation, name: string): unknown {
    const found = target[name];
    if (found === undefined) return super.get(target, name);
    if (typeof found !== 'object' || this.isFull) return found;
    return new Proxy(found as JestExpectation, new WithOurs(() => this.ours()[name] as JestExpectation)); // `not`, `resolves`…
  }
}
