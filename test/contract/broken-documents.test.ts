import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { loadDocument } from '../../src/asyncapi/load';
import { UsageError } from '../../src/text/usage-error';
import { projectWith } from '../support/contracts';
import { mutated } from '../support/mutations';

const { parse } = require('yaml') as { parse(text: string): unknown };
const folder = resolve(__dirname, '../support/contracts');
const runs = Number(process.env.ASYNCAPI_RUNS ?? 40);

/** Values that stand for what people and generators write in the wrong place. */
const odd = [
  { $ref: '#/components' },
  { $ref: '#' },
  { $ref: '#/channels' },
  { $ref: './none.yaml' },
  [null],
  'draft',
  { type: 'object', properties: null },
  -1,
];

describe('a document in which anything is wrong', () => {
  test.each(['chat.yaml', 'exchange.yaml', 'telemetry.json'])(
    'is read, or refused in one sentence with its file and line: %s',
    (name) => {
      const root = projectWith({});
      const path = join(root, 'asyncapi.json');
      let refused = 0;
      fc.assert(
        fc.property(mutated([parse(readFileSync(join(folder, name), 'utf8'))], odd), (document) => {
          writeFileSync(path, JSON.stringify(document, null, 1));
          try {
            const { channels } = loadDocument(path, root, 'server');
            for (const { operations } of channels) {
              for (const definition of operations.flatMap(({ messages, replies }) => [...messages, ...replies])) {
                const payload = { type: 'said' };
                expect(definition.issues({ payload }).length > 0).toBe(!definition.fits({ payload }));
              }
            }
          } catch (error) {
            refused++;
            expect(error).toBeInstanceOf(UsageError);
            expect((error as Error).message).toMatch(/^[\w./-]+(:\d+)?: [^\n]*[^.][.?]$/);
          }
        }),
        { numRuns: runs },
      );
      expect(refused).toBeGreaterThan(0);
    },
  );
});
