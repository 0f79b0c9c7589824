import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { loadDocument } from '../../src/asyncapi/load';
import type { MessageDefinition } from '../../src/contract/definition';
import { issuesText } from '../../src/contract/issue-text';
import { projectWith } from '../support/contracts';
import { mutated, mutatedSchemas, scalarsIn } from '../support/mutations';
import { type OfficialWay, officialWays } from '../support/official-parser';

const own = resolve(__dirname, '../support/contracts');
/** A folder with the examples of the AsyncAPI project, which are not part of this repository; each takes a second. */
const shared = process.env.ASYNCAPI_EXAMPLES ?? '';
const runs = Number(process.env.ASYNCAPI_RUNS ?? 100);
const variants = Number(process.env.ASYNCAPI_VARIANTS ?? 1);

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
        if (verdict.kind === 'breach') expect(issuesText(verdict.issues)).toMatch(/^(it|\/.*|) .+/);
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

afterAll(() => {
  if (process.env.ASYNCAPI_FIGURES) process.stderr.write(`${JSON.stringify(figures)}\n`);
});

describe('verdicts are those of ajv on what the official parser reads', () => {
  test.each(documentsIn(own))('%s', async (name) => {
    figures.documents++;
    compare(own, name, await officialWays(join(own, name)));
  });
});

const { parse } = require('yaml') as { parse(text: string): unknown };

test.each(['chat.yaml', 'exchange.yaml', 'telemetry.json'])('so they are for %s with other schemas', async (name) => {
  // the official parser refuses some of them: those whose headers are no object, say
  const documents = fc.sample(mutatedSchemas(withoutExamples(parse(readFileSync(join(own, name), 'utf8')))), variants + 20);
  let compared = 0;
  for (const document of documents) {
    if (compared === variants) break;
    const root = projectWith({ 'asyncapi.json': document });
    const ways = await officialWays(join(root, 'asyncapi.json')).catch(() => undefined);
    if (!ways) continue;
    compared++;
    figures.documents++;
    compare(root, 'asyncapi.json', ways);
  }
  expect(compared).toBe(variants);
});

/** Where a schema is another, its examples may fit no more, and the document is refused. */
function withoutExamples(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(withoutExamples);
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(
    Object.entries(part).flatMap(([key, value]) => (key === 'examples' ? [] : [[key, withoutExamples(value)]])),
  );
}

const theirs = existsSync(shared) ? describe : describe.skip;
theirs("so they are for the AsyncAPI project's own examples (in the folder ASYNCAPI_EXAMPLES)", () => {
  const documents = documentsIn(shared);
  test.each(documents.length === 0 ? ['none are there'] : documents)('%s', async (name) => {
    figures.documents++;
    compare(shared, name, await officialWays(join(shared, name)));
  });
});
