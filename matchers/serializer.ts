import { WebSocketClient } from '../src/client/client';
import type { Engine } from '../src/client/engine';
import { noPlaceholders, type Placeholders } from '../src/explain/placeholders';
import { streamText } from '../src/explain/stream-text';

/** The text of a stream, which is printed as it is. */
export class TranscriptText {
  constructor(readonly text: string) {}
}

/** A plugin of pretty-format. */
export interface Serializer {
  test(value: unknown): boolean;
  serialize(value: unknown, config: unknown, indentation: string): string;
}

/** The same placeholders in all snapshots of one test, so that equal values stay equal between its clients. */
export function placeholdersOf({ host, placeholders: known }: Engine): Placeholders {
  const { first } = host.caller().scope;
  const placeholders = known.get(first) ?? noPlaceholders();
  known.set(first, placeholders);
  return placeholders;
}

/** Prints clients, and what `client.messages` returns, with a line for each message. */
export function serializerFor(engine: Engine): Serializer {
  return {
    test: (value) => value instanceof TranscriptText || isOurs(engine, value),
    serialize: (value, _, indentation) => indented(textOf(engine, value), indentation),
  };
}

const isOurs = ({ messageLists }: Engine, value: unknown): boolean =>
  WebSocketClient.connectionOf(value) !== undefined || messageLists.has(value as object);

function textOf(engine: Engine, value: unknown): string {
  if (value instanceof TranscriptText) return value.text;
  const placeholders = placeholdersOf(engine);
  const connection = WebSocketClient.connectionOf(value);
  if (connection) return streamText([connection], placeholders, { extent: 'read' });
  const lines = (value as unknown[]).map((message) => placeholders.inJson(JSON.stringify(message) ?? String(message)));
  return ['[', ...lines.map((line) => `  ${line},`), ']'].join('\n');
}

const indented = (text: string, indentation: string) => (indentation === '' ? text : text.replaceAll('\n', `\n${indentation}`));
