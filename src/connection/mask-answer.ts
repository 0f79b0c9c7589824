import { MASK, maskText } from '../text/mask';
import { isSecretName } from '../text/secret-names';

/*
 * The answer of a server that refuses may be prose, a page or JSON of any form, and often repeats the secret that was
 * refused. So more is masked here than in messages: whatever follows the name of a secret, unless it is a word that tells
 * the state of the secret, such as "missing".
 */

const NAME =
  /(?:api|access|account|client|private|secret|signing)[ _-]?keys?|[\w-]{0,40}(?:token|passw|passphrase|passcode|secret|credential|cookie|auth|session|jwt|csrf|xsrf)[\w-]{0,40}|pwd|pass|pin|otp|sid|ticket|signature|bearer/
    .source;
const BETWEEN = /(?:[ _-]id)?[\s:="'`>]{1,20}(?:(?:is|was|of|value|got|received|given)[\s:="'`>]{1,20})?/.source;
/** Words that tell the state of a secret, and so why the server refuses. */
const STATES =
  /(?:already|and|are|as|at|audience|auth|authentication|bad|been|before|can|cannot|could|disabled|does|doesn|error|exceeded|expected|expired|failed|failure|failures|for|found|from|had|has|have|in|inactive|incorrect|invalid|is|isn|issuer|limit|malformed|mismatch|missing|must|needed|no|not|null|on|only|or|ended|over|please|provided|rejected|required|revoked|should|subject|taken|timed|to|too|undefined|unknown|unsupported|used|via|violation|was|will|with|wrong|you)(?![\w-])/
    .source;
/** A word, or everything up to the closing quote. */
const VALUE = /[^\s"'`<>,;:={}()[\]](?:(?<=".)[^"\n]*|[^\s"'`<>,;{}()[\]]*)/.source;

const NAMED = new RegExp(`(?<![\\w-])(${NAME})(${BETWEEN})(?!(?:${NAME})(?![\\w-])|${STATES})(${VALUE})`, 'gi');

const TAG = /<\w[^<>]*>/g;
const NAMING = /\s(?:name|id|type|property|autocomplete)\s*=\s*["']?([\w.-]+)/gi;
const VALUED = /(\s(?:value|content)\s*=\s*)("[^"]*"?|'[^']*'?|[^\s"'<>]+)/gi;

/** The status text or body of an answer, safe to show. */
export function maskAnswer(text: string): string {
  return maskText(text)
    .replace(TAG, maskTag)
    .replace(NAMED, (all, name: string, between: string) => (isSecretName(name) ? `${name}${between}${MASK}` : all));
}

/** `<input name="password" value="…">` */
function maskTag(tag: string): string {
  const isNamed = [...tag.matchAll(NAMING)].some(([, name = '']) => isSecretName(name));
  return isNamed ? tag.replace(VALUED, (_, before: string) => `${before}"${MASK}"`) : tag;
}
