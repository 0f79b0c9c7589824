import { decoded } from './decoded';
import { hasOwnSecrets, holdsSecrets, isSecret, isSecretName, knownSecrets, nameWithin, type Where } from './secret-names';

/** What is shown in the place of a secret. */
export const MASK = '***';

/** Returns what is shown instead of this secret. */
export type Replace = (secret: string) => string;

const byMask: Replace = () => MASK;

/** A URL or a path, safe to show: user info and the values of parameters that look like tokens are masked. */
export function maskUrl(address: string): string {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return maskText(address);
  }
  if (isHarmless(url.href)) return url.href;
  if (url.username !== '') url.username = MASK;
  if (url.password !== '') url.password = MASK;
  for (const [name, value] of [...url.searchParams]) {
    if (isSecret(name, value, 'parameter')) url.searchParams.set(name, MASK);
  }
  // a path that was meant to be a URL, such as `//user:password@host`
  const path = url.pathname.replace(/\/[^/:@]+:[^/@]+@/g, `/${MASK}:${MASK}@`);
  const pathname = path.replace(MATRIX, (pair, before: string, name: string, value: string) =>
    isSecret(name, value, 'parameter') ? `${before}${name}=${MASK}` : pair,
  );
  if (pathname !== url.pathname) url.pathname = pathname;
  return maskText(url.href);
}

/** User info at the beginning of a text that should be a URL: after a wrong scheme or none, with a `/` or `?` in the password. */
const FIRST_USER_INFO = /^(\s*(?:[a-z][a-z\d+.-]*:?\/{1,2}|\/{0,2}))(?:[^\s/?#:]*:(?!\d*[/?#])(?:[^\s?]*|[^\s@]*)|[^\s/?#]+)@/i;

/** An address that may not be a URL, safe to show. */
export function maskAddress(text: string): string {
  return maskText(
    text.replace(
      FIRST_USER_INFO,
      (all, before: string) => `${before}${all.includes(':', before.length) ? `${MASK}:${MASK}` : MASK}@`,
    ),
  );
}

/** A parameter in a segment of a path: `/chat;token=…`. */
const MATRIX = /([/;])([^/;=]+)=([^/;]*)/g;

/** A text without any of these has no secret, unless the user has added names or values. */
const SUSPECT =
  /tok|pass|secret|key|cred|cookie|auth|sess|sid|sig|pin|pwd|jwt|otp|ticket|bearer|basic|[cx]srf|code|eyJ|@|%|\\u00/i;

/** A quick test, many times faster than masking: most texts are harmless. */
const isHarmless = (text: string): boolean => !hasOwnSecrets() && !SUSPECT.test(text);

/**
 * A text, safe to show wherever it came from. Masked are: values of secret fields in JSON and what resembles it (also in
 * JSON within a string), parameters of URLs and forms, headers, credentials, user info.
 */
export function maskText(text: string, replace: Replace = byMask): string {
  if (isHarmless(text)) return text;
  return maskProse(hasSecretField(text) ? maskJson(text, replace) : text, replace);
}

/** A name as JSON writes it, also within a string; and a name that is the value of a field called `name` or the like. */
const NAME = /"([^"\\\n]{1,200})\\*"\s*:/g;
const NAME_AS_VALUE = /"(?:name|key|header|field|param|parameter)\\*"\s*:\s*\\*"([^"\\\n]{1,200})/gi;

/** A quick look ahead, many times faster than going through the text value by value. */
function hasSecretField(text: string): boolean {
  if (text.includes('\\u00')) return true; // a name may be written with such escapes
  for (const form of [NAME, NAME_AS_VALUE]) {
    for (const [, name = ''] of text.matchAll(form)) if (isSecretName(name)) return true;
  }
  return false;
}

