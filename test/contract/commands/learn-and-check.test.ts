import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { apiChanges } from '../../../commands/check/api-changes';
import { describedApi } from '../../../commands/check/described-api';
import { documentOf } from '../../../commands/learn/document-of';
import { documentText } from '../../../commands/learn/document-text';
import { trafficOf } from '../../../commands/learn/traffic';
import { loadDocument } from '../../../src/asyncapi/load';
import type { Direction } from '../../../src/contract/definition';
import { temporaryFolder } from '../../support/temporary-folder';

const folder = temporaryFolder('learn-and-check');

/** Writes what messages teach. */
function learn(name: string, messages: readonly unknown[], direction: Direction): string {
  const records = messages.map((value) => ({ kind: 'message' as const, path: '/chat', direction, value }));
  const path = join(folder, `${name}.json`);
  writeFileSync(path, documentText(documentOf(trafficOf(records), 'chat'), path));
  return path;
}

/** A message that is not sent any more breaks only those who wait for it. */
function isCompatible(old: string, now: string): boolean {
  const changes = apiChanges(describedApi(old, folder, 'server'), describedApi(now, folder, 'server'));
  return changes.every(({ severity, text }) => severity === 'compatible' || text.endsWith('is not sent by the server any more'));
}

function misfits(document: string, messages: readonly unknown[], direction: Direction): unknown[] {
  const contract = loadDocument(document, folder, 'server');
  const judge = contract.judgeOf(contract.channelsAt('/chat'))[direction];
  return messages.filter((payload) => judge.judge({ payload }).kind !== 'fits');
}

const scalar = fc.constantFrom<unknown>(1, 2.5, 'x', 'two words', null, true, [1], ['x'], { a: 1 }, { a: 'x', b: 1 });
const message = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ type: fc.constantFrom('joined', 'said'), a: scalar, b: scalar }, { requiredKeys: ['type'] }),
  },
  { weight: 1, arbitrary: fc.record({ a: scalar, b: scalar }, { requiredKeys: [] }) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom('joined', 'left'), scalar) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>('text', 5, null) },
);
const messages = fc.array(message, { minLength: 1, maxLength: 6 });

test('where clients receive nothing else than they were promised, each message fits what they know', () => {
  let compatible = 0;
  fc.assert(
    fc.property(messages, messages, fc.constantFrom(0, 0, 1), (some, more, left) => {
      const [old, now] = [learn('old', [...some, ...more.slice(left)], 'received'), learn('now', more, 'received')];
      if (!isCompatible(old, now)) return;
      compatible++;
      expect(misfits(old, more, 'received')).toEqual([]);
    }),
    { numRuns: 100 },
  );
  expect(compatible).toBeGreaterThan(10);
});

test('where the server takes all that clients could send, each of their messages fits', () => {
  let compatible = 0;
  fc.assert(
    fc.property(messages, messages, fc.constantFrom(0, 0, 1), (some, more, left) => {
      const [old, now] = [learn('old', some, 'sent'), learn('now', [...some.slice(left), ...more], 'sent')];
      if (!isCompatible(old, now)) return;
      compatible++;
      expect(misfits(now, some, 'sent')).toEqual([]);
    }),
    { numRuns: 100 },
  );
  expect(compatible).toBeGreaterThan(10);
});
