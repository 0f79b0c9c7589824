import { type Expected, understand } from '../expectations/expected';
import { forbidden, refuseForCodec, sameText } from '../expectations/given-by-codec';
import { messageText } from '../explain/message-text';
import type { ReceivedMessage } from '../log/transcript';
import { shownPosition } from '../runtime/call-location';
import { boolean, times } from '../text/option-checks';
import { checkOptions, type OptionsOf } from '../text/options';
import { said } from '../text/show';
import { UsageError } from '../text/usage-error';
import { answer } from '../waiting/reply';
import type { MethodCall } from './method-call';

const respondOptions = {
  /** How many messages are answered; later ones are unread like any other. Defaults to no limit. */
  times,
  /** Whether objects must be equal, rather than contained. Defaults to `false`. */
  exact: boolean,
};

/** How `respond()` answers. */
export interface RespondOptions extends OptionsOf<typeof respondOptions> {}

const LONGEST_PAYLOAD = 120;
const sent = () => {};

/** The rule behind `client.ignore()`. */
export function ignore(call: MethodCall, source: unknown): () => void {
  return addRule(call, understood(call, source), () => 'ignored');
}

/** The rule behind `client.respond()`. A reply that is ready only after the client has left is dropped without an error. */
export function respond(call: MethodCall, trigger: unknown, reply: unknown, options: RespondOptions = {}): () => void {
  checkOptions(options, respondOptions, 'respond()');
  if (reply === undefined)
    throw new UsageError('respond() takes a reply after the trigger: a value, or a function of the message.');
  const expected = understood(call, trigger, options.exact);
  let left = options.times ?? Number.POSITIVE_INFINITY;
  const stop = addRule(call, expected, (message) => {
    if (left-- <= 0) return undefined;
    if (call.connection.state === 'open') {
      answer(call.connection, expected, message, reply, sent, (error) => {
        if (!call.connection.closing.isByClient)
          broken(call, `The reply of respond() to #${message.number} was not sent: ${said(error)}`);
      });
    }
    return 'answered';
  });
  return stop;
}

/** The rule behind `client.never()`. */
export function never(call: MethodCall, source: unknown): () => void {
  const expected = understood(call, source, false, true);
  const { engine, connection, location, caller } = call;
  const { trouble } = expected;
  let settle: (() => void) | undefined;
  /** A predicate that has thrown at every message so far may have missed a forbidden one: then the test must not pass. */
  const looked = () => {
    if (connection.closing.isDisposed) return;
    settle?.();
    settle = undefined;
    if (!trouble?.isTotal) return;
    const sentence = () => `The predicate of never() ${trouble.sentence}`;
    settle = engine.host.judging(caller.scope).unfinished.add({ location, sentence });
  };
  const matches: Expected['matches'] = (message) => {
    const isMatch = expected.matches(message);
    looked();
    return isMatch;
  };
  const forbid = (message: ReceivedMessage): undefined => {
    const same = sameText(expected, message);
    const what = `#${message.number} ${messageText(message, LONGEST_PAYLOAD)}`;
    broken(
      call,
      `${connection.name} got ${what}, which never() forbids (${shownPosition(location.position)})${same ? `: ${same}` : ''}`,
    );
  };
  const forget = connection.whenEnded(({ isCutShort, fault }) => {
    if (!isCutShort || connection.closing.isDisposed) return;
    const sentence = `${connection.name} has given up the connection (${fault}), so that never() cannot know what else came.`;
    const scope = engine.host.judging(caller.scope);
    // the waits of a test are left alone, since a failed one says more; where no test runs, the hook fails, or the next test
    if (scope.isOfTest) scope.unfinished.add({ location, sentence: () => sentence });
    else scope.break({ location, sentence });
  });
  const stop = addRule(call, forbidden(trouble ? { ...expected, matches } : expected), forbid, true);
  return () => {
    forget();
    stop();
  };
}

function understood({ engine, connection }: MethodCall, source: unknown, exact = false, isForbidden = false): Expected {
  const expected = understand(source, engine.framework.equality(), exact);
  refuseForCodec([expected], [connection], isForbidden);
  return expected;
}

function addRule(
  call: MethodCall,
  expected: Expected,
  apply: (message: ReceivedMessage) => 'ignored' | 'answered' | undefined,
  forbids = false,
): () => void {
  const { connection, name, location } = call;
  const matches: Expected['matches'] = (message) => {
    try {
      return expected.matches(message);
    } catch (error) {
      broken(call, `${name}() could not be asked of a message: ${said(error)}`);
      return false;
    }
  };
  return connection.expectations.addRule({
    expected: { ...expected, matches },
    reader: { name, position: location.position },
    apply,
    forbids,
  });
}

/**
 * A broken rule fails the test that runs now, even if the client is from a `beforeAll`. Messages that come while clients are
 * closed (for example that another user has left) break no rule.
 */
function broken({ engine, connection, location, caller }: MethodCall, sentence: string): void {
  if (connection.closing.isDisposed) return;
  engine.break(caller.scope, { sentence, location });
}
