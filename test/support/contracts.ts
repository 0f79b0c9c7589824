import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadDocument } from '../../src/asyncapi/load';
import type { Side } from '../../src/asyncapi/servers';
import type { Contract } from '../../src/contract/contract';
import type { Direction, MessageDefinition } from '../../src/contract/definition';
import { temporaryFolder } from './temporary-folder';

/** Files by their names; those that are not text are written as JSON. */
export type Files = Readonly<Record<string, unknown>>;

/** A folder with these files, in the folder for temporary ones. */
export function projectWith(files: Files): string {
  const root = temporaryFolder('contract');
  for (const [name, content] of Object.entries(files)) {
    const path = join(root, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  }
  return root;
}

/** The contract of a document with its files; alone, it is `asyncapi.yaml`. */
export function contractOf(document: unknown, files: Files = {}, side: Side = 'server'): Contract {
  const root = projectWith({ 'asyncapi.yaml': document, ...files });
  return loadDocument(join(root, 'asyncapi.yaml'), root, side);
}

/** Why a document is refused. */
export function refusalOf(document: unknown, files: Files = {}): string {
  try {
    contractOf(document, files);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('it was not refused');
}

/** A document of version 3, whose one channel sends these messages; those of `sent` are taken from the client. */
export function version3(received: Record<string, unknown>, sent: Record<string, unknown> = {}, more: object = {}): object {
  const operation = (action: string, names: string[]) => ({
    action,
    channel: { $ref: '#/channels/chat' },
    messages: names.map((name) => ({ $ref: `#/channels/chat/messages/${name}` })),
  });
  return {
    asyncapi: '3.0.0',
    info: { title: 'Chat', version: '1.0.0' },
    channels: { chat: { address: '/chat', messages: { ...received, ...sent } } },
    operations: { say: operation('send', Object.keys(received)), hear: operation('receive', Object.keys(sent)) },
    ...more,
  };
}

/** The one message of a document whose payload has this schema. */
export function definitionWith(payload: unknown, more: object = {}): MessageDefinition {
  return definitionIn(contractOf(version3({ Said: { payload } }, {}, more)), 'Said');
}

export function definitionIn({ channels }: Contract, name: string): MessageDefinition {
  const all = channels.flatMap(({ operations }) => operations).flatMap(({ messages, replies }) => [...messages, ...replies]);
  const found = all.find((definition) => definition.name === name);
  if (!found) throw new Error(`no message ${name} among ${all.map((definition) => definition.name)}`);
  return found;
}

/** The names of the messages that go each way over the channels at a path. */
export function spokenAt(contract: Contract, path: string): Record<Direction, string[]> {
  const operations = contract.channelsAt(path).flatMap((channel) => channel.operations);
  const named = (wanted: Direction) => [
    ...new Set(
      operations.flatMap(({ direction, messages, replies }) =>
        (direction === wanted ? messages : replies).map(({ name }) => name),
      ),
    ),
  ];
  return { received: named('received'), sent: named('sent') };
}
