import { bytesOf } from '../runtime/bytes';

/*
 * The one list of what is secret, for everything that is shown: failures, reports, snapshots, traces. `mask.ts` applies it
 * to texts, `displayable.ts` to values. What a user adds holds for the whole test file: a worker runs one at a time.
 */

/** A name that contains one of these words is that of a secret. */
const STRONG =
  /^(?:\w*(?:tokens?|passwords?|passwd|passphrase|passcode|passwort|secrets?|apikeys?|accesskey|secretkey|privatekey|credentials?|cookies?|authorization|sess?ion_?id|sessid))$/;
/** A name that ends with one of these words is that of a secret too: `session`, not `session_count`. */
const WEAK = /^(?:auth|bearer|csrf|xsrf|jwt|otp|totp|pass|pin|pincode|pwd|session|sid|sig|signature|ticket)$/;
/** After one of these words, a key is secret: `api_key`, not `primary_key`. */
const KEYS =
  /^(?:api|access|account|auth|client|encryption|hmac|license|master|private|secret|service|shared|signing|subscription)$/;
/** Names of secrets in a query only: fields of messages and headers often have such names without being secret. */
const OF_QUERIES = /^(?:key|keys|code)$/;

/** Words that may follow the name of a secret: `tokenValue`, `session_id`, `password_confirmation` are secret too. */
const STILL = /^(?:id|value|hash|header|string|text|raw|hex|base64|confirm|confirmation|again|repeat|new|old|\d+)$/;
/** Words that make it the name of something harmless about a secret: `token_type`, `passwordHint`. */
const ABOUT =
  /^(?:age|algorithm|at|attempts|by|consent|count|created|domain|duration|enabled|endpoint|error|expired|expires|expiry|exp|format|hint|in|issuer|kind|length|level|limit|max|message|method|min|mode|name|path|policy|provider|reason|required|scheme|scope|size|state|status|ttl|type|uri|url|valid|version)$/;

/** A value that looks generated, not like an everyday code or key. */
const OPAQUE = /^(?:\d{6,8}|(?=.*\d)(?=.*[A-Za-z])[\w+/=.-]{20,})$/;
const UUID = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i;

/** Where a name stands: as a parameter of a URL, or as a field of a message or the name of a header. */
export type Where = 'parameter' | 'field';

type Verdict = 'secret' | 'secret if opaque' | 'own' | undefined;

/** The user's own names, and the values that are known to be secret wherever they turn up. */
const own = new Map<string, RegExp>();
const values = new Set<string>();
const shortValues = new Set<string>();
const verdicts = new Map<string, Verdict>();

/** Forgets what was added, when a test file begins. */
export function resetSecrets(): void {
  own.clear();
  values.clear();
  shortValues.clear();
  verdicts.clear();
}

/**
 * From now on, and for all clients of the test file, these names are secret: `ssn`, `x-tenant-*`. Upper case, `-`, `_`
 * and camel case make no difference.
 */
export function addSecretNames(patterns: readonly string[]): void {
  for (const pattern of patterns) {
    if (own.has(pattern)) continue;
    const parts = pattern.split('*').map((part) => wordsOf(part).join('-'));
    own.set(pattern, new RegExp(`^${parts.map(literally).join('.*')}$`, 's'));
    verdicts.clear();
  }
}

/** The user's own names. */
export const secretNames = (): Iterable<string> => own.keys();

/** Does something while more is secret. */
export function withSecrets<Result>(
  { names, values: more }: { readonly names: readonly string[]; readonly values: readonly string[] },
  act: () => Result,
): Result {
  const [ownBefore, valuesBefore] = [[...own.keys()], [...values, ...shortValues]];
  addSecretNames(names);
  addSecretValues(more);
  try {
    return act();
  } finally {
    resetSecrets();
    addSecretNames(ownBefore);
    addSecretValues(valuesBefore);
  }
}

/** Secret values this long are masked in every text. A shorter one may be a part of any text, such as `ann` in `token=ann`. */
const SHORTEST_KNOWN = 16;

/** Shorter values that are still masked in some texts (see `shortSecrets`), since nobody writes them by chance. */
const SHORT_KNOWN = /^(?=.*\d)(?=.*[A-Za-z])[\w.~+/=-]{8,15}$/;

