import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { loadDocument } from '../../../src/asyncapi/load';
import type { MessageDefinition } from '../../../src/contract/definition';
import { mutated, scalarsIn } from '../../support/mutations';
import { type OfficialWay, officialWays } from '../../support/official-parser';

const own = resolve(__dirname, '../../support/contracts');
/** The examples of the AsyncAPI project, which are not part of this repository. */
const shared = process.env.ASYNCAPI_EXAMPLES ?? resolve(__dirname, '../../../../shared/asyncapi');
const runs = Number(process.env.ASYNCAPI_RUNS ?? 100);

/** A schema of theirs is at a URL, which we do not read. */
const NEEDS_NETWORK = /^adeo-/;

const documentsIn = (folder: string): string[] =>
  (existsSync(folder) ? (readdirSync(folder, { recursive: true }) as string[]) : [])
    .filter(
      (name) => /\.(ya?ml|json)$/.test(name) && !/common\/|messages|schemas|servers/.test(name) && !NEEDS_NETWORK.test(name),
    )
    .sort();

const figures = { documents: 0, ways: 0, messages: 0, fitting: 0 };

/** Compares all verdicts on messages that go one way at one address. */
function compare(folder: string, name: string, ways: readonly OfficialWay[]): void {
  const { channels, judgeOf } = bound(loadDocument(join(folder, name), folder, 'server'));
  for (const { address, direction, names, examples, schemas, fits } of ways) {
    const judge = judgeOf(channels.filter((channel) => address === undefined || channel.name === address))[direction];
    const made = definitionsAt(channels, address).flatMap(exampleOf);
    const bases = [...examples, ...made].filter((example) => example !== undefined);
    figures.ways++;
    fc.assert(
      fc.property(mutated(bases, schemas.flatMap(scalarsIn)), (payload) => {
        const verdict = judge.judge({ payload });
        const isFitting = fits(payload);
        figures.messages++;
        if (isFitting) figures.fitting++;
        expect([name, address, direction, names, payload, verdict.kind === 'fits']).toEqual([
          name,
          address,
          direction,
          names,
          payload,
          isFitting,
        ]);
        if (verdict.kind === 'breach') expect(verdict.issues.length).toBeGreaterThan(0);
      }),
      { numRuns: runs },
    );
  }
}

const bound = (contract: ReturnType<typeof loadDocument>) => ({
  channels: contract.channels,
  judgeOf: contract.judgeOf.bind(contract),
});

const definitionsAt = (channels: ReturnType<typeof loadDocument>['channels'], address: string | undefined): MessageDefinition[] =>
  channels
    .filter((channel) => address === undefined || channel.name === address)
    .flatMap(({ operations }) => operations)
    .flatMap(({ messages, replies }) => [...messages, ...replies]);

function exampleOf(definition: MessageDefinition): unknown[] {
  try {
    return [definition.example()];
  } catch {
    return [];
  }
}

/** Without the official parser's own Jest realm: it takes its time to load. */
jest.setTimeout(120_000);

afterAll(() => {
  if (process.env.ASYNCAPI_FIGURES) process.stderr.write(`${JSON.stringify(figures)}\n`);
});

describe('verdicts are those of ajv on what the official parser reads', () => {
  test.each(documentsIn(own))('%s', async (name) => {
    figures.documents++;
    compare(own, name, await officialWays(join(own, name)));
  });
});

const theirs = existsSync(shared) ? describe : describe.skip;
theirs(`so they are for the AsyncAPI project's own examples (ASYNCAPI_EXAMPLES or ${shared})`, () => {
  const documents = documentsIn(shared);
  test.each(documents.length === 0 ? ['none are there'] : documents)('%s', async (name) => {
    figures.documents++;
    compare(shared, name, await officialWays(join(shared, name)));
  });
});
