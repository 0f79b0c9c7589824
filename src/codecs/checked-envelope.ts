import { isPromise, neglect } from '../runtime/tag';
import type { JsonRpcEnvelope, JsonRpcKind } from './json-rpc-envelopes';
import { kindOf } from './kind-of';

const KINDS: readonly unknown[] = ['request', 'reply', 'stop', 'notification', 'send'] satisfies JsonRpcKind[];

/** An envelope of the user's, with checks of what its functions return. */
export function checkedEnvelope(envelope: JsonRpcEnvelope): JsonRpcEnvelope {
  const checked: JsonRpcEnvelope = {
    kindOf: (message) => {
      const kind: unknown = envelope.kindOf(message);
      if (!KINDS.includes(kind)) throw wrong('kindOf', kind, "'request', 'reply', 'stop', 'send' or 'notification'");
      return kind as JsonRpcKind;
    },
    idOf: (message) => {
      const id: unknown = envelope.idOf(message) ?? undefined;
      if (id !== undefined && typeof id !== 'string' && typeof id !== 'number')
        throw wrong('idOf', id, 'text, a number or undefined');
      return id;
    },
    withId: (message, id) => {
      const made = aMessage('withId', envelope.withId(message, id));
      if (checked.idOf(made) === undefined) throw new TypeError('idOf() of the envelope finds no id in what withId() returned');
      return made;
    },
    ...(envelope.complete && { complete: (message) => aMessage('complete', envelope.complete?.(message)) }),
    ...(envelope.several && { several: (request) => yesNoOrFunction('several', envelope.several?.(request)) ?? false }),
    ...(envelope.isMessage && { isMessage: (value) => yesOrNo('isMessage', envelope.isMessage?.(value)) ?? true }),
  };
  return Object.assign(Object.create(envelope) as JsonRpcEnvelope, checked);
}

function aMessage(name: string, made: unknown): object {
  if (typeof made !== 'object' || made === null || isPromise(made)) throw wrong(name, made, 'a message');
  return made;
}

function yesOrNo(name: string, answer: unknown): boolean | undefined {
  if (answer !== undefined && typeof answer !== 'boolean') throw wrong(name, answer, 'true or false');
  return answer;
}

function yesNoOrFunction(name: string, answer: unknown): boolean | ((reply: object) => boolean) | undefined {
  if (answer === undefined || typeof answer === 'boolean') return answer;
  if (typeof answer !== 'function') throw wrong(name, answer, 'true, false or a function');
  return answer as (reply: object) => boolean;
}

function wrong(name: string, returned: unknown, expected: string): TypeError {
  neglect(returned);
  return new TypeError(`${name}() of the envelope returned ${kindOf(returned)}. It must return ${expected}`);
}
