import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020';
import fc from 'fast-check';
import { misfit } from '../../reporter/conforms';
import type { Report } from '../../reporter/report';
import { fromLines, jsonOf } from '../../reporter/report-json';
import { anyReport } from '../support/any-report';
import { closed } from '../support/closed-schema';
import { attempt, conversation, fileOf, received, report, testReport } from '../support/reports';
import { runs } from '../support/runs';

const schema = JSON.parse(readFileSync(join(__dirname, '../../docs/report.schema.json'), 'utf8'));
const isValid = new Ajv({ strict: true }).compile(closed(schema) as object);
const isReadable = new Ajv({ strict: true }).compile(schema);

const textOf = (one: Report): string => [...jsonOf(one)].join('');

describe('a report as JSON', () => {
  test('is the same when it is read', () => {
    fc.assert(
      fc.property(anyReport, (one) => {
        // a lone surrogate survives, which JSON.stringify escapes
        expect(JSON.parse(textOf(one))).toEqual(one);
        expect(fromLines(textOf(one).split('\n'))).toEqual(one);
      }),
      { numRuns: runs(100) },
    );
  });

  test('has a line for each test', () => {
    const lines = textOf(report([fileOf([testReport(), testReport()]), fileOf([])])).split('\n');
    expect(lines.filter((line) => line.startsWith('{"id"'))).toHaveLength(2);
  });

  test('shows no hidden characters', () => {
    const text = textOf(report([fileOf([testReport({ titles: ['a\u202eb\u200b\u007f\u2028'] })])]));
    expect(text).toContain('a\\u202eb\\u200b\\u007f\\u2028');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: there are none
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e\u200b\u2028]/);
  });

  test('that has lost its end is refused', () => {
    const lines = textOf(report([fileOf([testReport(), testReport()])]))
      .trimEnd()
      .split('\n');
    for (let length = 0; length < lines.length; length++) {
      expect(() => fromLines(lines.slice(0, length))).toThrow(SyntaxError);
    }
  });
});

describe('the schema', () => {
  test('knows every report', () => {
    fc.assert(
      fc.property(anyReport, (one) => {
        expect([isValid(one), isValid.errors]).toEqual([true, null]);
        expect(misfit(one, schema)).toBeUndefined();
      }),
      { numRuns: runs(100) },
    );
  });

  const good = report([fileOf([testReport({ attempts: [attempt({ conversation: conversation([received('{}')]) })] })])]);

  test.each<[string, (value: any) => void, string]>([
    ['another version', (value) => Object.assign(value, { version: 2 }), 'version'],
    ['no files', (value) => delete value.files, 'files'],
    ['a run that is a text', (value) => value.runs.splice(0, 1, 'run'), 'runs[0]'],
    [
      'a status that there is not',
      (value) => Object.assign(value.files[0].tests[0], { status: 'ok' }),
      'files[0].tests[0].status',
    ],
    [
      'a time before all times',
      (value) => Object.assign(value.files[0].tests[0], { duration: -1 }),
      'files[0].tests[0].duration',
    ],
    ['a title that is a number', (value) => value.files[0].tests[0].titles.push(1), 'files[0].tests[0].titles[2]'],
    [
      'half a client',
      (value) => Object.assign(value.files[0].tests[0].attempts[0].conversation.events[0], { client: 0.5 }),
      'files[0].tests[0].attempts[0].conversation.events[0].client',
    ],
    [
      'no conversation',
      (value) => Object.assign(value.files[0].tests[0].attempts[0], { conversation: null }),
      'files[0].tests[0].attempts[0].conversation',
    ],
  ])('refuses %s', (_, change, at) => {
    const changed = structuredClone(good);
    change(changed);
    expect(isValid(changed)).toBe(false);
    expect(misfit(changed, schema)).toBe(at);
  });

  test('takes fields that it does not know, as reading does: a later release may have added them', () => {
    const changed = { ...good, more: 1 };
    expect(isReadable(changed)).toBe(true);
    expect(isValid(changed)).toBe(false);
    expect(misfit(changed, schema)).toBeUndefined();
  });

  test('and what reads reports agree, whatever is changed', () => {
    const values = fc.constantFrom<unknown>(null, undefined, 'x', -1, 0.5, true, [], {});
    fc.assert(
      fc.property(anyReport, fc.nat(), values, (one, at, value) => {
        const changed = structuredClone(one);
        const places = placesIn(changed);
        const [owner, key] = places[at % places.length] as [any, string];
        if (value === undefined) delete owner[key];
        else owner[key] = value;
        // a hole in a list is not what JSON could have
        const plain = JSON.parse(JSON.stringify(changed));
        expect(misfit(plain, schema) === undefined).toBe(isValid(plain));
      }),
      { numRuns: runs(500) },
    );
  });
});

/** Every field and item of a value. */
function placesIn(value: unknown): [object, string][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => [[value, key] as [object, string], ...placesIn(part)]);
}
