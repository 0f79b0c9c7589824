import type { RegisteredMatchers } from '../matchers/register';
import { apiBehind } from '../src/door';
import { notSetUp } from './not-set-up';

type Name = keyof RegisteredMatchers;

const names: Record<Name, true> = {
  toReceiveMessage: true,
  toReceive: true,
  toReceiveNextMessage: true,
  toReceiveMessages: true,
  toSendOnReceive: true,
  toFailHandshake: true,
  toAnswerPing: true,
  toHaveReceivedMessage: true,
  toHaveReceivedMessages: true,
  toHaveSentMessage: true,
  toBeOpen: true,
  toBeClosed: true,
  toHaveNoUnreadMessages: true,
  toClose: true,
  toComplete: true,
  toBeComplete: true,
  toMatchTranscriptSnapshot: true,
  toMatchTranscriptInlineSnapshot: true,
};

function delegate(name: Name): RegisteredMatchers[Name] {
  return function matcher(subject, ...args) {
    const api = apiBehind(globalThis);
    if (!api) throw notSetUp(name);
    const real = api.engine.framework.matchers as RegisteredMatchers;
    return real[name].call(this, subject, ...args);
  };
}

/** The matchers, for an `expect` other than the test's: `expect.extend(matchers)`. */
const matchers = Object.fromEntries(Object.keys(names).map((name) => [name, delegate(name as Name)])) as RegisteredMatchers;

export = matchers;