/** A string, with its closing quote if there is one; a number; or a punctuation mark of JSON. */
const TOKEN = /"([^"\\\n]*(?:\\.[^"\\\n]*)*)("?)|-?\b\d[\d.eE+-]*|[{}[\],]/g;
const BEFORE_A_VALUE = /\s*:/y;

interface Level {
  /** The name of the field whose value it is. */
  readonly name: string;
  /** Whether everything in it is secret. */
  readonly holds: boolean;
  /** Whether a field has said that the value beside it is secret: `{ "name": "token", "value": "…" }`. */
  isNamed: boolean;
}

/** JSON, or a text with JSON in it, even one that is cut off. */
function maskJson(text: string, replace: Replace): string {
  const levels: Level[] = [{ name: '', holds: false, isNamed: false }];
  let name = '';
  let key = ''; // the name as it is written
  let shown = '';
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [token, content, quote] = match;
    if (match.index < end) continue; // within bytes that are masked
    const level = levels.at(-1) as Level;
    const isNamed = level.isNamed && name !== '' && IS_VALUE.test(key);
    if (content === undefined) {
      const bytes = token === '{' && (level.holds || name !== '') ? bytesAt(text, match.index) : undefined;
      if (bytes && (level.holds || isNamed || isSecret(name, bytes.word || MASK))) {
        shown += `${text.slice(end, match.index)}"${replace(bytes.word)}"`;
        end = match.index + bytes.length;
        name = '';
        continue;
      }
      if (token === '{' || token === '[') {
        const holds = level.holds || (name !== '' && holdsSecrets(name, token === '['));
        levels.push({ name: name || level.name, holds, isNamed: false });
      } else if ((token === '}' || token === ']') && levels.length > 1) levels.pop();
      else if (/\d/.test(token) && name !== '' && isSecret(name, Number(token))) {
        shown += `${text.slice(end, match.index)}"${replace(token)}"`;
        end = match.index + token.length;
      }
      name = '';
      continue;
    }
    BEFORE_A_VALUE.lastIndex = match.index + token.length;
    if (BEFORE_A_VALUE.test(text)) {
      key = unquoted(content);
      name = nameWithin(level.name, key);
      continue;
    }
    const isOne = level.holds || isNamed || (name !== '' && isSecret(name, content));
    if (name !== '' && IS_NAME.test(key) && isSecret(content, 'any')) level.isNamed = true;
    const masked = isOne && content !== '' ? replace(content) : within(content, replace);
    if (masked !== content) {
      shown += `${text.slice(end, match.index)}"${masked}${quote}`;
      end = match.index + token.length;
    }
    name = '';
  }
  return end === 0 ? text : shown + text.slice(end);
}

/** Bytes, as JSON writes a Buffer, and another Uint8Array; the text may be cut off. */
const BUFFER = /\{\s*"type"\s*:\s*"Buffer"\s*,\s*"data"\s*:\s*\[([\d,\s]*)(?:\]\s*\}?)?/y;
const UINT8_ARRAY = /\{\s*"0"\s*:\s*\d+(?:\s*,\s*"\d+"\s*:\s*\d+)*(?:\s*\})?/y;

/** The bytes whose JSON begins there, as text, and the length of that JSON. */
function bytesAt(text: string, at: number): { readonly word: string; readonly length: number } | undefined {
  for (const form of [BUFFER, UINT8_ARRAY]) {
    form.lastIndex = at;
    const [all, list = all?.replace(/"\d+"\s*:/g, '')] = form.exec(text) ?? [];
    if (all !== undefined)
      return { word: String.fromCharCode(...(list?.match(/\d+/g) ?? []).slice(0, COMPARED).map(Number)), length: all.length };
  }
  return undefined;
}

/** How many bytes of a secret are compared with others: two that begin with the same bytes count as one. */
const COMPARED = 4096;

export const IS_NAME = /^(?:name|key|header|field|param|parameter)$/i;
export const IS_VALUE = /^(?:value|val|data|content)$/i;

/** Masks a string of JSON that has JSON in it. */
function within(content: string, replace: Replace): string {
  if (!content.includes('\\"')) return content;
  const inner = unquoted(content);
  const masked = maskJson(inner, replace);
  return masked === inner ? content : JSON.stringify(masked).slice(1, -1);
}

