import { beginning } from './words';

/** A failure in one line: what was asserted, and what came instead, if the message says that. */
export function causeOf(message: string): string {
  const lines = message.slice(0, 20_000).split('\n');
  const first = lines.find((line) => line.trim() !== '')?.trim() ?? '';
  const received = lines.find((line) => /^\s*Received:/.test(line))?.replace(/^\s*Received:\s*/, '');
  return beginning(received ? `${first}: ${received}` : first, 240);
}

/** The kind of a line in a failure, by which it is coloured: expected or received, by a diff or a label. */
export function kindOfLine(line: string): 'expected' | 'received' | 'nearest' | 'plain' {
  if (/^\s{0,4}-(\s|$)/.test(line) || /^\s*Expected\b.*:/.test(line)) return 'expected';
  if (/^\s{0,4}\+(\s|$)/.test(line) || /^\s*Received\b.*:/.test(line)) return 'received';
  return /^\s{0,4}> /.test(line) ? 'nearest' : 'plain';
}
