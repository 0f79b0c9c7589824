import type { EventRecord, LineOfCode } from '../../src/record/test-record';
import { hexLine } from './hex';
import { beginning, fileName, size } from './words';

/** What a row shows of an event: its payload, or words about it. */
export function previewOf(event: EventRecord, length = 300): string {
  const { kind, value, text, bytes, reason, code, problem } = event;
  switch (kind) {
    case 'open':
      return 'connected';
    case 'close':
      return [closeWord(event), code, reason && beginning(reason, length)]
        .filter((part) => part !== undefined && part !== '')
        .join(' ');
    case 'message':
    case 'frame':
    case 'protocol': {
      const shown = value ?? text;
      if (shown !== undefined) return shown === '' ? '(empty)' : beginning(shown, length);
      if (bytes !== undefined) return hexLine(bytes);
      return problem === undefined ? payloadOf(event) : beginning(problem, length);
    }
    default:
      return [kind, text && beginning(text, length), bytes && hexLine(bytes)].filter(Boolean).join(' ');
  }
}

const payloadOf = (event: EventRecord): string => (event.size === undefined ? '(not shown)' : `(${size(event.size)}, not shown)`);

const closeWord = ({ direction }: EventRecord): string =>
  direction === 'none' ? 'lost, without a close frame' : direction === 'received' ? 'closed by the server' : 'closed';

export const arrowOf = ({ kind, direction }: EventRecord): string => {
  if (kind === 'open' || kind === 'network' || kind === 'error' || direction === undefined) return '';
  return direction === 'received' ? '←' : direction === 'none' ? '×' : '→';
};

export const at = ({ file, line, column }: LineOfCode): string => beginning(`${file}:${line}:${column}`, 400);
export const shortly = ({ file, line }: LineOfCode): string => beginning(`${fileName(file)}:${line}`, 60);