/** Secret values that are too short to be masked in every text: only as whole words, in what is kept for good. */
export const shortSecrets = (): Iterable<string> => shortValues;

/** The values that are masked in every text. */
export const knownSecrets = (): Iterable<string> => values;

/** How long the longest of them is, in characters. */
export function longestSecret(): number {
  let longest = 0;
  for (const { length } of values) if (length > longest) longest = length;
  return longest;
}

/** Whether the user has added names or values, so that no text may be skipped because it looks harmless. */
export const hasOwnSecrets = (): boolean => own.size > 0 || values.size > 0;

/** How many values are kept, the latest ones: each is searched for in every text that is shown. */
const MOST_KNOWN = 500;

/** From now on these values are masked in every text, since a server may repeat them under any name. */
export function addSecretValues(added: Iterable<string>): void {
  for (const value of added) {
    if (value.length >= SHORTEST_KNOWN) addLatest(values, value);
    else if (SHORT_KNOWN.test(value)) addLatest(shortValues, value);
  }
}

function addLatest(known: Set<string>, value: string): void {
  known.delete(value);
  known.add(value);
  const [oldest] = known;
  if (known.size > MOST_KNOWN && oldest !== undefined) known.delete(oldest);
}

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const LONGEST_NAME = 200;

/** `accessKey`, `access-key` and `ACCESS_KEY` as `access`, `key`. */
function wordsOf(name: string): string[] {
  const apart = name
    .slice(0, LONGEST_NAME)
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2');
  return apart
    .toLowerCase()
    .split(/[^\p{L}\d]+/u)
    .filter((word) => word !== '');
}

function verdictOn(name: string, where: Where): Verdict {
  const key = `${where} ${name}`;
  if (verdicts.has(key)) return verdicts.get(key);
  const words = wordsOf(name);
  const verdict = [...own.values()].some((pattern) => pattern.test(words.join('-'))) ? 'own' : judged(words, where);
  if (verdicts.size > 5000) verdicts.clear();
  if (name.length <= LONGEST_NAME) verdicts.set(key, verdict);
  return verdict;
}

function judged(words: readonly string[], where: Where): Verdict {
  let end = words.length;
  if (ABOUT.test(words[end - 1] ?? '')) return undefined;
  if (words.some((word) => STRONG.test(word))) return 'secret';
  while (end > 1 && STILL.test(words[end - 1] as string)) end--;
  const [before = '', last = ''] = [words[end - 2], words[end - 1]];
  if (WEAK.test(last) || (/^keys?$/.test(last) && KEYS.test(before))) return 'secret';
  if (!OF_QUERIES.test(last)) return undefined;
  return where === 'parameter' ? 'secret' : end === 1 ? 'secret if opaque' : undefined;
}

/** The name of a field as it is judged: `id` within `session` is a `session id`. */
export const nameWithin = (owner: string, name: string): string =>
  owner !== '' && STILL.test(name.toLowerCase()) ? `${owner} ${name}` : name;

/**
 * Whether a value is secret by the name under which it stands: text, or bytes as a whole. Numbers and booleans are so only
 * under the user's own names.
 */
export function isSecret(name: string, value: unknown, where: Where = 'field'): boolean {
  const verdict = verdictOn(name, where);
  if (verdict === undefined) return false;
  const text = wordOf(value);
  if (verdict === 'own') return text !== undefined || typeof value === 'number' || typeof value === 'bigint';
  if (!text) return false;
  return verdict === 'secret' || (OPAQUE.test(text) && !UUID.test(text));
}

/** What a secret says: text, or bytes as text. Undefined for any other value. */
export function wordOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'object' && value !== null ? bytesOf(value)?.toString('latin1') : undefined;
}

/** Whether a value under this name, or something in it, may be secret. */
export const isSecretName = (name: string): boolean => verdictOn(name, 'field') !== undefined;

/** Whether everything in an array or object under this name is secret: `cookies: { … }`, not `session: { … }`. */
export function holdsSecrets(name: string, isArray: boolean): boolean {
  const verdict = verdictOn(name, 'field');
  if (verdict === 'own') return true;
  return verdict === 'secret' && (isArray || wordsOf(name).some((word) => STRONG.test(word)));
}
