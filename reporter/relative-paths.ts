import { isAbsolute, relative, sep } from 'node:path';
import type { ConversationRecord, LineOfCode, ReaderRecord } from '../src/record/test-record';

/** A path as a report has it: relative to the root of the run, with `/`. */
export type Shorten = (path: string) => string;

export function relativeTo(root: string): Shorten {
  const known = new Map<string, string>(); // the same few files, for thousands of events
  return (path) => {
    const short = known.get(path) ?? shortened(path, root);
    known.set(path, short);
    return short;
  };
}

function shortened(path: string, root: string): string {
  const short = isAbsolute(path) ? relative(root, path) : path;
  return (isAbsolute(short) ? path : short).split(sep).join('/');
}

export const shortPosition = (position: LineOfCode, shorten: Shorten): LineOfCode => ({
  ...position,
  file: shorten(position.file),
});

export function shortPositions(conversation: ConversationRecord, shorten: Shorten): ConversationRecord {
  const inReader = (reader: ReaderRecord) => ({
    ...reader,
    position: shortPosition(reader.position, shorten),
  });
  return {
    ...conversation,
    events: conversation.events.map((event) => (event.reader ? { ...event, reader: inReader(event.reader) } : event)),
    waits: conversation.waits.map((wait) => ({ ...wait, position: shortPosition(wait.position, shorten) })),
  };
}
