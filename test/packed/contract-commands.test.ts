import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { loadDocument } from '../../src/asyncapi/load';
import { majors } from '../support/run-jest';
import { servers } from '../support/servers-source';

const root = join(__dirname, '../..');
const cli = join(root, '.lab/node_modules/jest-websocket/build/entries/cli.js');
const homes = { 30: root, 29: join(root, 'test/peers/jest29') };

const chat = `
const { connect } = require('jest-websocket');
const { serve } = require('./servers');

const chat = () => serve((socket) => {
  const say = (message) => socket.send(JSON.stringify(message));
  say({ type: 'welcome', token: 'a-secret-of-somebody', users: 2 });
  socket.on('message', (data) => {
    const { type, text } = JSON.parse(data);
    if (type === 'leave') socket.close(4001, 'goodbye');
    else say({ type: 'said', text, id: '7b1a0f6e-95b3-4b0f-a2b8-0c6f4d3f1c11' });
  });
});
`;
const passing = `${chat}
test('is greeted', async () => {
  const ann = await connect(chat(), { path: '/rooms/17' });
  await expect(ann).toReceiveMessage({ type: 'welcome' });
});
test('talks, and leaves', async () => {
  const ann = await connect(chat(), { path: '/rooms/18' });
  ann.send({ type: 'say', text: 'hello' });
  await expect(ann).toReceiveMessage({ type: 'said', text: 'hello' });
  ann.send({ type: 'leave' });
  await expect(ann).toClose(4001);
});
`;

