import type { Equality } from '../expectations/expected';
import type { Message } from '../log/transcript';
import { bytesOf } from '../runtime/bytes';
import { isPlain } from '../runtime/literal';
import { bytesText } from '../text/bytes-text';
import { oneLine, show } from '../text/show';
import type { Miss } from './closeness';
import { loosely } from './nearest-miss';
import { looksAlike } from './text-hints';

/** A message, and one thing in which it differs from what was expected. */
interface Difference extends Miss {
  readonly message: Message;
  readonly codecName: string;
  readonly equality: Equality;
  /** `#1`, `id of #1`. */
  readonly where: string;
}

type Kind = (difference: Difference) => string | undefined;

/** So many of the differences are looked at. */
const LOOKED_AT = 3;

/** A message that only looks like what is expected. */
export interface Lookalike {
  readonly message: Message;
  readonly wanted: unknown;
  readonly misses: readonly Miss[];
  readonly codecName: string;
  readonly equality: Equality;
}

/** What a diff cannot show, or shows and does not explain: why two things that look alike are not the same. */
export function differenceHints({ message, wanted, misses, codecName, equality }: Lookalike): string[] {
  const whole: Difference = {
    path: '',
    expected: wanted,
    received: message.value,
    message,
    codecName,
    equality,
    where: `#${message.number}`,
  };
  const parts = misses.slice(0, LOOKED_AT).map((miss): Difference => {
    return miss.path === '' ? whole : { ...whole, ...miss, where: `${oneLine(miss.path)} of #${message.number}` };
  });
  const texts = parts.map((part) => firstOf(KINDS, part));
  const found = texts.some((text) => text !== undefined) ? texts : [wrappedIn(whole)];
  return [...new Set(found.filter((text) => text !== undefined))];
}

