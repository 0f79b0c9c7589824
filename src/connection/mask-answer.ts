import { MASK, maskText } from '../text/mask';
import { isSecretName } from '../text/secret-names';

/*
 * The answer of a server that refuses may be prose, a page or JSON of any form, and often repeats the secret that it refuses.
 * So more is masked here than in messages: whatever follows the name of a secret, unless it is a word for the state of the
 * secret, such as "missing".
 */

const NAME =
  /(?:api|access|account|client|private|secret|signing)[ _-]?keys?|[\w-]{0,40}(?:token|passw|passphrase|passcode|secret|credential|cookie|auth|session|jwt|csrf|xsrf)[\w-]{0,40}|pwd|pass|pin|otp|sid|ticket|signature|bearer/
    .source;
const BETWEEN = /(?:[ _-]id)?[\s:="'`>]{1,20}(?:(?:is|was|of|value|got|received|given)[\s:="'`>]{1,20})?/.source;
/** Words that are never masked: they tell the state of a secret, and so why the server refuses, or only join a sentence. */
const STATES =
  /(?:absent|already|auth|authentication|bad|denied|disabled|empty|error|exceeded|expected|expired|failed|failures?|found|given|inactive|incorrect|invalid|issued|issuer|audience|limit|malformed|mismatch|missing|needed|null|ended|over|provided|rejected|required|revoked|sent|stolen|subject|taken|timed|undefined|unknown|unsupported|used|violation|wrong)(?![\w-])/
    .source;
const JOINING =
  /(?:a|again|all|already|an|and|another|any|anybody|anyone|are|as|ask|at|because|been|before|but|by|can|cannot|could|did|do|does|doesn|each|either|every|first|for|from|had|has|have|he|how|i|if|in|is|isn|it|its|let|log|login|may|must|neither|never|no|nobody|none|nor|not|nothing|of|on|once|one|only|or|our|please|retry|she|should|sign|so|such|that|the|their|then|there|these|they|this|those|to|too|try|until|up|us|use|via|was|wasn|we|were|what|when|where|which|who|whose|why|will|with|without|you|your)(?![\w-])/
    .source;
/** A word, or everything up to the closing quote. */
const VALUE = /[^\s"'`<>,;:={}()[\]](?:(?<=".)[^"\n]*|[^\s"'`<>,;{}()[\]]*)/.source;

const NAMED = new RegExp(`(?<![\\w-])(${NAME})(${BETWEEN})(?!(?:${NAME})(?![\\w-])|${STATES}|${JOINING})(${VALUE})`, 'gi');

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
