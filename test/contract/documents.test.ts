import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadDocument } from '../../src/asyncapi/load';
import { contractOf, projectWith, refusalOf, spokenAt, version3 } from '../support/contracts';

const withPayload = (payload: string) => `asyncapi: 3.0.0
channels:
  chat:
    address: /chat
    messages:
      Said:
        payload:
${payload.replace(/^/gm, '          ')}
`;

describe('a document that is none', () => {
  test.each([
    [
      'is not there',
      () => loadDocument('/nowhere/asyncapi.yaml', '/nowhere', 'server'),
      /^There is no asyncapi\.yaml in \/nowhere\.$/,
    ],
    [
      'is not there, and another is',
      () => {
        const root = projectWith({ 'api/asyncapi.yaml': '' });
        return loadDocument(join(root, 'api/asyncapi.yml'), root, 'server');
      },
      /^There is no api\/asyncapi\.yml in \/.*\. Did you mean asyncapi\.yaml\?$/,
    ],
    ['is a folder', () => loadDocument(projectWith({}), '/', 'server'), /contract-\w+: is a folder\.$/],
    [
      'is the folder of the project',
      () => {
        const root = projectWith({});
        return loadDocument(root, root, 'server');
      },
      /^contract-\w+: is a folder\.$/,
    ],
  ])('%s', (_, load, sentence) => {
    expect(load).toThrow(sentence);
  });

  test.each([
    ['is empty', '', 'asyncapi.yaml:1: is empty.'],
    ['is a list', '- a', 'asyncapi.yaml:1: must be an object, not ["a"].'],
    [
      'has no version',
      'openapi: 3.1.0',
      "asyncapi.yaml:1: is not a document of AsyncAPI: it has no field 'asyncapi' with the version.",
    ],
    [
      'has an unknown version',
      '# x\nasyncapi: 4.0.0',
      "asyncapi.yaml:2: /asyncapi is '4.0.0': the versions that are understood are 2.x.x and 3.x.x.",
    ],
    [
      'has a number as version',
      'asyncapi: 2.6',
      'asyncapi.yaml:1: /asyncapi is 2.6: the versions that are understood are 2.x.x and 3.x.x.',
    ],
    ['has no channels', 'asyncapi: 3.0.0', 'asyncapi.yaml:1: has no channels.'],
    ['has channels that are a list', 'asyncapi: 3.0.0\nchannels: []', 'asyncapi.yaml:2: /channels must be an object, not [].'],
    ['is broken YAML', 'asyncapi: 3.0.0\nchannels: {\n', /^asyncapi\.yaml:\d: is neither YAML nor JSON: .*[^.]\.$/],
    [
      'has a name twice',
      'asyncapi: 3.0.0\nchannels: {}\nchannels: {}',
      'asyncapi.yaml:3: is neither YAML nor JSON: Map keys must be unique.',
    ],
    [
      'is JSON with a comma too few',
      '{\n  "asyncapi": "3.0.0"\n  "channels": {}\n}',
      /^asyncapi\.yaml:\d: is not JSON: (Expected|Unexpected) [^:]*\.$/,
    ],
    [
      'is JSON with a name twice',
      '{\n  "asyncapi": "3.0.0",\n  "a{\\"": {},\n  "channels": { "a": { } },\n  "channels": {}\n}',
      'asyncapi.yaml:5: is neither YAML nor JSON: Map keys must be unique.',
    ],
    [
      'is several',
      'asyncapi: 3.0.0\n---\nasyncapi: 3.0.0',
      'asyncapi.yaml:2: is neither YAML nor JSON: it holds several documents.',
    ],
    ['is binary', '\0\x01\x02', /^asyncapi\.yaml:1: /],
  ])('%s', (_, text, sentence) => {
    const refusal = refusalOf(text);
    if (typeof sentence === 'string') expect(refusal).toBe(sentence);
    else expect(refusal).toMatch(sentence);
    expect(refusal).not.toContain('\n');
  });
});

describe('a hostile document is refused', () => {
  const levels = Array.from({ length: 12 }, (_, level) => `l${level + 1}: &l${level + 1} [${`*l${level},`.repeat(9)}]`);
  const bomb = ['asyncapi: 3.0.0', 'l0: &l0 [x,x,x,x,x,x,x,x,x]', ...levels].join('\n');

  test.each([
    ['by an alias bomb', bomb, /^asyncapi\.yaml: cannot be read: Excessive alias count/],
    ['that holds itself by an alias', 'asyncapi: 3.0.0\nchannels: &a\n  x: *a', 'asyncapi.yaml:3: holds itself, by an alias.'],
    ['with __proto__', 'asyncapi: 3.0.0\nchannels:\n  __proto__:\n    a: 1', "asyncapi.yaml:3: has a field '__proto__'."],
    [
      'with __proto__ in JSON',
      '{"asyncapi": "3.0.0",\n "channels": {"__proto__": {}}}',
      "asyncapi.yaml:2: has a field '__proto__'.",
    ],
    ['with __proto__ by a merge', 'asyncapi: 3.0.0\nchannels:\n  <<: {__proto__: {a: 1}}', /has a field '__proto__'/],
    [
      'hundreds of levels deep',
      `asyncapi: 3.0.0\nchannels: ${'['.repeat(300)}${']'.repeat(300)}`,
      'asyncapi.yaml:2: is more than 200 levels deep.',
    ],
    ['that is deeper than the stack', `asyncapi: 3.0.0\nchannels: ${'['.repeat(50_000)}`, /^asyncapi\.yaml/],
    [
      'of more characters than a document has',
      `asyncapi: 3.0.0\n# ${'x'.repeat(16 * 2 ** 20)}`,
      'asyncapi.yaml: has more than 16,777,216 characters.',
    ],
  ])('%s', (_, text, sentence) => {
    const refusal = refusalOf(text);
    if (typeof sentence === 'string') expect(refusal).toBe(sentence);
    else expect(refusal).toMatch(sentence);
    expect(({} as Record<string, unknown>).a).toBeUndefined();
  });
});

