import { bytesOf } from '../runtime/bytes';
import { isPlain } from '../runtime/literal';
import { isAsymmetric, isRegExp, tagOf } from '../runtime/tag';
import { bytesText } from '../text/bytes-text';
import { count } from '../text/count';
import { nameOf } from '../text/name-of';
import { pathBelow } from '../text/path-text';
import { oneLine, show } from '../text/show';
import type { Closeness } from './closeness';
import { aboutDifference, type Hint } from './hint';
import { loosely } from './nearest-miss';
import { textHints } from './text-hints';

/** For a message that would match if a value had another type. */
export function typeHint(number: number, { misses }: Closeness): string | undefined {
  if (misses.length === 0 || !misses.every(({ received, expected }) => loosely(received, expected))) return undefined;
  const parts = misses.map(({ path, received, expected }) => {
    const types = `${typeof received}, not ${typeof expected}`;
    return path === '' ? types : `${oneLine(path)} (${types})`;
  });
  return `#${number} matches except for the type of ${parts.join(' and ')}.`;
}

/** The message would match if a value had another type. Then no other hint is needed. */
const typesAlone: Hint = ({ nearest, open }) => {
  if (!nearest || nearest.message.payload === nearest.expected.source) return undefined;
  const { message, closeness } = nearest;
  const text = typeHint(message.number, closeness);
  if (text !== undefined) open.clear();
  return text;
};

/** JSON is expected as text, and the codec has made a value of it. */
const textThatIsJson = aboutDifference(({ path, expected, received, message, codecName, where, equality }) => {
  if (typeof expected !== 'string' || typeof received === 'string' || received === undefined) return undefined;
  const isItsText = (path === '' && message.payload === expected) || equality.equal(received, parsed(expected));
  if (!isItsText) return undefined;
  if (path !== '') return `${where} is a value, and the text of its JSON is expected.`;
  return `The codec '${codecName}' turns the text of ${where} into a value: expect ${show(received)}, or connect with the codec 'text'.`;
});

/** A value is expected, and its JSON has come as text: it was encoded twice, or the codec has not decoded it. */
const jsonThatIsText = aboutDifference(({ path, expected, received, codecName, where, equality }) => {
  if (typeof received !== 'string' || typeof expected === 'string') return undefined;
  const value = parsed(received);
  if (value === undefined || loosely(received, expected) || !equality.contain(value, expected)) return undefined;
  if (path === '' && codecName === 'text') {
    return `The codec 'text' leaves ${where} as text: connect with the codec 'json' to expect values.`;
  }
  return `${where} is text that holds the JSON of what is expected: it was encoded twice.`;
});

const typeOnly = aboutDifference(({ expected, received, where }) =>
  loosely(received, expected) ? `${where} is right except for its type: ${typeof received}, not ${typeof expected}.` : undefined,
);

const date = aboutDifference(({ expected, received, where }) => {
  if (tagOf(received) === 'Date') return `${where} is a Date, and is compared with ${kindOf(expected)}.`;
  const wantsDate = tagOf(expected) === 'Date' || (expected as { sample?: { name?: unknown } } | null)?.sample?.name === 'Date';
  if (!wantsDate || (typeof received !== 'string' && typeof received !== 'number')) return undefined;
  const advice = tagOf(expected) === 'Date' ? 'Expect what is sent, such as date.toISOString().' : 'Expect expect.any(String).';
  return `${where} is a ${typeof received}, not a Date: JSON has no dates. ${advice}`;
});

const bytes = aboutDifference(({ expected, received, where }) => {
  const wanted = bytesOf(expected);
  if (!wanted) return undefined;
  const got = bytesOf(received);
  if (got) return got.equals(wanted) ? undefined : `${where} is ${bytesText(got)}, not ${bytesText(wanted)}.`;
  const { type, data } = (received ?? {}) as { type?: unknown; data?: unknown };
  if (type === 'Buffer' && Array.isArray(data))
    return `${where} is the JSON of a Buffer, not bytes: expect { type: 'Buffer', data: […] }.`;
  return undefined;
});

const leftOutByJson = aboutDifference(({ expected, received, path, where, beside }) => {
  if (expected === undefined && path !== '') {
    if (beside) {
      const name = show(path.split('.').at(-1));
      return `${where} is missing, as JSON leaves out what is undefined. Expect that with expect.not.objectContaining({ ${name}: expect.anything() }).`;
    }
    if (received === null)
      return `${where} is null, not undefined: JSON writes null for a hole in an array, or for undefined there.`;
  }
  if (received !== null || typeof expected !== 'number' || Number.isFinite(expected)) return undefined;
  return `${where} is null: JSON has no ${expected}, and writes null for it.`;
});

const number = aboutDifference(({ expected, received, message, where }) => {
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
});

const letterCaseInside = aboutDifference(({ expected, received, where }) => {
  if (typeof received !== 'string') return undefined;
  const { sample, inverse } = (expected ?? {}) as { sample?: unknown; inverse?: boolean };
  if (inverse || !isAsymmetric(expected)) return undefined;
  const differsInCase =
    typeof sample === 'string'
      ? received.toLowerCase().includes(sample.toLowerCase())
      : isRegExp(sample) && new RegExp(sample, 'i').test(received);
  return differsInCase ? `${where} matches except for upper and lower case.` : undefined;
});