function unquoted(content: string): string {
  if (!content.includes('\\')) return content;
  try {
    return JSON.parse(`"${content}"`) as string;
  } catch {
    return content.replace(/\\(["\\/])/g, '$1'); // it is cut off, or is not JSON
  }
}

/** `https://user:password@host`. */
const USER_INFO = /(?<![a-z\d+.-])([a-z][a-z\d+.-]{0,20}:\/\/)([^\s/?#"'<>]*)@/gi;
/** `?token=…`, `&token=…`, `token=…`. */
const PARAMETER = /(^|[?&;,\s"'(])([\w.%[\]-]{1,100})=([^&;#\s"'<>]+)/g;
/** `password: '…'`, `password="…"`. */
const QUOTED = /(?<![\w$])([\w$-]{1,100})(\s*[:=]\s*)(["'`])((?:(?!\3)[^\\\n]|\\.)*)/g;
/** An option of a command: `--api-key …`. */
const OPTION = /(?<![^\s"'])--([a-z][\w-]{0,100})([ \t]+)("[^"\n]*|'[^'\n]*|[^\s"'-][^\s"']*)/gi;
/** A line of headers. */
const LINE = /(?<=^|\n|\r)([a-z][\w.-]{0,100})(: ?)([^\r\n]+)/gi;
/** A header within a line: its name has several words, or is one of those whose value may have several. */
const HEADER =
  /(?<![\w.-])(?:((?:proxy-)?authorization)(: ?)([a-z]+ [^\s,;"'{}]+|[^\s,;"'{}]+)|((?:set-)?cookie)(: ?)([^"'\r\n]+)|([a-z]+(?:[-_][a-z]+)+)(: ?)([^\s,;"'{}]+))/gi;
/** RFC 7468 §10, §11. */
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----(?:[\s\S]*?-----END [A-Z ]*-----|[\s\S]*)/g;
/** RFC 9110 §11.4; and as some send them in a subprotocol, since browsers cannot set headers. */
const CREDENTIALS = /\b(bearer|basic|digest|negotiate)(\s+|%20|\.|, ?)([\w.~+/=-]{8,})/gi;
const OF_CREDENTIALS = /[\d_=.-]|.[A-Z]/;
/** RFC 7519 §3: header and claims begin with {" */
const JWT = /\beyJ[\w-]{4,}\.[\w-]+(?:\.[\w-]*)?/g;

function maskProse(text: string, replace: Replace): string {
  const isOne = (name: string, value: string, where: Where = 'field') => value !== '' && isSecret(name, value, where);
  const userInfo = (_: string, scheme: string, info: string) => `${scheme}${info.includes(':') ? `${MASK}:${MASK}` : MASK}@`;
  const parameter = (all: string, before: string, name: string, value: string) => {
    const where = before === '?' || before === '&' ? 'parameter' : 'field';
    return isOne(decoded(name), value, where) && value !== MASK ? `${before}${name}=${replace(value)}` : all;
  };
  const byUrl = text.includes('://') ? text.replace(USER_INFO, userInfo) : text;
  const byParameter = byUrl.includes('=') ? byUrl.replace(PARAMETER, parameter) : byUrl;
  const shown = byParameter
    .replace(LINE, (all, name: string, between: string, value: string) =>
      isOne(name, value) && !/["'{[]/.test(value) ? name + between + replace(value) : all,
    )
    .replace(HEADER, (all, ...parts: string[]) => {
      const [name = '', between = '', value = ''] = parts.slice(0, 9).filter((part) => part !== undefined);
      return isOne(name, value) && value !== MASK ? name + between + replace(value) : all;
    })
    .replace(OPTION, (all, name: string, between: string, value: string) => {
      const quote = /^["']/.exec(value)?.[0] ?? '';
      return isOne(name, value.slice(quote.length)) ? `--${name}${between}${quote}${replace(value.slice(quote.length))}` : all;
    })
    .replace(QUOTED, (all, name: string, between: string, quote: string, value: string) =>
      isOne(name, value) && value !== MASK ? name + between + quote + replace(value) : all,
    )
    .replace(CREDENTIALS, (all, scheme: string, between: string, value: string) =>
      OF_CREDENTIALS.test(value) && !/^\w+=$/.test(value) ? scheme + between + replace(value) : all,
    )
    .replace(JWT, (found) => replace(found))
    .replace(PRIVATE_KEY, (found) => replace(found));
  return maskKnown(shown, replace);
}

/** Masks the values that are known to be secret, wherever they stand. */
export function maskKnown(text: string, replace: Replace = byMask): string {
  let shown = text;
  for (const value of knownSecrets()) if (shown.includes(value)) shown = shown.replaceAll(value, () => replace(value));
  return shown;
}
