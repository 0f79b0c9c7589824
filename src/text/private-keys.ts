import { MASK } from './mask';

/** The first line of a private key (RFC 7468 §10, §11) that does not end on the same line. */
const BEGIN = /-----BEGIN [A-Z ]*PRIVATE KEY-----(?!.*-----END )/;
const END = /-----END [A-Z ]*-----/;
/** More lines than any key has: a text that only mentions the first line of a key must not hide all that follows. */
const MOST_LINES = 300;

/** Lines in which private keys are masked as a whole, since a single line of a key does not look like a secret. */
export function withoutKeys(lines: readonly string[]): string[] {
  let left = 0;
  return lines.map((line) => {
    if (left === 0 && !line.includes('PRIVATE KEY-----')) return line;
    let shown = line;
    if (left > 0) {
      left--;
      const end = END.exec(line);
      if (!end) return MASK;
      left = 0;
      shown = MASK + line.slice(end.index + end[0].length);
    }
    const begin = shown.search(BEGIN);
    if (begin === -1) return shown;
    left = MOST_LINES;
    return shown.slice(0, begin) + MASK;
  });
}