describe('a reference', () => {
  const said = '/channels/chat/messages/Said/payload';

  test.each([
    [
      'that leads nowhere',
      '#/components/schemas/None',
      `asyncapi.yaml:7: ${said} has a $ref to '#/components/schemas/None', which does not exist.`,
    ],
    [
      'to what every object inherits',
      '#/constructor',
      `asyncapi.yaml:7: ${said} has a $ref to '#/constructor', which does not exist.`,
    ],
    [
      'that is an anchor',
      '#said',
      `asyncapi.yaml:7: ${said} has a $ref to '#said', which is not a JSON pointer: write '#/components/schemas/said'.`,
    ],
    [
      'to a URL',
      'https://example.com/a.yaml',
      `asyncapi.yaml:7: ${said} has a $ref to 'https://example.com/a.yaml', which is not read: save it in the project, and refer to that.`,
    ],
    [
      'to a URL of a file',
      'file:///etc/passwd',
      `asyncapi.yaml:7: ${said} has a $ref to 'file:///etc/passwd', which is not read: save it in the project, and refer to that.`,
    ],
    [
      'to a URL without a scheme',
      '//example.com/a.yaml',
      `asyncapi.yaml:7: ${said} has a $ref to '//example.com/a.yaml', which is not read: save it in the project, and refer to that.`,
    ],
    [
      'to an absolute path',
      '/etc/passwd',
      `asyncapi.yaml:7: ${said} has a $ref to '/etc/passwd': write it relative to the file.`,
    ],
    [
      'to an absolute path that is encoded',
      '%2Fetc%2Fpasswd',
      `asyncapi.yaml:7: ${said} leads out of the project, to '/etc/passwd'.`,
    ],
    ['out of the project', '../../etc/passwd', `asyncapi.yaml:7: ${said} leads out of the project, to '../../etc/passwd'.`],
    [
      'out of the project, encoded',
      '%2e%2e/%2e%2e/etc/passwd',
      `asyncapi.yaml:7: ${said} leads out of the project, to '../../etc/passwd'.`,
    ],
    ['to a file that is not there', './none.yaml', `asyncapi.yaml:7: ${said} leads to './none.yaml', which cannot be read.`],
    ['with a zero byte', 'a%00b', `asyncapi.yaml:7: ${said} leads to 'a\\u0000b', which cannot be read.`],
  ])('%s is refused', (_, ref, sentence) => {
    expect(refusalOf(withPayload(`$ref: '${ref}'`))).toBe(sentence);
  });

  test.each([
    ['a number', '7', `asyncapi.yaml:7: ${said} has a $ref that is 7, not a string.`],
    ['a list', '[a]', `asyncapi.yaml:7: ${said} has a $ref that is ["a"], not a string.`],
  ])('that is %s is refused', (_, ref, sentence) => {
    expect(refusalOf(withPayload(`$ref: ${ref}`))).toBe(sentence);
  });

  test('that is misspelt names the nearest', () => {
    const text = `${withPayload("$ref: '#/components/schemas/Sayd'")}components: {schemas: {Said: {type: string}}}`;
    expect(refusalOf(text)).toBe(
      `asyncapi.yaml:7: ${said} has a $ref to '#/components/schemas/Sayd', which does not exist. Did you mean '…/Said'?`,
    );
  });

  test('that is an anchor names where that stands', () => {
    const text = `${withPayload("$ref: '#Said'")}components: {messages: {Said: {}}}`;
    expect(refusalOf(text)).toContain("write '#/components/messages/Said'");
  });

  test('that leads to itself is refused', () => {
    expect(refusalOf(withPayload(`$ref: '#${said}'`))).toBe(`asyncapi.yaml:7: ${said} is a reference that leads to itself.`);
    const circle = `${withPayload("$ref: '#/a'")}a: {$ref: '#/b'}\nb: {$ref: '#/a'}`;
    expect(refusalOf(circle)).toBe(`asyncapi.yaml:7: ${said} is a reference that leads to itself.`);
    expect(refusalOf(`${withPayload("$ref: '#/a/b'")}a: {$ref: '#/a/b'}`)).toContain('is a reference that leads to itself');
  });

  test('out of the project by a symbolic link is refused', () => {
    const outside = projectWith({ 'secret.yaml': 'type: string' });
    const root = projectWith({ 'asyncapi.yaml': withPayload("$ref: './link.yaml'") });
    symlinkSync(join(outside, 'secret.yaml'), join(root, 'link.yaml'));
    expect(() => loadDocument(join(root, 'asyncapi.yaml'), root, 'server')).toThrow(
      `asyncapi.yaml:7: ${said} leads out of the project, to './link.yaml'.`,
    );
  });

  test('out of the project by a folder that is a symbolic link is refused', () => {
    const outside = projectWith({ 'secret.yaml': 'type: string' });
    const root = projectWith({ 'asyncapi.yaml': withPayload("$ref: './shared/secret.yaml'") });
    symlinkSync(outside, join(root, 'shared'));
    expect(() => loadDocument(join(root, 'asyncapi.yaml'), root, 'server')).toThrow('leads out of the project');
  });

  test('within a project that is itself reached by a symbolic link is followed', () => {
    const real = projectWith({
      'schemas/said.yaml': 'type: string',
      'api/asyncapi.yaml': withPayload("$ref: '../schemas/said.yaml'"),
    });
    const link = join(projectWith({}), 'link');
    symlinkSync(real, link);
    const contract = loadDocument(join(link, 'api/asyncapi.yaml'), link, 'server');
    expect(contract.source).toBe('api/asyncapi.yaml');
    expect(contract.judgeOf(contract.channels).received.judge({ payload: 7 }).kind).toBe('unknown');
  });

  test('says the file and the line in which it is wrong, behind others', () => {
    const refusal = refusalOf(withPayload("$ref: './schemas/a.yaml#/A'"), {
      'schemas/a.yaml': "A:\n  type: object\n  properties:\n    b:\n      $ref: 'b.yaml'",
      'schemas/b.yaml': '\ntype: strin',
    });
    expect(refusal).toMatch(/^schemas\/b\.yaml:2: \/type is not JSON Schema: must be one of .*, got "strin"\.$/);
  });

  test('to broken YAML says which file is broken', () => {
    expect(refusalOf(withPayload("$ref: './a.yaml'"), { 'a.yaml': 'a: [\n' })).toMatch(/^a\.yaml:\d: is neither YAML nor JSON: /);
  });

  test('is followed through other references, names with slashes, items and files that refer back', () => {
    const contract = contractOf(`${withPayload("$ref: './schemas.json#/all/1/said~1here%20now'")}x-said: {type: string}`, {
      'schemas.json': { all: [0, { $ref: '#/real' }], real: { 'said/here now': { $ref: 'asyncapi.yaml#/x-said' } } },
    }).channels;
    expect(contract).toHaveLength(1);
  });
});

