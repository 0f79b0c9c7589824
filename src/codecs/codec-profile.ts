import { neglect } from '../runtime/tag';
import { check, isString, record } from '../text/option-checks';
import { isRecord, type OptionsOf } from '../text/options';
import { said, showNamed, shownName } from '../text/show';
import { UsageError } from '../text/usage-error';
import type { Codec, DocumentedMessage } from './codec';
import { kindOf } from './kind-of';
import { namedValues, path, protocols } from './offer-checks';
import { OneToOneCodec } from './one-to-one-codec';

const closeCodes = check<Readonly<Record<number, string>>>(
  "an object of codes and words: { 4401: 'Unauthorized' }",
  (value) => isRecord(value) && Object.entries(value).every(([code, word]) => /^[1-4]\d{3}$/.test(code) && isString(word)),
);
const volatile = check<readonly string[]>('an array of paths', (value) => Array.isArray(value) && value.every(isString));

const parts = {
  name: check<string>('text', isString),
  protocols,
  path,
  query: namedValues,
  secrets: record,
  closeCodes,
  volatile,
  show: check<(message: unknown) => string | undefined>('a function', (value) => typeof value === 'function'),
  documented: check<(message: unknown) => DocumentedMessage | undefined>('a function', (value) => typeof value === 'function'),
  messagesIn: check<(sent: unknown) => readonly unknown[] | undefined>('a function', (value) => typeof value === 'function'),
};

type Part = keyof typeof parts;

/** What a codec says of its protocol before it is opened. Its name is safe to show, and its `show` never throws. */
export interface CodecProfile extends OptionsOf<typeof parts> {
  readonly name: string;
}

/** @throws {UsageError} when something in it is not what it must be. */
export function profileOf(codec: Codec | OneToOneCodec): CodecProfile {
  if (codec instanceof OneToOneCodec) return codec;
  const profile: { -readonly [Name in Part]?: unknown } = {};
  for (const name of Object.keys(parts) as Part[]) {
    const value = partOf(codec, name);
    if (value !== undefined) profile[name] = value;
  }
  const name = shownName((profile.name as string | undefined) ?? 'custom');
  return {
    ...profile,
    name,
    ...('show' in profile && { show: shownBy(codec) }),
    ...('documented' in profile && { documented: documentedBy(codec) }),
    ...('messagesIn' in profile && { messagesIn: messagesBy(codec) }),
  } as CodecProfile;
}

function partOf(codec: Codec, name: Part): unknown {
  const { expects, accepts } = parts[name];
  let value: unknown;
  let isRight: boolean;
  try {
    value = kept(codec[name]);
    isRight = value === undefined || accepts(value);
  } catch (error) {
    throw new UsageError(`The ${name} of the codec cannot be read: ${said(error)}.`);
  }
  if (!isRight) throw new UsageError(`The ${name} of the codec must be ${expects}, not ${showNamed(name, value)}.`);
  return value;
}

/** A copy, so that reading it later neither gives another value nor throws. */
function kept(value: unknown): unknown {
  if (Array.isArray(value)) return [...value];
  return isRecord(value) ? { ...value } : value;
}

/** If `documented()` throws, or returns something else, the contract judges the message as it is. */
function documentedBy(codec: Codec): (message: unknown) => DocumentedMessage | undefined {
  return (message) => {
    try {
      const documented: unknown = codec.documented?.(message);
      return documented === undefined || isRecord(documented)
        ? (documented as DocumentedMessage | undefined)
        : { payload: message };
    } catch {
      return { payload: message };
    }
  };
}

/** If `messagesIn()` throws, or returns no messages, or something else, the message is a single one. */
function messagesBy(codec: Codec): (sent: unknown) => readonly unknown[] | undefined {
  return (sent) => {
    try {
      const messages: unknown = codec.messagesIn?.(sent);
      return Array.isArray(messages) && messages.length > 0 ? messages : undefined;
    } catch {
      return undefined;
    }
  };
}

/** Messages are shown within other explanations, so a problem of `show()` must not throw: it is shown instead of the text. */
function shownBy(codec: Codec): (message: unknown) => string | undefined {
  return (message) => {
    try {
      const text: unknown = codec.show?.(message);
      if (text === undefined || typeof text === 'string') return text;
      neglect(text);
      return `(show() of the codec returned ${kindOf(text)}. It must be text, or undefined)`;
    } catch (error) {
      return `(show() of the codec threw: ${said(error)})`;
    }
  };
}