function firstOf(kinds: readonly Kind[], difference: Difference): string | undefined {
  for (const kind of kinds) {
    const text = kind(difference);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** JSON is expected as text, and the codec has made a value of it. */
const textThatIsJson: Kind = ({ path, expected, received, message, codecName, where, equality }) => {
  if (typeof expected !== 'string' || typeof received === 'string' || received === undefined) return undefined;
  const isItsText = (path === '' && message.payload === expected) || equality.equal(received, parsed(expected));
  if (!isItsText) return undefined;
  if (path !== '') return `${where} is a value, and the text of its JSON is expected.`;
  return `The codec '${codecName}' makes a value of the text of ${where}: expect ${show(received)}, or connect with the codec 'text'.`;
};

/** A value is expected, and its JSON has come as text: it was encoded twice, or nobody has decoded it. */
const jsonThatIsText: Kind = ({ path, expected, received, codecName, where, equality }) => {
  if (typeof received !== 'string' || typeof expected === 'string') return undefined;
  const value = parsed(received);
  if (value === undefined || loosely(received, expected) || !equality.contain(value, expected)) return undefined;
  if (path === '' && codecName === 'text') {
    return `The codec 'text' leaves ${where} as text: connect with the codec 'json' to expect values.`;
  }
  return `${where} is text that holds the JSON of what is expected: it was encoded twice.`;
};

const typeOnly: Kind = ({ expected, received, where }) =>
  loosely(received, expected)
    ? `${where} is the right one but for its type: ${typeof received}, not ${typeof expected}.`
    : undefined;

const date: Kind = ({ expected, received, where }) => {
  if (tagOf(received) === 'Date') return `${where} is a Date, and is compared with ${kindOf(expected)}.`;
  const wantsDate = tagOf(expected) === 'Date' || (expected as { sample?: { name?: unknown } } | null)?.sample?.name === 'Date';
  if (!wantsDate || (typeof received !== 'string' && typeof received !== 'number')) return undefined;
  const advice = tagOf(expected) === 'Date' ? 'Expect what is sent, such as date.toISOString().' : 'Expect expect.any(String).';
  return `${where} is a ${typeof received}, not a Date: JSON has no dates. ${advice}`;
};

const bytes: Kind = ({ expected, received, where }) => {
  const wanted = bytesOf(expected);
  if (!wanted) return undefined;
  const got = bytesOf(received);
  if (got) return got.equals(wanted) ? undefined : `${where} is ${bytesText(got)}, not ${bytesText(wanted)}.`;
  const { type, data } = (received ?? {}) as { type?: unknown; data?: unknown };
  if (type === 'Buffer' && Array.isArray(data))
    return `${where} is the JSON of a Buffer, not bytes: expect { type: 'Buffer', data: […] }.`;
  return undefined;
};

const leftOutByJson: Kind = ({ expected, received, path, where, beside }) => {
  if (expected === undefined && path !== '') {
    if (beside) {
      const name = show(path.split('.').at(-1));
      return `${where} is missing, as JSON leaves out what is undefined. Expect it by expect.not.objectContaining({ ${name}: expect.anything() }).`;
    }
    if (received === null)
      return `${where} is null, not undefined: JSON writes null for a hole in an array, or for undefined there.`;
  }
  if (received !== null || typeof expected !== 'number' || Number.isFinite(expected)) return undefined;
  return `${where} is null: JSON has no ${expected}, and writes null for it.`;
};

const number: Kind = ({ expected, received, message, where }) => {
  if (typeof received !== 'number') return undefined;
  if (Object.is(received, -0) !== Object.is(expected, -0) && expected === received) {
    return `${where} is ${Object.is(received, -0) ? '-0, not 0' : '0, not -0: JSON.stringify() writes 0 for -0'}.`;
  }
  if (typeof expected === 'number' && Math.abs(received - expected) <= 1e-9 * Math.abs(expected)) {
    return `${where} differs by ${Math.abs(received - expected)}: expect.closeTo(${expected}) allows for that.`;
  }
  const isRounded = Number.isInteger(received) && !Number.isSafeInteger(received) && /^-?\d+n?$/.test(String(expected));
  if (isRounded && typeof message.payload === 'string' && message.payload.includes(String(expected))) {
    return `${where} is beyond 2 ** 53, where JSON.parse() rounds: ${expected} was sent. Send it as text.`;
  }
  return undefined;
};

const text: Kind = ({ expected, received, where }) => {
  if (typeof received !== 'string') return undefined;
  if (typeof expected === 'string') {
    const how = looksAlike(received, expected);
    return how && `${where} ${how}.`;
  }
  const { sample, inverse } = (expected ?? {}) as { sample?: unknown; inverse?: boolean };
  if (inverse || !isAsymmetric(expected)) return undefined;
  const differsInCase =
    typeof sample === 'string'
      ? received.toLowerCase().includes(sample.toLowerCase())
      : tagOf(sample) === 'RegExp' && new RegExp(sample as RegExp, 'i').test(received);
  return differsInCase ? `${where} matches but for upper and lower case.` : undefined;
};

const notText: Kind = ({ expected, received, where }) => {
  const name = isAsymmetric(expected) ? String(expected) : '';
  if (!/^String(Matching|Containing)$/.test(name) || typeof received === 'string' || received === undefined) return undefined;
  return `${where} is ${kindOf(received)}, and expect.${name[0]?.toLowerCase()}${name.slice(1)}() asks text only.`;
};

const arrayContaining: Kind = ({ expected, received, where, equality }) => {
  if (!isAsymmetric(expected) || String(expected) !== 'ArrayContaining') return undefined;
  if (!Array.isArray(received)) return received === undefined ? undefined : `${where} is ${kindOf(received)}, not an array.`;
  const { sample } = expected as unknown as { sample: unknown[] };
  const missing = sample.filter((item) => !received.some((one) => equality.equal(one, item)));
  if (missing.length === 0) return undefined;
  const near = missing.find((item) => received.some((one) => equality.contain(one, item)));
  const inside = near === undefined ? '' : ' Items are compared exactly: expect objects in it by expect.objectContaining().';
  return `${where} lacks of what expect.arrayContaining() names: ${missing
    .slice(0, LOOKED_AT)
    .map((one) => show(one))
    .join(', ')}.${inside}`;
};

/** `objectContaining()` is not as lenient inside as a plain object is. */
const exactInside: Kind = ({ expected, received, where, equality }) =>
  isPlain(expected) && equality.contain(received, expected) && !equality.equal(received, expected)
    ? `${where} has more fields than are expected there: inside expect.objectContaining() all must be named, or nest another.`
    : undefined;

const otherName: Kind = ({ path, beside, where }) => {
  const name = path.split('.').at(-1) ?? '';
  const found = beside?.find((other) => other !== name && folded(other) === folded(name));
  return found === undefined ? undefined : `${where} is missing; it has ${show(found)} there.`;
};

/** Letters, digits and what they are composed of: not their case, nor what joins words. */
const folded = (name: string): string =>
  name
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();

/** What is expected has come, inside something else. */
const wrappedIn: Kind = ({ expected, received, where, equality }) => {
  if (typeof expected !== 'object' || expected === null) return undefined;
  const found = findPart(received, (part) => equality.contain(part, expected));
  return found === undefined ? undefined : `What is expected is inside of ${where}, at ${oneLine(found)}.`;
};

const PARTS = 50;

function findPart(value: unknown, isIt: (part: unknown) => boolean, deepest = 3, path = ''): string | undefined {
  if (deepest === 0 || typeof value !== 'object' || value === null || bytesOf(value)) return undefined;
  for (const [key, part] of Object.entries(value).slice(0, PARTS)) {
    if (typeof part !== 'object' || part === null) continue;
    const here = Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
    if (isIt(part)) return here;
    const deeper = findPart(part, isIt, deepest - 1, here);
    if (deeper !== undefined) return deeper;
  }
  return undefined;
}

/** Such as a Map, or an instance of a class: it prints as an object does, and is none. */
const otherKind: Kind = ({ path, expected, received, where }) => {
  if (path === '' || isAsymmetric(expected) || received === undefined) return undefined;
  if (typeof expected !== 'object' || typeof received !== 'object') return undefined;
  const [is, not] = [kindOf(received), kindOf(expected)];
  return is === not ? undefined : `${where} is ${is}, not ${not}.`;
};

const KINDS: readonly Kind[] = [
  textThatIsJson,
  jsonThatIsText,
  typeOnly,
  date,
  bytes,
  leftOutByJson,
  number,
  text,
  notText,
  arrayContaining,
  exactInside,
  otherName,
  otherKind,
];

const LONGEST_PARSED = 256 * 1024;

function parsed(text: string): unknown {
  try {
    return text.length > LONGEST_PARSED ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

const tagOf = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1);

const isAsymmetric = (value: unknown): value is object =>
  typeof (value as { asymmetricMatch?: unknown } | null | undefined)?.asymmetricMatch === 'function';

function nameOf(value: unknown): string {
  const { constructor } = Object(value) as { constructor?: { name?: unknown } };
  return typeof constructor?.name === 'string' && constructor.name !== '' ? constructor.name : tagOf(value);
}

/** `a string`, `an array`, `a Map`. */
function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value !== 'object') return `a ${typeof value}`;
  if (Array.isArray(value)) return 'an array';
  const name = nameOf(value);
  return `${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}`;
}