const notText = aboutDifference(({ expected, received, where }) => {
  const name = isAsymmetric(expected) ? String(expected) : '';
  if (!/^String(Matching|Containing)$/.test(name) || typeof received === 'string' || received === undefined) return undefined;
  return `${where} is ${kindOf(received)}, and expect.${name[0]?.toLowerCase()}${name.slice(1)}() matches only text.`;
});

/** How many missing items are named. */
const NAMED = 3;

const arrayContaining = aboutDifference(({ expected, received, where, equality }) => {
  if (!isAsymmetric(expected) || String(expected) !== 'ArrayContaining') return undefined;
  if (!Array.isArray(received)) return received === undefined ? undefined : `${where} is ${kindOf(received)}, not an array.`;
  const { sample } = expected as unknown as { sample: unknown[] };
  const missing = sample.filter((item) => !received.some((one) => equality.equal(one, item)));
  if (missing.length === 0) return undefined;
  const near = missing.find((item) => received.some((one) => equality.contain(one, item)));
  const inside = near === undefined ? '' : ' Items are compared exactly: expect objects in it with expect.objectContaining().';
  return `${where} lacks of what expect.arrayContaining() names: ${missing
    .slice(0, NAMED)
    .map((one) => show(one))
    .join(', ')}.${inside}`;
});

/** The first items are as expected: `['said']` does not match `['said', 'hi']`. */
const moreItems = aboutDifference(({ expected, received, where, equality }) => {
  if (!Array.isArray(expected) || !Array.isArray(received) || received.length <= expected.length) return undefined;
  if (expected.length === 0 || !equality.contain(received.slice(0, expected.length), expected)) return undefined;
  const more = count(received.length - expected.length, 'item');
  return `${where} has ${more} more than expected: an array matches as a whole. Expect expect.anything() in the place of each.`;
});

/** Inside `objectContaining()`, objects are compared exactly. */
const exactInside = aboutDifference(({ expected, received, where, equality }) =>
  isPlain(expected) && equality.contain(received, expected) && !equality.equal(received, expected)
    ? `${where} has more fields than are expected there: inside expect.objectContaining(), name all of them or nest another one.`
    : undefined,
);

const otherName = aboutDifference(({ path, beside, where }) => {
  const name = path.split('.').at(-1) ?? '';
  const found = beside?.find((other) => other !== name && folded(other) === folded(name));
  return found === undefined ? undefined : `${where} is missing; it has ${show(found)} there.`;
});

/** Only the letters and digits of a name, in lower case: without what joins its words. */
const folded = (name: string): string =>
  name
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();

/** The expected value has come inside another one. Only said if no other hint explains all differences. */
const wrappedIn: Hint = ({ nearest, open, differences }) => {
  if (!nearest || open.size === 0 || open.size < differences.length) return undefined;
  const { message, wanted, expected } = nearest;
  if (typeof wanted !== 'object' || wanted === null) return undefined;
  const found = findPart(message.value, (part) => expected.equality.contain(part, wanted));
  return found === undefined ? undefined : `What is expected is inside #${message.number}, at ${oneLine(found)}.`;
};

const PARTS = 50;

function findPart(value: unknown, isIt: (part: unknown) => boolean, deepest = 3, path = ''): string | undefined {
  if (deepest === 0 || typeof value !== 'object' || value === null || bytesOf(value)) return undefined;
  for (const [key, part] of Object.entries(value).slice(0, PARTS)) {
    if (typeof part !== 'object' || part === null) continue;
    const here = pathBelow(path, Array.isArray(value) ? Number(key) : key);
    if (isIt(part)) return here;
    const deeper = findPart(part, isIt, deepest - 1, here);
    if (deeper !== undefined) return deeper;
  }
  return undefined;
}

/** The value looks like the expected one when it is printed, but is of another kind: a Map, an instance of a class. */
const otherKind = aboutDifference(({ path, expected, received, where }) => {
  if (path === '' || isAsymmetric(expected) || received === undefined) return undefined;
  if (typeof expected !== 'object' || typeof received !== 'object') return undefined;
  const [is, not] = [kindOf(received), kindOf(expected)];
  return is === not ? undefined : `${where} is ${is}, not ${not}.`;
});

/** Hints about what a diff cannot show, or shows without explaining: why two things that look alike are not the same. */
export const differenceHints: readonly Hint[] = [
  typesAlone,
  textThatIsJson,
  jsonThatIsText,
  typeOnly,
  date,
  bytes,
  leftOutByJson,
  number,
  ...textHints,
  letterCaseInside,
  notText,
  arrayContaining,
  moreItems,
  exactInside,
  otherName,
  otherKind,
  wrappedIn,
];

const LONGEST_PARSED = 256 * 1024;

function parsed(text: string): unknown {
  try {
    return text.length > LONGEST_PARSED ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `a string`, `an array`, `a Map`. */
function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value !== 'object') return `a ${typeof value}`;
  return Array.isArray(value) ? 'an array' : nameOf(value);
}
