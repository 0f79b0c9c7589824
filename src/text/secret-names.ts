/*
 * The one list of what is secret, for all that is shown: failures, reports, snapshots, what is traced. `mask.ts` applies
 * it to texts, `displayable.ts` to values. What a user adds holds for the whole test file: a worker runs one at a time.
 */

/** Who bears one of these in the name has a secret. */
const STRONG =
  /^(?:\w*(?:tokens?|passwords?|passwd|passphrase|passcode|passwort|secrets?|apikeys?|accesskey|secretkey|privatekey|credentials?|cookies?|authorization|sess?ion_?id|sessid))$/;
/** And of these at the end: `session`, not `session_count`. */
const WEAK = /^(?:auth|bearer|csrf|xsrf|jwt|otp|totp|pass|pin|pincode|pwd|session|sid|sig|signature|ticket)$/;
/** A key, where this stands before it: `api_key`, not `primary_key`. */
const KEYS =
  /^(?:api|access|account|auth|client|encryption|hmac|license|master|private|secret|service|shared|signing|subscription)$/;
/** Secret in a query, while fields of messages and headers are often called so. */
const OF_QUERIES = /^(?:key|keys|code)$/;

/** What follows a secret's name and leaves it one: `tokenValue`, `session_id`, `password_confirmation`. */
const STILL = /^(?:id|value|hash|header|string|text|raw|hex|base64|confirm|confirmation|again|repeat|new|old|\d+)$/;
/** What follows a secret's name and says that this is about it: `token_type`, `passwordHint`. */
const ABOUT =
  /^(?:age|algorithm|at|attempts|by|consent|count|created|domain|duration|enabled|endpoint|error|expired|expires|expiry|exp|format|hint|in|issuer|kind|length|level|limit|max|message|method|min|mode|name|path|policy|provider|reason|required|scheme|scope|size|state|status|ttl|type|uri|url|valid|version)$/;

/** A value that nobody would make up for a code or a key of the everyday kind. */
const OPAQUE = /^(?:\d{6,8}|(?=.*\d)(?=.*[A-Za-z])[\w+/=.-]{20,})$/;
const UUID = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i;

/** Where a name stands: as a parameter of a URL, or as a field of a message or the name of a header. */
export type Where = 'parameter' | 'field';

type Verdict = 'secret' | 'secret if opaque' | 'own' | undefined;

/** The user's, beside those that everybody has; and the values that are known to be secret, wherever they turn up. */
const own = new Map<string, RegExp>();
const values = new Set<string>();
const verdicts = new Map<string, Verdict>();

/** Forgets what was added: a test file begins. */
export function resetSecrets(): void {
  own.clear();
  values.clear();
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

/** So short a value may be part of any text: `token=ann` of a test. */
const SHORTEST_KNOWN = 16;

/** The values that are masked in every text. */
export const knownSecrets = (): Iterable<string> => values;

/** Whether the user has added names or values, so that no text may be passed over for what it looks like. */
export const hasOwnSecrets = (): boolean => own.size > 0 || values.size > 0;

/** Each is looked for in every text that is shown: only the latest are. */
const MOST_KNOWN = 500;

/** From now on these are masked in every text: a server may say them under any name. */
export function addSecretValues(added: Iterable<string>): void {
  for (const value of added) {
    if (value.length < SHORTEST_KNOWN) continue;
    values.delete(value);
    values.add(value);
    const [oldest] = values;
    if (values.size > MOST_KNOWN && oldest !== undefined) values.delete(oldest);
  }
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

/** Whether a value is secret by the name under which it stands. Numbers and booleans are so only under the user's own names. */
export function isSecret(name: string, value: unknown, where: Where = 'field'): boolean {
  const verdict = verdictOn(name, where);
  if (verdict === undefined) return false;
  if (verdict === 'own') return ['string', 'number', 'bigint'].includes(typeof value);
  if (typeof value !== 'string' || value === '') return false;
  return verdict === 'secret' || (OPAQUE.test(value) && !UUID.test(value));
}

/** Whether some value under this name is secret, or something in it. */
export const isSecretName = (name: string): boolean => verdictOn(name, 'field') !== undefined;

/** Whether all that stands in an array or object under this name is secret: `cookies: { … }`, not `session: { … }`. */
export function holdsSecrets(name: string, isArray: boolean): boolean {
  const verdict = verdictOn(name, 'field');
  if (verdict === 'own') return true;
  return verdict === 'secret' && (isArray || wordsOf(name).some((word) => STRONG.test(word)));
}