describe('documents', () => {
  test('are JSON with tabs, too', () => {
    const text = JSON.stringify(version3({ Said: { payload: { type: 'string' } } }), null, '\t');
    expect(spokenAt(contractOf(text), '/chat').received).toEqual(['Said']);
  });

  test('of JSON are read without YAML, until a line is asked for', () => {
    const { channels } = contractOf(JSON.stringify(version3({ Said: { payload: { type: 'string' } } }), null, 1));
    const parseDocument = jest.spyOn(require('yaml'), 'parseDocument');
    const text = JSON.stringify(version3({ Said: { payload: { enum: ['a'] } } }), null, 1);
    const contract = contractOf(text);
    expect(contract.judgeOf(contract.channels).received.judge({ payload: 'b' }).kind).toBe('breach');
    expect(parseDocument).not.toHaveBeenCalled();
    expect(contract.channels[0]?.where).toBe(channels[0]?.where);
    expect(contract.channels[0]?.where).toMatch(/^asyncapi\.yaml:\d+$/);
    expect(parseDocument).toHaveBeenCalledTimes(2);
    parseDocument.mockRestore();
  });

  test('begin with a byte order mark, or have lines of Windows', () => {
    const text = withPayload('type: string').replaceAll('\n', '\r\n');
    expect(spokenAt(contractOf(`\uFEFF${text}`), '/chat').received).toEqual(['Said']);
  });

  test('repeat themselves by aliases and merges', () => {
    const text = withPayload('{type: object, properties: {a: &a {type: string}, b: *a, c: {<<: *a, minLength: 2}}}');
    const contract = contractOf(text);
    const { received } = contract.judgeOf(contract.channels);
    expect(received.judge({ payload: { a: 'x', b: 'x', c: 'xx' } }).kind).toBe('fits');
    expect(received.judge({ payload: { b: 7 } }).kind).toBe('breach');
    expect(received.judge({ payload: { c: 'x' } }).kind).toBe('breach');
  });

  test('are in a folder outside of the project, whose files they may use then', () => {
    const outside = projectWith({ 'asyncapi.yaml': withPayload("$ref: './said.yaml'"), 'said.yaml': 'type: string' });
    const project = projectWith({});
    mkdirSync(join(project, 'test'));
    writeFileSync(join(project, 'package.json'), '{}');
    expect(loadDocument(join(outside, 'asyncapi.yaml'), project, 'server').channels).toHaveLength(1);
  });
});