describe.each(majors)('Jest %i: the commands of contracts', (jest) => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(homes[jest], '.lab', 'project-'));
    mkdirSync(join(folder, 'temporary'));
    write('package.json', '{ "private": true, "name": "chat-service" }');
    write('jest.config.js', "module.exports = { preset: 'jest-websocket', transform: {} };");
    for (const [path, text] of Object.entries(servers)) write(path, text);
    write('passing.test.js', passing);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const write = (path: string, text: string) => writeFileSync(join(folder, path), text);

  /** What the command prints and its exit code; whatever it makes for itself is gone afterwards. */
  async function contract(...args: string[]): Promise<{ code: number | null; out: string; error: string }> {
    const { JEST_WORKER_ID, NODE_ENV, ...env } = process.env;
    const child = spawn(process.execPath, [cli, 'contract', ...args], {
      cwd: folder,
      env: { ...env, TMPDIR: join(folder, 'temporary') },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const printed = { out: '', error: '' };
    child.stdout.on('data', (chunk) => {
      printed.out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      printed.error += chunk;
    });
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    expect(readdirSync(join(folder, 'temporary')).filter((name) => name.startsWith('jest-websocket-'))).toEqual([]);
    return { code, ...printed };
  }

  test('a document is learnt from a run that passes, and compared with what it becomes', async () => {
    const learnt = await contract('--learn', 'passing');
    expect(learnt).toMatchObject({
      code: 0,
      out: 'asyncapi.yaml: 4 messages in 1 channel. Learnt from 2 tests: 5 messages over 2 connections. It says what these tests have seen, not what the API allows: read it, and correct it.\n',
    });
    const path = join(folder, 'asyncapi.yaml');
    const text = readFileSync(path, 'utf8');
    expect(text).not.toContain('a-secret-of-somebody');
    expect(parse(text)).toMatchObject({
      info: { title: 'chat-service' },
      channels: {
        rooms: {
          address: '/rooms/{roomId}',
          messages: {
            Leave: { payload: { properties: { type: { const: 'leave' } } } },
            Said: { payload: { required: ['type', 'text', 'id'], properties: { id: { format: 'uuid' } } } },
            Say: {},
            Welcome: {
              payload: { properties: { users: { type: 'integer' } } },
              examples: [{ payload: { token: '***', users: 2 } }],
            },
          },
          'x-close-codes': { 4001: 'goodbye' },
        },
      },
    });
    expect(loadDocument(path, folder, 'server').channelsAt('/rooms/5')).toHaveLength(1);

    expect(await contract('--learn')).toMatchObject({ code: 2, error: expect.stringContaining('--force') });
    expect(await contract('--check', 'asyncapi.yaml', 'asyncapi.yaml')).toMatchObject({
      code: 0,
      out: 'No changes: asyncapi.yaml says what asyncapi.yaml does.\n',
    });
    write('new.yaml', text.replace('users: { type: integer }', 'users: { type: number }'));
    const { code, out } = await contract('--check', 'asyncapi.yaml', 'new.yaml');
    expect(out).toMatch(
      /^Breaking\n {2}new\.yaml:\d+ {2}\/rooms\/\{roomId\}, received Welcome: \/users may be a number now, and was an integer\n\n1 breaking change, 0 that may break, 0 compatible\.\n$/,
    );
    expect(code).toBe(1);
    const json = await contract('--check', '--json', 'asyncapi.yaml', 'new.yaml');
    expect(JSON.parse(json.out)).toMatchObject({ version: 1, breaking: 1, changes: [{ message: 'Welcome', pointer: '/users' }] });
  });

  test('tests that are held to what was learnt from them pass, and teach the same', async () => {
    expect(await contract('--learn', 'passing')).toMatchObject({ code: 0 });
    const websocket = { contract: { document: './asyncapi.yaml' } };
    write(
      'jest.config.js',
      `module.exports = ${JSON.stringify({ preset: 'jest-websocket', transform: {}, testEnvironmentOptions: { websocket } })};`,
    );
    expect(await contract('--learn', '--output', 'again.yaml', 'passing')).toMatchObject({ code: 0 });
    const [text, again] = ['asyncapi.yaml', 'again.yaml'].map((name) => readFileSync(join(folder, name), 'utf8'));
    expect(again).toBe(text);
  });

  /** A project that is set up to be held to a document, with all that fails a run in which too little of it is seen. */
  const heldTo = (document: string) => ({
    preset: 'jest-websocket',
    transform: {},
    testEnvironmentOptions: { websocket: { contract: document } },
    reporters: ['default', ['jest-websocket/reporter', { coverage: { messages: 100 } }]],
    collectCoverage: true,
    coverageProvider: 'v8',
    coverageThreshold: { global: { functions: 100 } },
  });
  const configure = (config: object) => write('jest.config.js', `module.exports = ${JSON.stringify(config)};`);

  test('a document is learnt though the one that is configured is not there yet, and thresholds are missed', async () => {
    configure(heldTo('./api.yaml'));
    write(
      'passing.test.js',
      `${passing}
      let late;
      beforeAll(async () => { late = await connect(chat(), { path: '/rooms/19' }); });
      test('says something by a client of beforeAll', async () => {
        late.send({ type: 'say', text: 'late' });
        await expect(late).toReceiveMessage({ type: 'said' });
      });
      test('sends rubbish on purpose', async () => {
        const ann = await connect(serve((socket) => socket.on('message', () => {})), { path: '/rooms/20' });
        ann.sendRaw('}{', { contract: false });
        ann.sendRaw('{"ty', { fin: false });
        ann.sendRaw('pe":7}', { fin: true, contract: false });
      });`,
    );
    const { code, out, error } = await contract('--learn', '--output', 'api.yaml', 'passing');
    expect(error).not.toContain('has failed');
    expect(out).toContain('api.yaml: 4 messages in 1 channel. Learnt from 4 tests: 8 messages over 4 connections.');
    expect(code).toBe(0);
    expect(loadDocument(join(folder, 'api.yaml'), folder, 'server').channelsAt('/rooms/5')).toHaveLength(1);
  });

  test('a second version is learnt though the server breaks the first', async () => {
    expect(await contract('--learn', '--output', 'api.yaml', 'passing')).toMatchObject({ code: 0 });
    const text = readFileSync(join(folder, 'api.yaml'), 'utf8');
    write(
      'api.yaml',
      text.replace('users: { type: integer }', 'users: { type: string }').replace('4001: goodbye', '4002: goodbye'),
    );
    configure(heldTo('./api.yaml'));
    write(
      'more.test.js',
      `${chat.replace('connect }', 'connect, contract }')}
      test('breaks it on purpose', async () => {
        const ann = await connect(chat(), { path: '/rooms/17' });
        await expect(ann).toBreakContract('/users must be string');
        ann.send(contract.example('Say'));
        await expect(ann).toReceiveMessage(contract.message('Said'));
      });
      test('is at a channel that is new', async () => {
        const ann = await connect(chat(), { path: '/lobby' });
        await expect(ann).toReceiveMessage({ type: 'welcome' });
      });`,
    );
    const { code, out, error } = await contract('--learn', '--output', 'next.yaml');
    expect(error).not.toContain('has failed');
    expect(out).toContain('next.yaml: 5 messages in 2 channels. Learnt from 4 tests');
    expect(code).toBe(0);
    expect(readFileSync(join(folder, 'next.yaml'), 'utf8')).toContain('users: { type: integer }');
  });

  test('nothing is learnt from a run that fails', async () => {
    write('failing.test.js', `${passing}\ntest('fails', () => { throw new Error('no luck'); });`);
    const { code, error } = await contract('--learn', '--output', 'api.yaml', 'failing');
    expect(error).toContain('The run has failed, so api.yaml was not written: a document is learnt from a run that passes.');
    expect([code, existsSync(join(folder, 'api.yaml'))]).toEqual([1, false]);
  });
});
